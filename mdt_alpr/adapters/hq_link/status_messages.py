"""The status question and its answer as the contract has them."""

from mdt_alpr.adapters.hq_link.answers import not_understood
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    StatusAnswer,
    StatusQuery,
)
from mdt_alpr.domain.hotlist.hotlist import lis_of, state_of
from mdt_alpr.domain.plate.plate import state_in_words
from mdt_alpr.wire.status import STATUS_VERSION, StatusRequest, StatusResponse


def request_from(hit_id: str, query: StatusQuery) -> StatusRequest:
    """Return the question, its state spelled out (VER-04)."""
    return StatusRequest(
        version=STATUS_VERSION,
        query_id=query.query_id,
        hit_id=hit_id,
        asked_at=query.asked_at,
        LIC=query.text,
        LIS=lis_of(query.state),
        state_name=state_in_words(query.state),
        NIC=query.nic,
        ORI=query.ori,
        entry_id=query.entry_id,
    )


def answer_from(response: StatusResponse, query: StatusQuery) -> StatusAnswer:
    """Return the answer to ``query``; what it is about stays as it was answered.

    Raises:
        LinkLostError: it is no answer of this version.
    """
    try:
        result, source = GatewayResult(response.result), GatewaySource(response.source)
    except ValueError:
        raise not_understood() from None
    if response.version != STATUS_VERSION:
        raise not_understood()
    same = response.query_id == query.query_id
    return StatusAnswer(
        query_id=query.query_id,
        text=response.LIC,
        state=state_of(response.LIS),
        entry_id=response.entry_id if same else "",
        nic=response.NIC,
        result=result,
        source=source,
        responder=response.responder,
        answered_at=response.answered_at,
        simulated=response.simulated,
        why=response.why,
    )
