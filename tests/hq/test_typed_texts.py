"""A plate that somebody typed is gone on day 91 as one that was read is; the audit stays whole."""

import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import READS_LIFE, capture_date
from mdt_alpr.domain.review.review import CaseResult, CaseStep, ReviewKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit import typed_texts
from mdt_alpr.hq.audit.service import check_own_chain, record, typed_in
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT, TYPED_TEXTS
from mdt_alpr.hq.hits.review_cases import WORDS_ERASED
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.purge import left_over, purge
from mdt_alpr.hq.keeping.restore import Restorer, restore
from mdt_alpr.hq.people.sample_agency import OFFICER, SUPERVISOR
from mdt_alpr.wire.desk import HitFileMessage, ReviewRequest
from mdt_alpr.wire.manual import PastReadsRequest
from mdt_alpr.wire.review import CasesMessage, CaseStepRequest
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.disk import in_backup, said_by
from tests.hq.manual import added, an_own_entry
from tests.hq.reviewers import a_sent_hit, at_desk
from tests.hq.senders import a_car, a_read_message, an_item
from tests.hq.test_past_reads import looked_back

DATABASES = ["sqlite"]
PLATES = ["7001992", "ZQXOTTER", "ZQXHERON", "ZQX7004"]
"""Those in a note are of letters only: one with digits is refused there (S29)."""
DAY_91 = NOW + timedelta(days=91)


def typed(server: InProcessHq) -> None:
    """Let people type plates wherever the record takes a text that is not a plate's field."""
    hit = a_sent_hit("AAA3111", ending="lost_sight", stopped="before")
    entry = an_own_entry(PLATES[3])
    with a_car(server.base_url) as car:
        car.send(*hit.items())
        car.send(an_item(a_read_message(PLATES[3])))
        car.send(added(entry))
        asked = PastReadsRequest("criminal_investigation", f"26-{PLATES[0]}")
        assert looked_back(car, entry.entry_id, asked) == [PLATES[3]]
    with at_desk(server, SUPERVISOR) as desk:
        ask = ReviewRequest(ReviewKind.CASE, f"Stopped {PLATES[1]} before any check.")
        desk.ask(HitFileMessage, f"hits/{hit.hit.hit_id}/reviews", ask)
        (case,) = desk.ask(CasesMessage, "cases").cases
        step = CaseStepRequest(CaseStep.CLOSED, f"It was {PLATES[2]}.", CaseResult.TRAINING)
        desk.ask(CasesMessage, f"cases/{case.number}/steps", step)


def plates_in(content: bytes) -> list[str]:
    return [plate for plate in PLATES[:3] if plate.encode() in content]


def files_with_plates(hq: Headquarters) -> list[str]:
    hq.database.leave_nothing_erased()
    paths = [path for path in hq.settings.data.parent.rglob("*") if path.is_file()]
    return [path.name for path in paths if plates_in(path.read_bytes())]


def readable(hq: Headquarters, backup: Path) -> bytes:
    """Return all that a backup holds for who has every key that is left."""
    return said_by(hq, in_backup(hq, backup))


@pytest.mark.proved("RET-01")
@pytest.mark.proved("RET-09")
@pytest.mark.clause(READS_LIFE.number)
def test_on_day_91_no_typed_plate_is_in_database_log_or_backup(
    server: InProcessHq, tmp_path: Path
) -> None:
    hq, backup = server.hq, tmp_path / "elsewhere.zip"
    typed(server)
    back_up(hq, backup, "admin-1")
    assert plates_in(readable(hq, backup)) == PLATES[:3]
    assert files_with_plates(hq) == []
    assert TYPED_TEXTS.name in left_over(hq, DAY_91)
    erased = purge(hq, DAY_91)
    assert erased[TYPED_TEXTS.name] == 6
    assert TYPED_TEXTS.name not in left_over(hq, DAY_91)
    with hq.reading() as work:
        entries = select(OWN_AUDIT.c.detail).order_by(OWN_AUDIT.c.sequence)
        certificate = list(work.connection.scalars(entries))[-1]
        assert [TYPED_TEXTS.name, "6"] in certificate
        assert work.connection.scalar(select(func.count()).select_from(TYPED_TEXTS)) == 0
    assert files_with_plates(hq) == []
    assert plates_in(readable(hq, backup)) == []
    assert check_own_chain(hq) is None


@pytest.mark.proved("RET-01")
def test_until_then_the_words_of_a_case_are_shown_and_afterwards_that_they_went(
    server: InProcessHq,
) -> None:
    typed(server)
    with at_desk(server, SUPERVISOR) as desk:
        (case,) = desk.ask(CasesMessage, "cases").cases
        assert [PLATES[1] in case.steps[0].words, PLATES[2] in case.steps[1].words] == [True] * 2
        purge(server.hq, DAY_91)
        (case,) = desk.ask(CasesMessage, "cases").cases
    assert [step.words for step in case.steps] == [WORDS_ERASED] * 2
    assert (case.result, case.audit_is_whole) == (CaseResult.TRAINING, True)


@pytest.mark.proved("RET-09")
@pytest.mark.logs_warnings
def test_the_audit_shows_a_typed_case_while_it_is_kept_and_vouches_for_it(
    hq: Headquarters,
) -> None:
    with hq.writing() as work:
        event = AuditEvent.HQ_PAST_READS_VIEWED
        entry = record(work, event, "x", OFFICER, ("reads", "2"), typed=(("case", "26-1"),))
        assert typed_in(work, entry) == (("case", "26-1"),)
        assert "26-1" not in str(entry.detail)
    with hq.database.writing() as connection:
        connection.execute(update(TYPED_TEXTS).values(sealed=bytes(60)))
    with hq.reading() as work:
        assert typed_in(work, entry) == (("case", "CHANGED SINCE"),)
        assert own_audit.head(work.connection)[0] == entry.sequence
    purge(hq, DAY_91)
    with hq.reading() as work:
        assert typed_in(work, entry) == ()


def test_more_texts_are_found_than_a_statement_may_have_values(hq: Headquarters) -> None:
    words = {f"word-{number}": str(number) for number in range(30)}
    with hq.writing() as work:
        event, typed_now = AuditEvent.HQ_AUDIT_SEARCHED, tuple(words.items())
        entry = record(work, event, "audit", SUPERVISOR, typed=typed_now)
    places = {f"own_audit/{entry.sequence}/{name}": text for name, text in words.items()}
    with hq.reading() as work:
        driver = work.connection.connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, len(places) - 1)
        assert typed_texts.of_places(work, places) == places


def test_what_was_typed_comes_back_with_a_backup_until_its_deadline(
    server: InProcessHq, tmp_path: Path, clock: SetClock
) -> None:
    typed(server)
    backup = tmp_path / "b.zip"
    back_up(server.hq, backup, "admin-1")
    for name, at, left in (("early", NOW, 6), ("late", DAY_91, 0)):
        clock.at = at
        settings = HqSettings(
            tmp_path / name, keys=server.hq.settings.day_keys, password_cost=CHEAP
        )
        other = Headquarters(settings, clock, os.urandom)
        by = Restorer("admin-1", lambda *_: None, capture_date(at))
        restore(other, backup, by, lambda _: None)
        with other.reading() as work:
            assert work.connection.scalar(select(func.count()).select_from(TYPED_TEXTS)) == left
        other.close()
