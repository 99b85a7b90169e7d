"""Fewer than 90 days: by two people, at once, in every place (RET-06)."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.kept_for import RetentionRefusedError
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.hotlists import manual_store
from mdt_alpr.hq.keeping import retention_changes
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.purge import left_over
from mdt_alpr.hq.keeping.purge_search import search
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.manual import PastReadsMessage, PastReadsRequest
from mdt_alpr.wire.retention import RetentionMessage, RetentionProposal
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.disk import in_backup, said_by
from tests.hq.holding import days_pass
from tests.hq.manual import added, an_own_entry
from tests.hq.senders import a_car, a_read_message, an_id, an_item
from tests.hq.test_hotlist_import import a_row, imported, served

DATABASES = ["sqlite"]
WHY = "council resolution 2026-14"
OLD, YOUNG = "ZQW7001", "ZQW7002"
DAYS = timedelta(days=1)


def shown(hq: Headquarters) -> RetentionMessage:
    with hq.writing() as work:
        return retention_changes.retention_of(work, CUSTODIAN)


def proposed(hq: Headquarters, days: int, by: str = ADMINISTRATOR) -> int:
    with hq.writing() as work:
        retention_changes.propose(work, RetentionProposal(days, WHY), by)
    return shown(hq).settings[0].number


def reads(hq: Headquarters) -> int:
    with hq.reading() as work:
        return work.connection.scalar(select(func.count()).select_from(READS)) or 0


def read_twice(server: InProcessHq, clock: SetClock) -> None:
    """Let a car read a plate, and another one 40 days later."""
    for text, days in ((OLD, 0), (YOUNG, 40)):
        days_pass(server.hq, clock, NOW + days * DAYS)
        assert outcome(server, text, clock.at) == "accepted"


def outcome(server: InProcessHq, text: str, at: datetime) -> str:
    read = a_read_message(text, read_id=an_id(at), captured_at=at)
    with a_car(server.base_url) as car:
        (found,) = car.send(an_item(read, made_at=at), sent_at=server.hq.clock.now())
    return found


@pytest.mark.clause("8.C")
def test_a_shorter_time_erases_at_once_what_is_too_old_and_says_before_how_much(
    server: InProcessHq, clock: SetClock, tmp_path: Path
) -> None:
    hq = server.hq
    read_twice(server, clock)
    backup = tmp_path / "backup.zip"
    back_up(hq, backup, ADMINISTRATOR)
    number = proposed(hq, 30)
    assert shown(hq).goes[0] == ("reads", 1)
    assert (shown(hq).kept_days, reads(hq)) == (90, 2), "a proposal changes nothing"
    with pytest.raises(RetentionRefusedError, match="Another person"):
        retention_changes.confirm(hq, number, 30, ADMINISTRATOR)
    retention_changes.confirm(hq, number, 30, CUSTODIAN)
    assert (shown(hq).kept_days, reads(hq)) == (30, 1)
    assert capture_date(NOW) not in hq.day_keys.dates()
    assert OLD.encode() not in said_by(hq, in_backup(hq, backup)), "backups die with the key"
    assert YOUNG.encode() in said_by(hq, in_backup(hq, backup))
    assert left_over(hq, clock.at) == ()
    assert search(hq).dirty == ()


def test_what_a_car_brings_late_is_refused_by_the_shorter_time(
    server: InProcessHq, clock: SetClock
) -> None:
    hq = server.hq
    days_pass(hq, clock, NOW + 40 * DAYS)
    retention_changes.confirm(hq, proposed(hq, 30), 30, CUSTODIAN)
    assert outcome(server, OLD, NOW) == "refused 306"
    retention_changes.confirm(hq, proposed(hq, 60), 60, CUSTODIAN)
    assert shown(hq).kept_days == 60
    assert outcome(server, OLD, NOW) == "accepted"


def test_a_manual_entry_outlives_a_time_that_is_shorter_than_its_own(
    server: InProcessHq, clock: SetClock
) -> None:
    hq = server.hq
    entry = an_own_entry(YOUNG)
    with a_car(server.base_url) as car:
        assert car.send(added(entry)) == ["accepted"]
        retention_changes.confirm(hq, proposed(hq, 2), 2, CUSTODIAN)
        days_pass(hq, clock, NOW + 5 * DAYS)
    with hq.reading() as work:
        assert [one.entry.entry_id for one in manual_store.live(work)] == [entry.entry_id]
    days_pass(hq, clock, NOW + 32 * DAYS)
    with hq.reading() as work:
        assert manual_store.live(work) == []
    assert search(hq).dirty == ()


def test_past_reads_say_for_how_many_days_this_agency_keeps_them(server: InProcessHq) -> None:
    entry = an_own_entry(YOUNG)
    retention_changes.confirm(server.hq, proposed(server.hq, 30), 30, CUSTODIAN)
    asked = encode(PastReadsRequest("criminal_investigation", "2026-114477"))
    with a_car(server.base_url) as car:
        assert car.send(added(entry)) == ["accepted"]
        path = f"/v1/manual-entries/{entry.entry_id}/past-reads"
        answer = car.http.post(path, content=asked)
    assert decode(PastReadsMessage, answer.content).kept_days == 30


def test_delivered_lists_are_sealed_again_before_their_key_goes(
    hq: Headquarters, clock: SetClock, tmp_path: Path
) -> None:
    imported(hq, tmp_path / "list.csv", a_row(plate="KLM4471"))
    retention_changes.confirm(hq, proposed(hq, 2), 2, CUSTODIAN)
    for day in (1, 2, 3, 4):
        days_pass(hq, clock, NOW + day * DAYS)
    assert [entry.text for entry in served(hq).entries] == ["KLM4471"]
    assert served(hq).kept_days == 2, "cars get the time with the list"


def test_a_time_is_proposed_confirmed_and_shown_by_commands(terminal: Terminal) -> None:
    propose = "retention", "propose", 30, "--reason", WHY
    assert terminal.run(ADMINISTRATOR, *propose) == 0, terminal.err
    assert "0 reads" in terminal.out
    assert terminal.run(ADMINISTRATOR, "retention", "confirm", 1, "--yes") != 0
    assert terminal.run(CUSTODIAN, "retention", "confirm", 1) != 0
    assert "--yes" in terminal.err
    assert terminal.run(CUSTODIAN, "retention", "confirm", 1, "--yes") == 0, terminal.err
    assert "kept for 30 days" in terminal.out
    assert terminal.run(ADMINISTRATOR, "retention", "propose", 91, "--reason", WHY) != 0
    assert "90 days at most" in terminal.err
    assert terminal.run(OFFICER, "retention", "show") != 0
