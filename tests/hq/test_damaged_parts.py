"""What a disk changed at headquarters is noticed: doctor says it, and what to do."""

import os
from pathlib import Path

import pytest

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.doctor import examined
from tests.builders import NOW, SetClock
from tests.hq.senders import a_batch, a_read_message, an_item
from tests.hq.test_purge import CALLER

DATABASES = ["sqlite"]  # a server's pages have checksums of its own
PAGE = 4096


def _line(hq: Headquarters, name: str) -> tuple[bool, str]:
    (line,) = (one for one in examined(hq) if one.name == name)
    return line.ok, line.words


@pytest.mark.logs_warnings
def test_doctor_says_that_a_page_of_the_database_is_not_what_was_written(
    hq: Headquarters, tmp_path: Path
) -> None:
    assert _line(hq, "database") == (True, "It answers.")
    hq.database.leave_nothing_erased()
    with (tmp_path / "hq.db").open("r+b") as file:
        for page in range(20, 60):
            file.seek(page * PAGE)
            file.write(bytes(PAGE // 2))
    hq.database.engine.dispose()
    wrong = [line for line in examined(hq) if not line.ok]
    assert "database" in [line.name for line in wrong]
    assert not [line.words for line in wrong if "Error" in line.words]
    assert "not what was written" in _line(hq, "database")[1]


@pytest.mark.parametrize("table", ["sqlite_schema", "alembic_version", "hits"])
def test_where_a_damaged_page_is_met_as_headquarters_opens_the_refusal_says_what_to_do(
    hq: Headquarters, tmp_path: Path, table: str
) -> None:
    with hq.reading() as work:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        root = work.connection.exec_driver_sql(asked, (table,)).scalar() or 1
    hq.database.leave_nothing_erased()
    hq.close()
    with (tmp_path / "hq.db").open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(b"\xa5" * PAGE)
    with pytest.raises(OutsideError, match="page of the database is not what was written"):
        open_headquarters(hq.settings, SetClock(), os.urandom)


def test_a_key_with_one_bit_changed_seals_nothing_and_doctor_names_its_day(
    hq: Headquarters,
) -> None:
    with hq.writing() as work:
        accept(work, CALLER, a_batch(an_item(a_read_message())), 500)
    on = capture_date(NOW)
    assert _line(hq, "day keys")[0]
    place = hq.settings.day_keys / f"{on}.key"
    content = bytearray(place.read_bytes())
    content[3] ^= 1
    place.write_bytes(content)
    hq.day_keys.forget()
    assert hq.day_keys.damaged() == [on]
    with pytest.raises(OutsideError, match="damaged"):
        hq.day_keys.seal(on, b"EXN2894", "x")
    ok, words = _line(hq, "day keys")
    assert not ok
    assert f"from {on} on, cannot be read: the key is missing, damaged or another" in words
