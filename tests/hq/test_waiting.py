"""What waits for a person is said once, by deadline and age, and counted so at each page."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from mdt_alpr.acts import waiting as acts
from mdt_alpr.domain.people.roles import Role, may
from mdt_alpr.domain.policy import BACKED_UP_WITHIN, CAR_SILENT_FOR
from mdt_alpr.domain.review.waiting import Waits, WaitsAt, urgent_first
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.backups_made import backups_of
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.hq.waiting.service import ROOMS, waiting_for
from mdt_alpr.lab.hq.sample_jobs import NOW as NOW_OF_JOBS
from mdt_alpr.lab.hq.sample_jobs import caller_at_desk, served_agency
from mdt_alpr.ui.desk.pages import page_kinds
from tests.builders import NOW


def test_what_has_a_day_comes_first_then_the_oldest() -> None:
    late = WaitsAt("schedule", Waits("", "Audit", "Overdue", None, date(2026, 11, 1)))
    soon = WaitsAt("holds", Waits("3", "Hold", "Not sworn", NOW, date(2026, 12, 9)))
    old = WaitsAt("hit", Waits("a", "Hit", "Not reviewed", NOW - timedelta(hours=20)))
    new = WaitsAt("hit", Waits("b", "Hit", "Not reviewed", NOW))
    assert urgent_first([new, soon, old, late]) == (late, soon, old, new)


def test_each_room_opens_a_page_of_the_desk_that_its_people_have() -> None:
    pages = {kind.page_name(): kind for kind in page_kinds()}
    for room in ROOMS:
        roles = [role for role in Role if any(may(role, one) for one in room.act.may)]
        assert [role for role in roles if not pages[room.page].is_for(role)] == [], room.page


@pytest.mark.parametrize("role", Role)
def test_every_role_begins_at_what_waits_for_it(role: Role) -> None:
    menu = [kind for kind in page_kinds() if kind.is_for(role) and not kind.opened_from]
    assert menu[0].page_name() == "mine"
    assert any(may(role, one) for one in acts.SHOW_WAITING.may)


def test_a_car_that_nobody_starts_waits_for_who_may_revoke_it(tmp_path: Path) -> None:
    with served_agency(tmp_path) as (headquarters, clock, _reads):
        clock.advance(CAR_SILENT_FOR + timedelta(days=1))
        with headquarters.hq.writing() as work:
            administrator = waiting_for(work, caller_at_desk(ADMINISTRATOR)).at("live_wall")
            custodian = waiting_for(work, caller_at_desk(CUSTODIAN)).at("live_wall")
    assert [line.key for line in administrator] == ["training-12"]
    assert administrator[0].words.startswith("Not heard of for 60 days")
    assert custodian == ()


def test_a_backup_that_was_not_made_waits_and_is_reminded_of_until_there_is_one(
    tmp_path: Path,
) -> None:
    with served_agency(tmp_path) as (headquarters, clock, _reads):
        hq = headquarters.hq

        def lacks() -> tuple[list[str], str]:
            with hq.writing() as work:
                waits = waiting_for(work, caller_at_desk(ADMINISTRATOR)).at("backups")
                return [line.words for line in waits], backups_of(hq, work, ADMINISTRATOR).missing

        (words,), missing = lacks()
        assert words.startswith("none was ever made: make one on the page Backups")
        assert missing == f"Backup: {words}"
        back_up(hq, tmp_path / "one.backup", "")
        assert lacks() == ([], "")
        clock.advance(BACKED_UP_WITHIN)
        assert lacks()[0][0].startswith(
            f"none since {NOW_OF_JOBS.date()}: make one on the page Backups"
        )
        with hq.writing() as work:
            waits = waiting_for(work, caller_at_desk(CUSTODIAN))
            (made,) = backups_of(hq, work, ADMINISTRATOR).backups
    assert waits.at("backups") == ()
    assert (made.by, made.file) == ("", str(tmp_path / "one.backup"))
    assert made.rows > 0
