"""The places for pictures do the same; the bucket is a real server that speaks S3.

So does the one that tests put where none can be reached.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.picture_stores import PictureBucket, PictureFolder, PictureStore
from tests.adapters.hq_link.local_server import Answer, running
from tests.hq.outside import S3_VARIABLES, s3
from tests.hq.test_purge import OutOfReach

NAMES = ["2026-11-24/ab/abc", "2026-11-25/ab/abc", "2026-11-25/cd/cde"]


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    with s3("alpr") as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> PictureStore:
    if request.param == "folder":
        return PictureFolder(tmp_path / "pictures")
    variables = {**S3_VARIABLES, "AWS_ENDPOINT_URL": request.getfixturevalue("s3_server")}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return PictureBucket(f"s3://alpr/{tmp_path.name}")


def test_what_was_put_is_there_until_it_is_erased(store: PictureStore) -> None:
    assert store.get(NAMES[0]) is None
    store.put([(name, name.encode()) for name in NAMES])
    store.put([(NAMES[0], b"again")])
    assert store.get(NAMES[0]) == b"again"
    assert sorted(store.names("2026-11-25")) == NAMES[1:]
    assert sorted(store.names("")) == NAMES
    store.erase([NAMES[0], "2026-11-25/ff/never"])
    assert store.get(NAMES[0]) is None
    assert store.get(NAMES[1]) == NAMES[1].encode()


def test_a_day_goes_as_a_whole(store: PictureStore) -> None:
    store.put([(name, b"x") for name in NAMES])
    store.erase_under("2026-11-25")
    store.erase_under("2026-11-23")
    assert list(store.names("")) == NAMES[:1]


@pytest.fixture(params=["folder", "bucket", "test"])
def blocked(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PictureStore]:
    """Return a store that does nothing it is asked: a file in its way, a key that counts not."""
    if request.param == "test":
        yield OutOfReach()
    elif request.param == "folder":
        (tmp_path / "2026-11-25").touch()
        yield PictureFolder(tmp_path)
    else:
        with running() as server:
            server.reply = lambda _handler, _asked: Answer(403)
            monkeypatch.setenv("AWS_ENDPOINT_URL", server.address)
            monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
            monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
            yield PictureBucket("s3://alpr")


CALLS: dict[str, Callable[[PictureStore], object]] = {
    "put": lambda store: store.put([(NAMES[1], b"x")]),
    "get": lambda store: store.get(NAMES[1]),
    "names": lambda store: list(store.names("2026-11-25")),
    "erase": lambda store: store.erase(NAMES[1:]),
    "erase under": lambda store: store.erase_under("2026-11-25"),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_store_that_does_not_do_as_asked_says_so_in_a_sentence(
    blocked: PictureStore, call: str
) -> None:
    with pytest.raises(OutsideError, match=r"\.$"):
        CALLS[call](blocked)


def test_an_object_that_is_there_is_not_put_once_more(
    s3_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**S3_VARIABLES, "AWS_ENDPOINT_URL": s3_server}.items():
        monkeypatch.setenv(name, value)
    bucket = PictureBucket("s3://alpr/new")
    assert bucket.put_new("a", b"first")
    assert not bucket.put_new("a", b"second")
    assert bucket.get("a") == b"first"
    with pytest.raises(OutsideError, match=r"checkpoints.*Check its address"):
        PictureBucket("s3://nobody", holds="checkpoints").put_new("a", b"x")


def test_a_thousand_objects_are_erased(store: PictureStore) -> None:
    names = [f"2026-11-25/{n % 256:02x}/{n}" for n in range(600)]
    store.put([(name, b"x") for name in names])
    store.erase(names)
    assert list(store.names("")) == []


def test_a_bucket_that_is_not_there_says_what_to_check(
    s3_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_server)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    nobodys = PictureBucket("s3://nobody")
    for call in ("put", "names", "erase", "erase under"):
        with pytest.raises(OutsideError, match="Check its address"):
            CALLS[call](nobodys)
    with pytest.raises(OutsideError, match="s3://"):
        PictureBucket("ftp://alpr")
