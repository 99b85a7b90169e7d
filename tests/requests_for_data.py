"""Requests for captured data, for tests."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.retention.data_request import Asked, ReceivedBy, Requester, Standing
from mdt_alpr.domain.retention.grants import SoughtData
from tests.builders import NOW


def an_asked(**changes: Any) -> Asked:
    asked = Asked(
        requester=Requester(
            "Dana Wells", "Detective, badge 88", "Salisbury PD", "NC0800200", "dwells@salisbury"
        ),
        standing=Standing.OFFICER,
        received_by=ReceivedBy.EMAIL,
        received_at=NOW,
        verified_by="Called the agency's own number",
        purpose=Purpose.CRIMINAL,
        investigation="Armed robbery of a pharmacy on Innes Street",
        case="26-004417",
        sought="Reads of the getaway car on 23 November",
        seeks=SoughtData("EXN2894", "NC", NOW - timedelta(days=30), NOW),
        paper="5" * 64,
    )
    return replace(asked, **changes)
