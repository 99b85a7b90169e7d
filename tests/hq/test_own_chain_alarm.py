"""A change in headquarters' own audit is shown wherever somebody looks, and recorded once."""

import os

import pytest
from sqlalchemy import select, text

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq, app_of, open_headquarters, running
from mdt_alpr.hq.audit.chain_watch import OwnChainWatch
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.desk import WallMessage
from mdt_alpr.wire.review import OverviewMessage
from tests.builders import SetClock
from tests.hq.senders import a_car, figures


def change(hq: Headquarters, person: str = "x") -> str:
    with hq.writing() as work:
        before = work.connection.scalar(select(OWN_AUDIT.c.person).filter_by(sequence=2))
        work.connection.execute(
            text("UPDATE own_audit SET person = :p WHERE sequence = 2"), {"p": person}
        )
    return before or ""


def alarms(hq: Headquarters) -> list[tuple[str, list[list[str]]]]:
    events = AuditEvent.HQ_CHAIN_BROKEN, AuditEvent.HQ_CHAIN_REPAIRED
    with hq.reading() as work:
        query = select(OWN_AUDIT).where(OWN_AUDIT.c.event.in_(events))
        rows = work.connection.execute(query.order_by(OWN_AUDIT.c.sequence))
        return [(row.event.name, row.detail) for row in rows]


@pytest.mark.parametrize("person", [CUSTODIAN, ADMINISTRATOR])
@pytest.mark.logs_warnings
def test_a_changed_entry_shows_in_the_overview_on_the_wall_and_in_the_figures(
    server: InProcessHq, person: str
) -> None:
    watch = OwnChainWatch(server.hq)
    with a_car(server.base_url, person, device="desk-1") as desk:
        watch.check()
        assert "mdt_alpr_own_audit_broken 0.0" in figures(server.base_url)
        change(server.hq)
        watch.check()
        shown = figures(server.base_url)
        overview = decode(OverviewMessage, desk.http.get("/v1/overview").content)
        wall = decode(WallMessage, desk.http.get("/v1/desk/wall").content)
    assert "mdt_alpr_own_audit_broken 1.0" in shown
    assert "mdt_alpr_own_audit_checked_age_seconds 0.0" in shown
    assert overview.own_chain == wall.own_chain == server.hq.own_chain
    assert overview.own_chain.broken_at == 2


@pytest.mark.logs_warnings
def test_it_is_recorded_once_over_checks_and_starts_until_it_is_mended(
    hq: Headquarters, settings: HqSettings, clock: SetClock
) -> None:
    before = change(hq)
    for _ in range(3):
        again = open_headquarters(settings, clock, os.urandom)
        watch = OwnChainWatch(again)
        assert watch.check().broken_at == watch.check().broken_at == 2
        again.close()
    assert alarms(hq) == [("HQ_CHAIN_BROKEN", [["sequence", "2"]])]
    change(hq, before)
    for _ in range(2):
        assert not OwnChainWatch(hq).check().is_alarm
    assert alarms(hq)[1:] == [("HQ_CHAIN_REPAIRED", [["sequence", "2"]])]


@pytest.mark.logs_warnings
def test_what_is_on_record_is_shown_at_once_after_a_start(
    hq: Headquarters, settings: HqSettings, clock: SetClock
) -> None:
    change(hq)
    OwnChainWatch(hq).check()
    again = open_headquarters(settings, clock, os.urandom)
    with running(app_of(again), again.settings):
        assert again.own_chain.broken_at == 2
