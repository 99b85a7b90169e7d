import gc
import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.evidence.pictures import held_dates, keep_picture, keep_pictures
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, SUPERVISOR
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.pictures import DigestsMessage, Framed, PicturesMessage, frames
from mdt_alpr.wire.review import OverviewMessage
from tests.hq.senders import EARLIER, JPEG, Car, a_car, a_picture_message, a_read_message, an_item

DATABASES = ["sqlite"]
DIGEST = hashlib.sha256(JPEG).hexdigest()
PATH = f"/v1/pictures/{DIGEST}"


def files(hq: Headquarters) -> list[Path]:
    return sorted(path for path in hq.settings.pictures.rglob("*") if path.is_file())


def announced(car: Car, digest: str = DIGEST) -> None:
    assert car.send(an_item(a_picture_message(a_read_message(), digest))) == ["accepted"]


def test_a_picture_is_kept_once_under_its_hash(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        announced(car)
        for _ in range(2):
            assert car.http.put(PATH, content=JPEG).status_code == 204
    (only,) = files(server.hq)
    assert only.name == DIGEST
    assert JPEG not in only.read_bytes()
    assert server.hq.pictures.get([capture_date(EARLIER)], DIGEST) == JPEG


def test_a_picture_comes_after_its_announcement(server: InProcessHq) -> None:
    with a_car(server.base_url) as car, a_car(server.base_url, SUPERVISOR) as supervisor:

        def held() -> tuple[int, int]:
            answer = supervisor.http.get("/v1/overview")
            overview = decode(OverviewMessage, answer.content)
            return overview.pictures, overview.pictures_held

        assert car.http.put(PATH, content=JPEG).json()["number"] == 404
        assert (held(), files(server.hq)) == ((0, 0), [])
        announced(car)
        assert held() == (1, 0)
        assert car.http.put(PATH, content=JPEG).status_code == 204
        assert held() == (1, 1)


@pytest.mark.parametrize(
    ("path", "content", "number"),
    [
        (PATH, JPEG + b"x", 401),
        ("/v1/pictures/" + "ab" * 32, JPEG, 401),
        ("/v1/pictures/..%2F..%2Fx", JPEG, 104),
        ("/v1/pictures/" + hashlib.sha256(b"GIF89a").hexdigest(), b"GIF89a", 402),
        ("/v1/pictures/" + hashlib.sha256(b"").hexdigest(), b"", 402),
        (PATH, b"\xff\xd8\xff" + bytes(2 * 1024 * 1024), 102),
    ],
)
def test_what_is_not_that_picture_is_refused(
    server: InProcessHq, path: str, content: bytes, number: int
) -> None:
    with a_car(server.base_url) as car:
        announced(car)
        assert car.http.put(path, content=content).json()["number"] == number
    assert files(server.hq) == []


def test_a_picture_of_two_mebibytes_is_just_right(server: InProcessHq) -> None:
    jpeg = (JPEG * 200_000)[: 2 * 1024 * 1024]
    with a_car(server.base_url) as car:
        digest = hashlib.sha256(jpeg).hexdigest()
        announced(car, digest)
        assert car.http.put(f"/v1/pictures/{digest}", content=jpeg).status_code == 204


def test_a_reviewer_sees_a_picture_and_that_is_recorded(server: InProcessHq) -> None:
    with a_car(server.base_url) as car, a_car(server.base_url, SUPERVISOR) as supervisor:
        announced(car)
        assert supervisor.http.get(PATH).json()["number"] == 403
        car.http.put(PATH, content=JPEG)
        answer = supervisor.http.get(PATH)
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert JPEG not in answer.content, "what cannot be decoded cannot be marked either"
        assert answer.headers["Cache-Control"] == "no-store"
    with server.hq.reading() as work:
        seen = select(OWN_AUDIT.c.subject).where(OWN_AUDIT.c.event == AuditEvent.HQ_PICTURE_VIEWED)
        assert list(work.connection.scalars(seen)) == [DIGEST]


@pytest.mark.logs_warnings
def test_a_picture_that_could_not_be_written_is_not_held(server: InProcessHq) -> None:
    folder = server.hq.settings.pictures
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("in the way")
    with a_car(server.base_url) as car:
        announced(car)
        assert car.http.put(PATH, content=JPEG).json()["number"] == 107
        with server.hq.reading() as work:
            assert not held_dates(work.connection, DIGEST)
        folder.unlink()
        assert car.http.put(PATH, content=JPEG).status_code == 204
        with server.hq.reading() as work:
            assert held_dates(work.connection, DIGEST)


def test_the_hash_is_looked_at_before_the_name_is_used(hq: Headquarters) -> None:
    with pytest.raises(RefusedError):
        keep_picture(hq, "../" * 20 + "x", JPEG)


# ---------------------------------------------------------------- several at once

SECOND = JPEG + b" of another"
SECOND_DIGEST = hashlib.sha256(SECOND).hexdigest()


def sent(car: Car, *pictures: tuple[str, bytes], cut: int = 0) -> list[tuple[str, int | None]]:
    body = frames(pictures)
    answer = car.http.post("/v1/pictures", content=body[: len(body) - cut])
    if cut:
        assert answer.json()["number"] == 101
        return []
    receipts = decode(PicturesMessage, answer.content).receipts
    return [(receipt.digest, receipt.problem) for receipt in receipts]


def held(car: Car, *digests: str) -> tuple[str, ...]:
    answer = car.http.post("/v1/pictures/held", content=encode(DigestsMessage(digests)))
    return decode(DigestsMessage, answer.content).digests


def test_pictures_come_together_and_each_has_its_own_answer(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        announced(car)
        unannounced, wrong = (SECOND_DIGEST, SECOND), ("ab" * 32, JPEG)
        assert sent(car, (DIGEST, JPEG), unannounced, wrong) == [
            (DIGEST, None), (SECOND_DIGEST, 404), ("ab" * 32, 401),
        ]  # fmt: skip
    assert [path.name for path in files(server.hq)] == [DIGEST]


def test_what_came_whole_before_a_cut_is_held(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        announced(car)
        announced(car, SECOND_DIGEST)
        assert held(car, DIGEST, SECOND_DIGEST) == ()
        sent(car, (DIGEST, JPEG), (SECOND_DIGEST, SECOND), cut=3)
        assert held(car, DIGEST, SECOND_DIGEST) == (DIGEST,)
        assert sent(car, (SECOND_DIGEST, SECOND)) == [(SECOND_DIGEST, None)]
        assert held(car, DIGEST, SECOND_DIGEST) == tuple(sorted((DIGEST, SECOND_DIGEST)))


def test_too_much_at_once_is_refused_and_nobody_else_may_send(server: InProcessHq) -> None:
    with a_car(server.base_url) as car, a_car(server.base_url, CUSTODIAN) as custodian:
        most = server.hq.settings.limits.pictures_bytes
        answer = car.http.post("/v1/pictures", content=bytes(most + 1))
        assert answer.json()["number"] == 102
        assert custodian.http.post("/v1/pictures", content=b"").json()["number"] == 202


def test_pictures_leave_hardly_anything_that_only_a_search_for_cycles_finds(
    server: InProcessHq,
) -> None:
    jpegs = [JPEG + bytes([number]) for number in range(60)]
    given = [Framed(hashlib.sha256(jpeg).hexdigest(), jpeg) for jpeg in jpegs]
    with a_car(server.base_url) as car:
        items = [an_item(a_picture_message(a_read_message(), one.digest)) for one in given]
        assert car.send(*items) == ["accepted"] * len(items)
    keep_pictures(server.hq, given[:20])  # statements are compiled
    gc.collect()
    gc.disable()
    try:
        kept = keep_pictures(server.hq, given[20:])
        left = gc.collect()
    finally:
        gc.enable()
    assert [receipt.problem for receipt in kept.receipts] == [None] * 40
    assert left < 200  # ten a picture, were its rows looked for by a list of values
