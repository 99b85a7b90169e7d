"""A backup is brought back only whole, as headquarters signed it: nobody leaves a part out."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mdt_alpr.database.migrate import current
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import ACCOUNTS
from mdt_alpr.hq.keeping.backup import MANIFEST, SIGNATURE, back_up
from mdt_alpr.hq.keeping.backup_parts import TRUSTED
from mdt_alpr.hq.keeping.restore import Restorer, restore
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.test_purge import fill

DATABASES = ["sqlite"]
Parts = dict[str, bytes]


@pytest.fixture
def empty(tmp_path: Path, clock: SetClock) -> Iterator[Headquarters]:
    settings = HqSettings(tmp_path / "new", keys=tmp_path / "mirrored", password_cost=CHEAP)
    headquarters = Headquarters(settings, clock, os.urandom)
    yield headquarters
    headquarters.close()


@pytest.fixture
def backup(hq: Headquarters, empty: Headquarters, tmp_path: Path) -> Path:
    fill(hq, NOW)
    back_up(hq, tmp_path / "b.zip", "admin-1")
    shutil.copytree(hq.settings.day_keys, empty.settings.day_keys, dirs_exist_ok=True)
    return tmp_path / "b.zip"


def bring_back(hq: Headquarters, place: Path, trusted: str = "") -> int:
    by = Restorer("admin-1", lambda *_: None)
    return restore(hq, place, by, lambda _: None, trusted).rows


def repacked(place: Path, change: Callable[[Parts], Parts]) -> Path:
    with zipfile.ZipFile(place) as given:
        parts = change({name: given.read(name) for name in given.namelist()})
    other = place.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return other


def without(words: str) -> Callable[[Parts], Parts]:
    return lambda parts: {name: body for name, body in parts.items() if words not in name}


def with_a_strange_part(parts: Parts) -> Parts:
    return {**parts, "general/accounts/99": b"x"}


def with_other_counts(parts: Parts) -> Parts:
    return {**parts, MANIFEST: parts[MANIFEST].replace(b'"pictures":1', b'"pictures":0')}


def with_swapped_parts(parts: Parts) -> Parts:
    pictures = [name for name in parts if name.startswith("pictures/")]
    return {**parts, pictures[0]: b"another"}


@pytest.mark.proved("V13")
@pytest.mark.attack("V13")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without("own_audit"), "was left out"),
        (without("general/accounts"), "was left out"),
        (without("captured/"), "was left out"),
        (without("pictures/"), "was left out"),
        (without(SIGNATURE), "no whole backup"),
        (with_a_strange_part, "did not write"),
        (with_other_counts, "not signed by the key"),
        (with_swapped_parts, "was changed"),
    ],
)
def test_a_backup_that_is_not_the_one_signed_brings_nothing_back(
    empty: Headquarters, backup: Path, change: Callable[[Parts], Parts], words: str
) -> None:
    with pytest.raises(OutsideError, match=words):
        bring_back(empty, repacked(backup, change))
    assert current(empty.database.engine) is None
    assert bring_back(empty, backup) > 0


@pytest.mark.proved("V13")
@pytest.mark.attack("V13")
def test_on_an_empty_machine_the_key_that_is_given_is_the_one_trusted(
    hq: Headquarters, empty: Headquarters, backup: Path
) -> None:
    (empty.settings.day_keys / TRUSTED).unlink()
    with pytest.raises(OutsideError, match="--key"):
        bring_back(empty, backup)
    with pytest.raises(OutsideError, match="not signed by the key"):
        bring_back(empty, backup, "ab" * 32)
    signer = hq.signer
    assert bring_back(empty, backup, signer.public_key) > 0
    with empty.reading() as work:
        assert work.connection.scalar(select(func.count()).select_from(ACCOUNTS))
