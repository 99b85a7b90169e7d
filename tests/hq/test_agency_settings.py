"""An administrator decides for the whole agency: data to prosecutors or not (DIS-02)."""

import re

import pytest

from mdt_alpr.domain.agency_settings import NO, YES, AgencySetting, SettingRefusedError
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.retention.data_request import Standing
from mdt_alpr.domain.retention.disclosure import (
    DisclosureRefusedError,
    RefusalReason,
    RequestState,
)
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.disclosures import letters, requests
from mdt_alpr.hq.keeping import agency_settings
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.wire.agency_settings import SettingRequest
from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest
from tests.hq.commands import Terminal
from tests.hq.letting import AS_CUSTODIAN, GRANT, given, granted, recorded
from tests.hq.papers import text_of
from tests.hq.test_command_sessions import recorded as audited
from tests.hq.test_evidence import a_sent_package

DATABASES = ["sqlite"]
WHY = "Counsel's letter of November 3, 2026"


def decided(hq: Headquarters, value: str, reason: str = WHY) -> None:
    with hq.writing() as work:
        asked = SettingRequest(AgencySetting.PROSECUTORS, value, reason)
        agency_settings.decide(work, asked, ADMINISTRATOR)


@pytest.mark.clause("7.B")
def test_prosecutors_are_given_data_until_an_administrator_decides_otherwise(
    hq: Headquarters,
) -> None:
    hit_id = a_sent_package(hq)
    before = granted(hq, standing=Standing.PROSECUTOR)
    waiting = recorded(hq, standing=Standing.PROSECUTOR)
    decided(hq, NO)
    with pytest.raises(DisclosureRefusedError, match="gives prosecutors nothing"):
        requests.decide(hq, AS_CUSTODIAN, waiting, GRANT)
    with pytest.raises(DisclosureRefusedError, match="gives prosecutors nothing"):
        given(hq, request=before, hits=(hit_id,))  # granted before, and not delivered yet
    given(hq, request=granted(hq), hits=(hit_id,))  # an officer's is not touched
    with hq.writing() as work:
        shown = requests.request_of(work, waiting, CUSTODIAN)
        assert "gives prosecutors nothing" in shown.lacks[0]
    refusal = DisclosureActRequest(DisclosureAct.REFUSE, WHY, RefusalReason.PROSECUTOR)
    requests.decide(hq, AS_CUSTODIAN, waiting, refusal)
    letter = " ".join(text_of(letters.letter_of(hq, AS_CUSTODIAN, waiting)).split())
    assert "criminal justice officers and similar federal officials only" in letter
    decided(hq, YES)
    given(hq, request=before, hits=(hit_id,))
    with hq.writing() as work:
        assert requests.request_of(work, before, CUSTODIAN).line.state is RequestState.DELIVERED


def test_an_officer_is_not_refused_as_a_prosecutor(hq: Headquarters) -> None:
    refusal = DisclosureActRequest(DisclosureAct.REFUSE, WHY, RefusalReason.PROSECUTOR)
    with pytest.raises(DisclosureRefusedError, match="no prosecutor"):
        requests.decide(hq, AS_CUSTODIAN, recorded(hq), refusal)


@pytest.mark.parametrize(("value", "reason"), [("perhaps", WHY), (NO, "no")])
def test_a_decision_has_a_value_and_a_reason(hq: Headquarters, value: str, reason: str) -> None:
    with pytest.raises(SettingRefusedError):
        decided(hq, value, reason)


def test_only_an_administrator_decides_and_each_decision_stays_on_record(
    server: InProcessHq, terminal: Terminal
) -> None:
    words = "agency-settings", "set", "prosecutors", "no", "--reason", WHY
    assert terminal.run(CUSTODIAN, *words) == 1
    assert terminal.run(ADMINISTRATOR, *words) == 0, terminal.err
    assert terminal.run(CUSTODIAN, "agency-settings", "show") == 0
    assert re.search(r"prosecutors .* {2}No {2}", terminal.out)
    assert WHY in terminal.out
    assert [by for by, _ in audited(server.hq, AuditEvent.HQ_AGENCY_SETTING_SET)] == [
        ADMINISTRATOR
    ]


def test_a_second_person_confirms_that_cars_stop_alerting_and_one_lets_them_alert_again(
    server: InProcessHq, terminal: Terminal
) -> None:
    stop = "agency-settings", "set", "overdue-equipment", "stop", "--reason", WHY
    assert terminal.run(ADMINISTRATOR, *stop) == 1
    assert "second person" in terminal.err
    assert terminal.run(ADMINISTRATOR, *stop, "--confirmed-by", ADMINISTRATOR) == 1
    assert not audited(server.hq, AuditEvent.HQ_AGENCY_SETTING_SET)
    assert terminal.run(ADMINISTRATOR, *stop, "--confirmed-by", CUSTODIAN) == 0, terminal.err
    with server.hq.reading() as work:
        entries = own_audit.entries_from(work.connection, 1, 10_000, 10_000)
    (entry,) = (e for e in entries if e.event is AuditEvent.HQ_AGENCY_SETTING_SET)
    assert (entry.person, dict(entry.detail)["confirmed_by"]) == (ADMINISTRATOR, CUSTODIAN)
    alert = "agency-settings", "set", "overdue-equipment", "alert", "--reason", WHY
    assert terminal.run(ADMINISTRATOR, *alert) == 0, terminal.err
