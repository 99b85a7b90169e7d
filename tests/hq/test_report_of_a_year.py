"""What a report says of hours, delays, teams and weekly samples, and certifies (RPT-01)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mdt_alpr.domain.reading.typed_read import TYPED_BY_OFFICER, WhyUnread
from mdt_alpr.domain.review.annual_report import Report
from mdt_alpr.domain.review.weekly import SearchVerdict, last_week
from mdt_alpr.domain.search.offense import Offense
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire.accounts import TeamRequest
from mdt_alpr.wire.messages import ReadMessage
from tests.builders import NOW, SetClock
from tests.hq.reviewers import at_desk, set_team
from tests.hq.senders import a_batch, a_car, a_read_message, an_item
from tests.hq.test_annual_report import CALLER, numbers, report_of, send
from tests.hq.test_search import NARROW
from tests.hq.test_search import asked as asked_for
from tests.hq.test_weekly import signed_by


@pytest.fixture
def reviewed(server: InProcessHq, clock: SetClock) -> Headquarters:
    """Give three hours in a car and two searches, of which one was reviewed and doubted."""
    hq = server.hq
    import_csv(hq, resource("demo/hotlist.csv"), ADMINISTRATOR)
    for person in (OFFICER, SUPERVISOR):
        set_team(hq, person, TeamRequest("A"), ADMINISTRATOR)
    send(hq, NOW)
    with a_car(server.base_url) as car:
        clock.at = NOW + timedelta(hours=3)
        assert car.http.delete("/v1/sessions/current").is_success
    for person, offense in ((OFFICER, Offense.ROBBERY), (CUSTODIAN, Offense.NOT_SAID)):
        with at_desk(server, person) as desk:
            asked_for(desk, replace(NARROW, until=clock.at, offense=offense), confirmed=True)
    clock.at = NOW + timedelta(days=8)
    with at_desk(server, SUPERVISOR) as desk:
        signed_by(desk, last_week(clock.at), SearchVerdict.NOT_JUSTIFIED)
    clock.at = NOW + timedelta(days=22)
    return hq


def rows(report: Report, title: str) -> dict[str, int]:
    return {row: found for (row, _), found in numbers(report, title).items()}


@pytest.mark.proved("RPT-01")
@pytest.mark.clause("3.A.4")
def test_a_report_has_hours_in_cars_hours_that_lists_were_late_and_what_was_purged(
    reviewed: Headquarters, clock: SetClock
) -> None:
    title = "Hours, delays and what is left"
    found = rows(report_of(reviewed), title)
    late = [hours for row, hours in found.items() if row.startswith("Hours late")]
    assert set(late) == {(22 - 1) * 24}, "from a day after the delivery on"
    assert found["Hours signed in at cars"] == 3
    assert found["Reads purged, older than 90 days"] == 0
    clock.at = NOW + timedelta(days=100)
    assert rows(report_of(reviewed), title)["Reads purged, older than 90 days"] > 0


@pytest.mark.proved("RPT-01")
@pytest.mark.clause("3.A.4")
def test_a_report_has_searches_by_team_verdicts_missed_weeks_and_five_certifications(
    reviewed: Headquarters,
) -> None:
    report = report_of(reviewed)
    assert rows(report, "Searches by team") == {"A": 1, "In no team": 1}
    assert rows(report, "Searches by type of offense") == {"Robbery": 1, "Not said": 1}
    samples = rows(report, "Weekly samples")
    assert samples["Sampled searches found not justified"] == 1
    assert samples["Weeks that nobody signed"] == 0
    assert samples["Weeks signed for some people only"] == 1, "nobody reviewed the custodian"
    certified = rows(report, "Certifications")
    assert {row[0] for row in certified} == set("12345")
    assert certified["4. Searches of the random samples that were not justified or unclear"] == 1


def typed(text: str, at: datetime, unit: str = "Unit 12") -> ReadMessage:
    engine = f"typed: {WhyUnread.DIRTY}"
    return a_read_message(text, captured_at=at, unit=unit, camera=TYPED_BY_OFFICER, engine=engine)


def test_plates_that_officers_typed_are_no_reads_and_one_typed_again_was_missed_once(
    hq: Headquarters, clock: SetClock
) -> None:
    def accepted(*reads: ReadMessage) -> None:
        with hq.writing() as work:
            accept(work, CALLER, a_batch(*(an_item(read, made_at=NOW) for read in reads)), 500)

    minute = timedelta(minutes=1)
    again, before = typed("KRT4478", NOW - minute), typed("KRT4478", NOW - 2 * minute)
    accepted(a_read_message("KRT4478", captured_at=NOW), again, before)
    accepted(typed("KRT4478", NOW), typed("ABC1234", NOW), typed("ABC1234", NOW, "Unit 14"))
    for kept_for in (timedelta(), timedelta(days=100)):
        clock.at = NOW + kept_for
        purge(hq, clock.at)
        report = report_of(hq)
        use = rows(report, "Use")
        assert (use["Plates read"], use["Plates typed by officers"]) == (1, 5)
        missed = rows(report, "Accuracy of the readers")
        assert missed["Plates typed by officers, not read"] == 3
