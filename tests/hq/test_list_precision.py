"""A list that is often wrong is proposed for a lower priority; an administrator decides (D18)."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.agency_settings import AgencySetting
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.hotlist import CategorySetting, PastHits, Priority
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.list_precision import ListPrecision
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.hotlists import category_store as categories
from mdt_alpr.hq.hotlists.categories import Decision, decide, every_category, set_category
from mdt_alpr.hq.keeping import agency_settings
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.wire.agency_settings import SettingRequest
from mdt_alpr.wire.hotlists import CategoryMessage
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.reviewers import a_sent_hit
from tests.hq.senders import a_car
from tests.hq.test_hotlist_packages import a_file, package, take

WHY = "as decided at the staff meeting"
ENDINGS = ("verified_no_stop", *("misread",) * 9, "lost_sight", "duplicate", "")
COUNTS = "NC: 1 of 10 right, 10.0% (1.8 to 40.4)"


def send(server: InProcessHq, since_s: float = 0, endings: Sequence[str] = ENDINGS) -> None:
    hits = [
        a_sent_hit(
            f"AAA{number:02}11",
            after_s=since_s + number,
            ending=ending,
            stopped="no" if ending else None,
        )
        for number, ending in enumerate(endings)
    ]
    with a_car(server.base_url) as car:
        car.send(*(item for reported in hits for item in reported.items()))


def line(hq: Headquarters, value: str) -> None:
    with hq.writing() as work:
        asked = SettingRequest(AgencySetting.LIST_LINE, value, WHY)
        agency_settings.decide(work, asked, ADMINISTRATOR)


def stolen(hq: Headquarters) -> CategoryMessage:
    with hq.writing() as work:
        return every_category(work, CUSTODIAN).categories[0]


def settle(hq: Headquarters, priority: Priority) -> None:
    with hq.writing() as work:
        setting = CategorySetting("V", priority)
        set_category(work, setting, WHY, ADMINISTRATOR, Role.ADMINISTRATOR)


def said_of_settings(hq: Headquarters) -> list[str]:
    asked = select(OWN_AUDIT.c.detail).where(OWN_AUDIT.c.event == AuditEvent.HQ_CATEGORY_SET)
    with hq.reading() as work:
        found = work.connection.scalars(asked.order_by(OWN_AUDIT.c.sequence))
        return [dict(map(tuple, one)).get("proposal", "") for one in found]


@pytest.mark.proved("D18")
def test_a_list_below_the_agencys_line_is_proposed_and_nothing_changes_by_itself(
    server: InProcessHq, terminal: Terminal
) -> None:
    send(server)
    assert stolen(server.hq).lists == (ListPrecision("NC", right=1, decided=10),)
    assert stolen(server.hq).proposed is None  # the agency set no line
    line(server.hq, "30")
    assert stolen(server.hq).proposed is None  # 1 of 10 may be chance: the interval ends at 40 %
    line(server.hq, "50")
    found = stolen(server.hq)
    assert (found.proposed, found.setting.priority) == (Priority.MEDIUM, Priority.HIGH)
    assert terminal.run(CUSTODIAN, "categories") == 0
    assert f"V: {COUNTS}\n" in terminal.out
    assert f"Proposed priority: medium, below the agency's line of 50%. {COUNTS}" in terminal.out


def test_who_decides_starts_the_count_anew_and_what_was_proposed_stays_on_record(
    server: InProcessHq, clock: SetClock
) -> None:
    send(server)
    line(server.hq, "50")
    settle(server.hq, Priority.HIGH)  # kept as it is
    assert (stolen(server.hq).lists, stolen(server.hq).proposed) == ((), None)
    settle(server.hq, Priority.MEDIUM)  # nothing was proposed any more
    proposed = "Proposed priority: medium, below the agency's line of 50%."
    assert said_of_settings(server.hq) == [f"{proposed} {COUNTS}", ""]
    clock.pass_by(hours=1)
    send(server, since_s=3600)
    assert stolen(server.hq).lists == (ListPrecision("NC", right=1, decided=10),)
    assert stolen(server.hq).proposed is Priority.LOW


def test_a_category_that_is_off_is_proposed_for_nothing(server: InProcessHq) -> None:
    send(server)
    line(server.hq, "50")
    with server.hq.writing() as work:
        decision = Decision("V", is_on=False, purpose=None, reason=WHY)
        decide(work, decision, ADMINISTRATOR, Role.ADMINISTRATOR)
    assert stolen(server.hq).lists
    assert stolen(server.hq).proposed is None


@pytest.mark.proved("D19")
def test_cars_get_the_counts_of_the_time_that_hits_are_kept_with_the_list(
    server: InProcessHq, clock: SetClock, tmp_path: Path
) -> None:
    take(server, a_file(tmp_path / "VEHEXTRT.txt", range(3)))
    send(server)
    settle(server.hq, Priority.MEDIUM)  # the agency counts from here on, the cars do not
    with a_car(server.base_url) as car:
        (count,) = package(car, 0)[0].past_hits
        since = clock.now() - timedelta(days=90)
        assert count == PastHits("V", "NC", 1, 10, since, clock.now())
    with server.hq.reading() as work:
        later = NOW + timedelta(minutes=1)
        assert categories.past_hits(work.connection, later, later + timedelta(days=90)) == ()


def test_cars_get_no_count_of_few_hits_and_none_of_a_category_that_is_off(
    server: InProcessHq, tmp_path: Path
) -> None:
    take(server, a_file(tmp_path / "VEHEXTRT.txt", range(3)))
    send(server, endings=ENDINGS[:9])
    with a_car(server.base_url) as car:
        assert package(car, 0)[0].past_hits == ()
        send(server, since_s=60)
        assert package(car, 0)[0].past_hits
        with server.hq.writing() as work:
            decision = Decision("V", is_on=False, purpose=None, reason=WHY)
            decide(work, decision, ADMINISTRATOR, Role.ADMINISTRATOR)
        assert package(car, 0)[0].past_hits == ()
