"""The lists lie under the key of a day and are read on when that key goes (V12, RET-03)."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.entry.form import plate_of
from mdt_alpr.domain.entry.life import audit_hash
from mdt_alpr.domain.policy import LIST_SEALED_AGAIN_AFTER, MANUAL_ENTRY_LASTS, capture_date
from mdt_alpr.hq.audit.clock_guard import confirm_clock
from mdt_alpr.hq.base.agency_keys import key_id
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES
from mdt_alpr.hq.hotlists import corrections
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.list_sealing import seal_lists_again
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import purge, purge_watched
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from tests.builders import NOW, SetClock
from tests.hq.manual import added, an_own_entry
from tests.hq.opened import opened_rows
from tests.hq.senders import a_batch
from tests.hq.test_backup_of_entries import CORRECTED, DRAFT
from tests.hq.test_hotlist_import import a_row, imported
from tests.hq.test_purge import CALLER

A_MONTH = LIST_SEALED_AGAIN_AFTER + timedelta(days=1)


@pytest.fixture
def listed(hq: Headquarters, tmp_path: Path) -> Headquarters:
    rows = [a_row(plate=f"AB{n}", nic=f"V{n:09}") for n in range(3)]
    assert imported(hq, tmp_path / "list.csv", *rows).accepted == 3
    return hq


def bodies(hq: Headquarters) -> list[str]:
    return [row.body for row in opened_rows(hq, HOTLIST_ENTRIES)]


@pytest.mark.attack("V12")
def test_after_a_month_a_list_lies_under_another_days_key_and_says_the_same(
    listed: Headquarters, clock: SetClock
) -> None:
    before, first = bodies(listed), capture_date(NOW)
    with listed.reading() as work:
        rows = work.connection.execute(select(HOTLIST_ENTRIES)).mappings().all()
    clock.at = NOW + A_MONTH
    purge(listed, clock.at)
    assert bodies(listed) == before
    with listed.writing() as work:
        dates = set(work.connection.scalars(select(HOTLIST_ENTRIES.c.sealed_on)))
        assert dates == {capture_date(clock.at)}
        assert {row["sealed_on"] for row in rows} == {first}
        assert present_version(work) == 1
        assert len(hotlists.listed(work, "AB1", "NC")) == 1
        corrections.place(work, CUSTODIAN, CORRECTED, "", DRAFT)
    with listed.reading() as work:
        assert len(hotlists.live_bodies(work)) == 2


@pytest.mark.logs_warnings
def test_of_a_list_whose_key_is_lost_cars_forget_the_entries_and_get_them_again(
    listed: Headquarters, clock: SetClock, tmp_path: Path
) -> None:
    listed.day_keys.destroy_expired(NOW + timedelta(days=92))
    clock.at = NOW + A_MONTH
    assert seal_lists_again(listed, clock.at) == 3
    with listed.reading() as work:
        assert (hotlists.count(work.connection), present_version(work)) == (0, 2)
        assert len(list(hotlists.canceled_since(work.connection, 1))) == 3
    rows = [a_row(plate=f"AB{n}", nic=f"V{n:09}") for n in range(3)]
    assert imported(listed, tmp_path / "list.csv", *rows).changes == {"fresh": 3, "canceled": 0}


def test_what_the_end_of_an_entry_leaves_is_there_though_headquarters_was_off_meanwhile(
    hq: Headquarters, clock: SetClock
) -> None:
    entry = an_own_entry()
    with hq.writing() as work:
        accept(work, CALLER, a_batch(added(entry)), 500)
    clock.at = NOW + MANUAL_ENTRY_LASTS + timedelta(days=10)
    confirm_clock(hq, capture_date(clock.at), CUSTODIAN, ADMINISTRATOR)
    purge_watched(hq)
    with hq.reading() as work:
        hashed = audit_hash(hq.entry_key, plate_of(entry.draft))
        (kept,) = manual_entries.with_hash(work, hashed, key_id(hq.entry_key))
    assert (kept.entry.draft.case, kept.entry.draft.text) == (entry.draft.case, "")
