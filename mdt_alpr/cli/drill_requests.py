"""Requests for data by who may be given none, in a drill: press, insurer, caller (RS-22)."""

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.data_request import (
    STANDING_WORDS,
    Asked,
    ReceivedBy,
    Requester,
    Standing,
)
from mdt_alpr.domain.retention.disclosure import (
    REFUSAL_WORDS,
    DisclosureRefusedError,
    RefusalReason,
)

if TYPE_CHECKING:
    from mdt_alpr.hq.base.headquarters import Headquarters

_GRANTED = "granted"


def ask_for_data(hq: "Headquarters", standing: str, received_by: str) -> str:
    """Record a request and try to grant it, else refuse it; return what became of it."""
    from mdt_alpr.domain.identity import new_id
    from mdt_alpr.hq.base.headquarters import Caller
    from mdt_alpr.hq.disclosures import requests
    from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
    from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest, DisclosureRecord

    now, caller = hq.clock.now(), Caller(CUSTODIAN, CUSTODIAN, Role.CUSTODIAN, "drill-desk", "")
    asked = Asked(
        requester=Requester("Robin Vance"),
        standing=Standing(standing),
        received_by=ReceivedBy(received_by),
        received_at=now,
        sought="Where the car of Ms. Reyes was seen",
    )
    record = DisclosureRecord(new_id(now, os.urandom(10)), asked)
    number = requests.record_request(hq, caller, record)
    grantor = Caller(ADMINISTRATOR, ADMINISTRATOR, Role.ADMINISTRATOR, "drill-desk", "")
    with suppress(DisclosureRefusedError):
        requests.decide(hq, grantor, number, DisclosureActRequest(DisclosureAct.GRANT))
        return _GRANTED
    reasons = [reason for reason in RefusalReason if reason is not RefusalReason.NOT_ELIGIBLE]
    for reason in (*reasons, RefusalReason.NOT_ELIGIBLE):
        words = "The order names nobody of this kind"
        decision = DisclosureActRequest(DisclosureAct.REFUSE, words, reason)
        with suppress(DisclosureRefusedError):
            requests.decide(hq, caller, number, decision)
            break
    with hq.reading() as work:
        found = requests.kept_request(work, number).found
    return "" if found is None else found.state.value


def logged(hq: "Headquarters") -> list[str]:
    """Return the log of requests: who asked, and what became of it for which reason."""
    from mdt_alpr.hq.disclosures import request_store
    from mdt_alpr.wire.disclosures import DisclosureFilter

    with hq.reading() as work:
        lines = request_store.page(work, DisclosureFilter())[0]
    return [
        f"{STANDING_WORDS[each.asked.standing or Standing.OTHER]}: {each.state.value}. "
        f"{REFUSAL_WORDS[each.reason] if each.reason else 'No reason'}."
        for each in (line.found for line in lines)
        if each is not None
    ]
