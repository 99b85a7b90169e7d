"""Headquarters' own chain grows for ten years: it is checked in steps, beside the service.

What was found whole is remembered in a signed file beside the database, so that who rewrites the
database, numbers and digests included, is found as well.
"""

import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, event, select, text, update

from mdt_alpr.domain.audit.audit import CHAIN_START, AuditEntry, AuditEvent, Place, audit_entry
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.audit import chain_mark as own_chain_mark
from mdt_alpr.hq.audit import service as own_audit
from mdt_alpr.hq.audit import store
from mdt_alpr.hq.audit.chain_mark import ChainMark
from mdt_alpr.hq.audit.chain_watch import OwnChainWatch
from mdt_alpr.hq.audit.service import check_own_chain, record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT, OWN_AUDIT_HEAD
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.restore import Restorer, restore
from tests.builders import SetClock

STEP = 4


@pytest.fixture(autouse=True)
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_audit, "AT_ONCE", STEP)


def grow(hq: Headquarters, number: int) -> int:
    """Record so many entries; return the sequence of the last."""
    with hq.writing() as work:
        last = [record(work, AuditEvent.HQ_PURGED, f"x{n}", "") for n in range(number)][-1]
    return last.sequence


def change(hq: Headquarters, sequence: int, person: str) -> str:
    """Change an entry as somebody does with SQL; return who stood in it."""
    with hq.database.writing() as connection:
        before = store.entries_from(connection, sequence, sequence, 1)[0].person
        where = OWN_AUDIT.c.sequence == sequence
        values = {"person": person}
        connection.execute(update(OWN_AUDIT).where(where).values(values))
    return before


def rewrite(hq: Headquarters, changed: int) -> None:
    """Change an entry as somebody does who knows how the chain is made: all digests fit again."""
    with hq.database.writing() as connection:
        previous: AuditEntry | None = None
        for one in list(store.entries_from(connection, 1, 10_000, 10_000)):
            person = "somebody else" if one.sequence == changed else one.person
            previous = audit_entry(
                previous, at=one.at, device=one.device, person=person, event=one.event,
                subject=one.subject, detail=one.detail,
            )  # fmt: skip
            values = {"person": person, "previous": previous.previous, "digest": previous.digest}
            where = OWN_AUDIT.c.sequence == one.sequence
            connection.execute(update(OWN_AUDIT).where(where).values(values))
        assert previous is not None
        connection.execute(update(OWN_AUDIT_HEAD).values(digest=previous.digest))


@pytest.fixture
def statements(hq: Headquarters) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    event.listen(hq.database.engine, "before_cursor_execute", note)
    yield found
    event.remove(hq.database.engine, "before_cursor_execute", note)


def test_headquarters_opens_without_reading_its_audit(
    hq: Headquarters, settings: HqSettings, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    monkeypatch.setattr(store, "entry_of", read.append)
    open_headquarters(settings, clock, os.urandom).close()
    assert read == []
    del hq


def test_the_chain_is_checked_in_steps_and_no_step_holds_a_writing_transaction(
    hq: Headquarters, statements: list[str]
) -> None:
    grow(hq, 5 * STEP)
    statements.clear()
    assert check_own_chain(hq) is None
    assert sum("LIMIT" in statement for statement in statements) >= 5
    assert not [one for one in statements if "IMMEDIATE" in one or "UPDATE" in one]


def test_what_was_found_whole_is_not_read_again_at_the_next_check(hq: Headquarters) -> None:
    last = grow(hq, 3 * STEP)
    OwnChainWatch(hq, again=0).check()
    read: list[int] = []
    watch = OwnChainWatch(hq, again=0)
    new = grow(hq, 2)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "entry_of", _noting(read))
        assert watch.check().verified == new
    assert min(read) == last


def test_what_the_server_that_leads_marks_during_a_check_breaks_nothing(
    hq: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bench cluster met it: a check with another server beside it found a break behind the end."""
    grow(hq, STEP)
    end_of, marked = own_audit.end_of, list[int]()

    def then_marked(hq: Headquarters) -> tuple[Place, int | None]:
        end = end_of(hq)
        if not marked:
            marked.append(grow(hq, STEP))
            assert OwnChainWatch(hq, again=0).check().verified == marked[0]
        return end

    monkeypatch.setattr(own_audit, "end_of", then_marked)
    assert check_own_chain(hq) is None
    assert marked


@pytest.mark.logs_warnings
def test_each_check_goes_on_with_the_old_entries_and_begins_again_at_the_end(
    hq: Headquarters,
) -> None:
    grow(hq, 3 * STEP)
    OwnChainWatch(hq, again=STEP).check()
    for sequence in (2, 9):
        before = change(hq, sequence, person="x")
        found = [OwnChainWatch(hq, again=STEP).check().broken_at for _ in range(5)]
        assert sequence in found
        change(hq, sequence, person=before)
        assert OwnChainWatch(hq, again=STEP).check().broken_at is None


@pytest.mark.logs_warnings
def test_a_chain_that_was_rewritten_with_all_its_digests_is_found_by_the_kept_mark(
    hq: Headquarters,
) -> None:
    last = grow(hq, STEP)
    OwnChainWatch(hq).check()
    grow(hq, 2)
    rewrite(hq, 2)
    assert OwnChainWatch(hq).check().broken_at == last
    assert check_own_chain(hq) == last


@pytest.mark.logs_warnings
def test_an_end_that_was_cut_off_with_its_head_is_found_by_the_kept_mark(hq: Headquarters) -> None:
    last = grow(hq, STEP)
    OwnChainWatch(hq).check()
    with hq.database.writing() as connection:
        connection.execute(delete(OWN_AUDIT).where(OWN_AUDIT.c.sequence == last))
        before = store.entries_from(connection, last - 1, last - 1, 1)[0]
        values = {"sequence": before.sequence, "digest": before.digest}
        connection.execute(update(OWN_AUDIT_HEAD).values(values))
    assert OwnChainWatch(hq).check().broken_at == last
    grow(hq, 3)
    assert OwnChainWatch(hq).check().broken_at == last


@pytest.mark.parametrize(
    "change_it",
    [
        lambda reported: {**reported, "signature": "00" * 64},
        lambda reported: {**reported, "mark": {**reported["mark"], "sequence": 3}},
        lambda _reported: {"mark": []},
        lambda _reported: [],
    ],
)
@pytest.mark.logs_warnings
def test_a_mark_that_headquarters_did_not_sign_counts_for_nothing(
    hq: Headquarters,
    caplog: pytest.LogCaptureFixture,
    change_it: Callable[[dict[str, Any]], object],
) -> None:
    grow(hq, STEP)
    OwnChainWatch(hq, again=0).check()
    path = hq.settings.data / own_chain_mark.FILE
    path.write_text(json.dumps(change_it(json.loads(path.read_text()))))
    change(hq, 2, person="x")
    assert OwnChainWatch(hq, again=0).check().broken_at == 2
    assert "checked from its first entry" in caplog.text


def test_the_mark_of_a_chain_that_was_lost_counts_no_more_after_a_restore(
    hq: Headquarters, clock: SetClock, tmp_path: Path
) -> None:
    back_up(hq, tmp_path / "b.zip", "admin-1")
    new = Headquarters(HqSettings(tmp_path / "new", keys=hq.settings.day_keys), clock, os.urandom)
    signer = hq.signer
    own_chain_mark.keep(new.kept, ChainMark(5000, "ab" * 32), signer)
    restore(new, tmp_path / "b.zip", Restorer("admin-1", lambda *_: None), lambda _: None)
    assert OwnChainWatch(new).check().broken_at is None
    new.close()


def test_the_mark_is_readable_by_headquarters_alone(hq: Headquarters) -> None:
    OwnChainWatch(hq).check()
    path: Path = hq.settings.data / own_chain_mark.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    signer = own_audit.signer_of(hq)
    mark = own_chain_mark.kept(hq.kept, signer)
    assert mark is not None
    assert mark.sequence > 0
    assert ChainMark().digest == CHAIN_START


@pytest.mark.parametrize("column", ["event", "detail"])
@pytest.mark.logs_warnings
def test_an_entry_that_cannot_even_be_read_is_a_changed_one(hq: Headquarters, column: str) -> None:
    grow(hq, 3 * STEP)
    with hq.writing() as work:
        changed = text(f"UPDATE own_audit SET {column} = 'no such' WHERE sequence = 6")  # noqa: S608
        work.connection.execute(changed)
    assert check_own_chain(hq) == 6
    assert OwnChainWatch(hq).check().broken_at == 6


@pytest.mark.parametrize("deleted", [False, True])
def test_a_head_that_was_set_back_or_removed_shows(hq: Headquarters, *, deleted: bool) -> None:
    last = grow(hq, STEP)
    with hq.database.writing() as connection:
        row = store.entries_from(connection, 2, 2, 1)[0]
        values = {"sequence": row.sequence, "digest": row.digest}
        head = delete(OWN_AUDIT_HEAD) if deleted else update(OWN_AUDIT_HEAD).values(values)
        connection.execute(head)
    assert check_own_chain(hq) == (1 if deleted else 3)
    assert last > 3


def test_a_cut_off_end_does_not_end_the_record(hq: Headquarters) -> None:
    last = grow(hq, STEP)
    with hq.database.writing() as connection:
        connection.execute(delete(OWN_AUDIT).where(OWN_AUDIT.c.sequence == last))
    assert grow(hq, 1) == last + 1
    assert check_own_chain(hq) == last


def test_a_long_check_ends_when_the_server_does(hq: Headquarters) -> None:
    grow(hq, 3 * STEP)
    watch = OwnChainWatch(hq)
    watch.end()
    ended = threading.Thread(target=watch.check)
    ended.start()
    ended.join(10)
    assert not ended.is_alive()
    assert watch.check().verified < 3 * STEP
    with hq.reading() as work:
        first = select(OWN_AUDIT.c.sequence).order_by(OWN_AUDIT.c.sequence).limit(1)
        assert work.connection.scalar(first) == 1


def _noting(read: list[int]) -> Callable[[object], AuditEntry]:
    genuine = store.entry_of

    def noted(row: object) -> AuditEntry:
        entry = genuine(row)
        read.append(entry.sequence)
        return entry

    return noted
