"""A wrong clock destroys nothing: what would be erased waits until two people confirm the time."""

import os
from dataclasses import dataclass
from datetime import timedelta

import pytest

from mdt_alpr.cli import main
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import MANUAL_ENTRY_LASTS, capture_date
from mdt_alpr.domain.retention.purge import ClockDoubt
from mdt_alpr.hq.app import InProcessHq, open_headquarters
from mdt_alpr.hq.audit import clock_guard
from mdt_alpr.hq.audit.clock_guard import confirm_clock, doubt_of
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.evidence.pictures import keep_picture
from mdt_alpr.hq.hotlists.manual_ending import end_expired
from mdt_alpr.hq.hotlists.tables import MANUAL_ENTRIES
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import RetentionWatch, purge_watched
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.keys.day_keys import DayKeys
from mdt_alpr.keys.key_places import KeyFolder
from mdt_alpr.machine.clock import Clock, SystemClock
from mdt_alpr.ui.desk.pages.live_wall import retention_alarm
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.desk import WallMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.conftest import CHEAP
from tests.hq.manual import added, an_own_entry
from tests.hq.senders import JPEG, Car, a_batch, a_car, a_read_message, an_item, figures
from tests.hq.test_purge import CALLER, CAPTURED, DIGEST, counts, fill

A_YEAR, A_WEEK = timedelta(days=365), timedelta(days=7)


def keys_of(hq: Headquarters) -> list[object]:
    return list(DayKeys(KeyFolder(hq.settings.day_keys, os.urandom), os.urandom).dates())


@pytest.mark.proved("V10")
@pytest.mark.attack("V10")
@pytest.mark.parametrize("ahead", [timedelta(days=100), A_YEAR, timedelta(days=91)])
def test_a_start_by_a_clock_that_is_ahead_erases_nothing_and_raises_the_alarm(
    hq: Headquarters, settings: HqSettings, clock: SetClock, ahead: timedelta
) -> None:
    purge_watched(hq)
    fill(hq, NOW - timedelta(hours=1))
    before, keys = counts(hq, *CAPTURED), keys_of(hq)
    clock.at = NOW + ahead
    with InProcessHq(settings, clock, os.urandom) as server:
        assert counts(server.hq, *CAPTURED) == before
        assert keys_of(server.hq) == keys
        state = RetentionWatch(server.hq).check()
        assert (state.is_alarm, state.clock) == (True, ClockDoubt.AHEAD)
        with Car(server.base_url) as anybody:
            assert anybody.http.get("/readyz").status_code == 503
            assert "mdt_alpr_clock_in_doubt 1.0" in figures(server.base_url)


@pytest.mark.proved("V10")
def test_the_wall_says_that_nothing_is_purged_until_two_people_confirm_the_time(
    server: InProcessHq, clock: SetClock
) -> None:
    fill(server.hq, NOW - timedelta(hours=1))
    clock.at = NOW + A_WEEK
    purge_watched(server.hq)
    with a_car(server.base_url, CUSTODIAN, "desk-1") as desk:
        wall = decode(WallMessage, desk.http.get("/v1/desk/wall").text)
    assert wall.retention.clock is ClockDoubt.AHEAD
    assert "two people" in retention_alarm(wall.retention, wall.at)


@pytest.mark.proved("V10")
def test_after_a_week_off_two_people_confirm_the_clock_and_purging_goes_on(
    hq: Headquarters, clock: SetClock
) -> None:
    fill(hq, NOW - timedelta(days=85))
    purge_watched(hq)
    clock.at = NOW + A_WEEK
    purge_watched(hq)
    assert counts(hq, *CAPTURED) == [1, 1, 3, 1]
    with pytest.raises(DomainError, match="Two people"):
        confirm_clock(hq, capture_date(clock.at), CUSTODIAN, CUSTODIAN)
    with pytest.raises(DomainError, match="Set the clock right"):
        confirm_clock(hq, capture_date(NOW), CUSTODIAN, ADMINISTRATOR)
    assert doubt_of(hq) is ClockDoubt.AHEAD
    confirm_clock(hq, capture_date(clock.at), CUSTODIAN, ADMINISTRATOR)
    state = RetentionWatch(hq).check()
    assert (state.clock, state.is_alarm) == (ClockDoubt.NONE, False)
    assert counts(hq, *CAPTURED) == [0] * 4


@pytest.mark.proved("V10")
@pytest.mark.attack("V10")
def test_what_is_recorded_by_a_wrong_clock_does_not_make_it_believed(
    hq: Headquarters, clock: SetClock
) -> None:
    fill(hq, NOW - timedelta(hours=1))
    purge_watched(hq)
    clock.at = NOW + A_YEAR
    for _ in range(50):
        with hq.writing() as work:
            record(work, AuditEvent.HQ_HIT_VIEWED, "x", CUSTODIAN)
        clock.at += timedelta(hours=1)
        purge_watched(hq)
    assert counts(hq, *CAPTURED) == [1, 1, 3, 1]


def test_a_clock_that_runs_on_hour_by_hour_is_believed_for_good(
    hq: Headquarters, clock: SetClock
) -> None:
    fill(hq, NOW - timedelta(hours=1))
    for _ in range(90 * 2 + 2):
        purge_watched(hq)
        assert hq.retention.clock is ClockDoubt.NONE
        clock.pass_by(hours=12)
    assert counts(hq, *CAPTURED) == [0] * 4


@dataclass
class Counter:
    """The seconds of a machine, which nobody sets."""

    seconds: float = 0.0

    def of(self, _clock: Clock) -> float:
        return self.seconds


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    made = Counter()
    monkeypatch.setattr(clock_guard, "seconds_of", made.of)
    return made


@pytest.mark.proved("V28")
def test_a_clock_that_creeps_ahead_by_less_than_a_day_an_hour_destroys_nothing(
    hq: Headquarters, clock: SetClock, counter: Counter
) -> None:
    fill(hq, NOW - timedelta(hours=1))
    purge_watched(hq)
    before, keys = counts(hq, *CAPTURED), keys_of(hq)
    for _ in range(100):
        clock.pass_by(hours=23.9)
        counter.seconds += 3600
        purge_watched(hq)
    assert hq.retention.clock is ClockDoubt.AHEAD
    assert counts(hq, *CAPTURED) == before
    assert set(keys) <= set(keys_of(hq))


@pytest.mark.proved("V28")
def test_a_clock_that_creeps_over_restarts_of_the_program_destroys_nothing(
    settings: HqSettings, clock: SetClock, counter: Counter
) -> None:
    for _ in range(5):
        hq = open_headquarters(settings, clock, os.urandom)
        purge_watched(hq)
        hq.close()
        clock.pass_by(hours=23.9)
        counter.seconds += 60
    hq = open_headquarters(settings, clock, os.urandom)
    assert doubt_of(hq) is ClockDoubt.AHEAD
    hq.close()


@pytest.mark.proved("V28")
def test_a_clock_that_crept_is_believed_again_once_it_is_right_or_two_people_confirm_it(
    hq: Headquarters, clock: SetClock, counter: Counter
) -> None:
    purge_watched(hq)
    for _ in range(3):
        clock.pass_by(hours=23)
        counter.seconds += 3600
        purge_watched(hq)
    assert doubt_of(hq) is ClockDoubt.AHEAD
    clock.at, ahead = NOW + timedelta(hours=23, minutes=3), clock.at
    counter.seconds += 3600
    purge_watched(hq)
    assert doubt_of(hq).value == ""
    clock.at = ahead
    confirm_clock(hq, capture_date(ahead), CUSTODIAN, ADMINISTRATOR)
    purge_watched(hq)
    assert doubt_of(hq).value == ""


def test_a_clock_that_was_set_back_is_reported_and_erases_nothing(
    hq: Headquarters, clock: SetClock
) -> None:
    purge_watched(hq)
    clock.pass_by(hours=-1)
    purge_watched(hq)
    assert hq.retention.clock is ClockDoubt.BEHIND


@pytest.mark.proved("V10")
@pytest.mark.attack("V10")
def test_manual_entries_keep_their_plate_by_a_clock_that_is_not_believed(
    hq: Headquarters, clock: SetClock
) -> None:
    with hq.writing() as work:
        accept(work, CALLER, a_batch(added(an_own_entry())), 500)
    purge_watched(hq)
    clock.at = NOW + MANUAL_ENTRY_LASTS + A_WEEK
    assert end_expired(hq) == 0
    with hq.reading() as work:
        rows = list(work.connection.execute(MANUAL_ENTRIES.select()))
    assert [row.ended_at for row in rows] == [None]
    confirm_clock(hq, capture_date(clock.at), CUSTODIAN, ADMINISTRATOR)
    assert end_expired(hq) == 1


@pytest.mark.proved("V10")
@pytest.mark.attack("V10")
def test_what_a_car_sends_is_not_refused_for_good_by_a_clock_that_is_not_believed(
    hq: Headquarters, clock: SetClock
) -> None:
    purge_watched(hq)
    clock.at = NOW + timedelta(days=100)
    with hq.writing() as work, pytest.raises(RefusedError) as refused:
        accept(work, CALLER, a_batch(an_item(a_read_message())), 500)
    assert refused.value.problem is Problem.NOT_READY
    clock.at = NOW
    fill(hq, NOW - timedelta(hours=1))
    clock.at = NOW + timedelta(days=100)
    with pytest.raises(RefusedError) as refused:
        keep_picture(hq, DIGEST, JPEG)
    assert refused.value.problem is Problem.NOT_READY


@pytest.mark.proved("V10")
def test_two_people_mend_a_clock_in_doubt_by_a_command(
    server: InProcessHq, clock: SetClock, terminal: Terminal
) -> None:
    purge_watched(server.hq)
    clock.pass_by(hours=24 * 7)
    purge_watched(server.hq)
    assert doubt_of(server.hq) is ClockDoubt.AHEAD
    asked = "confirm-clock", "--confirmed-by", ADMINISTRATOR, "--today"
    today = capture_date(clock.at).isoformat()
    assert terminal.run(CUSTODIAN, *asked, capture_date(NOW).isoformat()) == 1
    assert "Set the clock right" in terminal.err
    assert (
        terminal.run(CUSTODIAN, "confirm-clock", "--confirmed-by", OFFICER, "--today", today) == 1
    )
    assert doubt_of(server.hq) is ClockDoubt.AHEAD
    assert terminal.run(CUSTODIAN, *asked, today) == 0
    assert doubt_of(server.hq) is ClockDoubt.NONE


@pytest.mark.proved("V10")
def test_the_doctor_tells_a_clock_in_doubt(
    settings: HqSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    given = HqSettings(settings.data, settings.database_url, password_cost=CHEAP)
    clock = SetClock()
    clock.at = SystemClock().now() - A_WEEK
    hq = open_headquarters(given, clock, os.urandom)
    purge_watched(hq)
    words = ["hq", "--data", str(given.data), "--database", given.database_url]
    assert main([*words, "doctor"]) == 1
    assert "WRONG clock" in capsys.readouterr().out
    hq.close()
