"""The plates of manual entries and corrections in a backup last no longer than these (MAN-05)."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.entry.form import plate_of
from mdt_alpr.domain.entry.life import audit_hash
from mdt_alpr.domain.hotlist.hotlist import CorrectionDraft
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import MANUAL_ENTRY_LIFE, capture_date, capture_date_ends
from mdt_alpr.hq.audit.service import NOBODY
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.agency_keys import key_id
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.hotlists import corrections
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.hq.hotlists.importing import Delivery, import_list
from mdt_alpr.hq.hotlists.manual_ending import EXPIRED, end_expired
from mdt_alpr.hq.hotlists.manual_store import KeptEntry
from mdt_alpr.hq.hotlists.store import open_corrections
from mdt_alpr.hq.hotlists.tables import CORRECTIONS, MANUAL_ENTRIES
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.backup_parts import rows_from
from mdt_alpr.hq.keeping.purge import purge
from tests.builders import NOW, SetClock
from tests.hq.disk import parts_of
from tests.hq.opened import opened_rows
from tests.hq.test_backup import BY, bring_back, empty, mirror
from tests.hq.test_hotlist_packages import a_file
from tests.manual_entries import a_draft, a_manual_entry

__all__ = ["empty"]
LAST = timedelta(days=30)
ENTERED = "KLM4471"
CORRECTED = Plate("AB1", "NC")
DRAFT = CorrectionDraft("AB1 was returned to its owner", "hit of Nov 20 on AB-1", "asked on AB1")


def filled(hq: Headquarters, tmp_path: Path) -> ManualEntry:
    """Make an entry and a correction of 30 days."""
    entry = a_manual_entry(a_draft(ENTERED, reason=f"Larceny, suspect drives {ENTERED}"), at=NOW)
    listed = a_file(tmp_path / "VEHEXTRT.txt", range(3))
    import_list(hq, Delivery(listed, BY))
    with hq.writing() as work:
        manual_entries.add(work, KeptEntry(entry, "car-1", "12"))
        corrections.place(work, BY, CORRECTED, "", DRAFT)
    return entry


def readable(hq: Headquarters, place: Path) -> str:
    """Return what who has every key that is left reads of entries and corrections."""
    found = (
        sealed_rows.texts(hq.keys, table, row) or {}
        for table in (MANUAL_ENTRIES, CORRECTIONS)
        for lines in parts_of(hq, place, f"{table.name}/")
        for row in rows_from(table, lines)
    )
    return "\n".join(text for texts in found for text in texts.values())


def all_of(hq: Headquarters) -> tuple[list[KeptEntry], list[object]]:
    with hq.reading() as work:
        live = manual_entries.live(work)
        return live, list(open_corrections(work))


def over(at: datetime) -> datetime:
    """Return when the date of an instant is over."""
    return next(
        at + timedelta(minutes=n)
        for n in range(25 * 60)
        if capture_date(at + timedelta(minutes=n)) > capture_date(at)
    ).replace(second=0, microsecond=0)


@pytest.mark.clause(MANUAL_ENTRY_LIFE.number)
def test_no_plate_of_an_entry_or_a_correction_opens_in_a_backup_once_its_last_day_is_over(
    hq: Headquarters, tmp_path: Path
) -> None:
    filled(hq, tmp_path)
    back_up(hq, tmp_path / "b.zip", BY)
    ends = over(NOW + LAST)
    purge(hq, ends - timedelta(minutes=1))
    assert {ENTERED, "AB1", "AB-1"} <= set(_words(readable(hq, tmp_path / "b.zip")))
    purge(hq, ends)
    left = readable(hq, tmp_path / "b.zip")
    assert not {ENTERED, "AB1", "AB-1"} & set(_words(left))
    assert "26-041877" in left
    assert hq.day_keys.dates() == [capture_date(NOW), capture_date(ends)], "the list's"


def _words(text: str) -> list[str]:
    return text.replace('"', " ").replace("\\", " ").replace(",", " ").split()


def test_an_entry_and_a_correction_that_still_hold_come_back_in_full(
    hq: Headquarters, empty: Headquarters, clock: SetClock, tmp_path: Path
) -> None:
    filled(hq, tmp_path)
    back_up(hq, tmp_path / "b.zip", BY)
    before = all_of(hq)
    assert [len(kind) for kind in before] == [1, 1]
    clock.at = NOW + LAST - timedelta(microseconds=1)
    purge(hq, clock.at)
    mirror(hq, empty)
    bring_back(empty, tmp_path / "b.zip")
    assert all_of(empty) == before


@pytest.mark.clause(MANUAL_ENTRY_LIFE.number)
@pytest.mark.logs_warnings
@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=2), timedelta(days=400)])
def test_of_what_ended_since_the_backup_only_that_comes_back_which_an_end_leaves(
    hq: Headquarters, empty: Headquarters, clock: SetClock, tmp_path: Path, later: timedelta
) -> None:
    entry = filled(hq, tmp_path)
    back_up(hq, tmp_path / "b.zip", BY)
    clock.at = NOW + LAST + later
    purge(hq, clock.at)
    mirror(hq, empty)
    bring_back(empty, tmp_path / "b.zip")
    key = empty.entry_key
    with empty.reading() as work:
        hashed = audit_hash(key, plate_of(entry.draft))
        (kept,) = manual_entries.with_hash(work, hashed, key_id(key))
    (correction,) = opened_rows(empty, CORRECTIONS)
    assert (kept.ended_at, kept.ended_by, kept.ended_why) == (NOW + LAST, NOBODY, EXPIRED)
    assert ENTERED not in str(kept)
    assert kept.entry.draft.case == entry.draft.case
    assert (correction.ended_at, correction.plate_text) == (NOW + LAST, "")
    assert "AB1" not in str(correction)
    assert "AB-1" not in str(correction)
    assert (end_expired(empty), corrections.end_corrections(empty)) == (0, 0)


def test_what_ended_before_the_backup_comes_back_as_it_was(
    hq: Headquarters, empty: Headquarters, clock: SetClock, tmp_path: Path
) -> None:
    filled(hq, tmp_path)
    clock.at = NOW + LAST
    end_expired(hq)
    corrections.end_corrections(hq)
    back_up(hq, tmp_path / "b.zip", BY)
    mirror(hq, empty)
    bring_back(empty, tmp_path / "b.zip")
    tables = (MANUAL_ENTRIES, CORRECTIONS)
    with hq.reading() as there, empty.reading() as here:
        for table in tables:
            (kept,) = there.connection.execute(select(table)).mappings()
            (back,) = here.connection.execute(select(table)).mappings()
            assert kept == back
    assert capture_date_ends(capture_date(clock.at)) > clock.at
