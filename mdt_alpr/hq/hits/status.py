"""Answer a car's status question by the agency's switch; recorded before and after (AUD-01).

The record names who asked, when, about which hit; never the plate (RET-09).

A gateway of the agency's own accepts the same request at its own address (``hq serve
--status-gateway URL``) and answers 200 with the same response, within 8 seconds:

============  ========  ======================================================================
request       type      meaning
============  ========  ======================================================================
version       int       1
query_id      UUID v7   comes back unchanged
hit_id        UUID v7   what the question is filed under
asked_at      time      when the officer's entry had matched, ISO 8601 with offset
LIC           text      1 to 10 letters and digits, as the officer entered them
LIS           text      NCIC's code of the state
state_name    text      LIS spelled out, so that nobody reads AZ as AR (VER-04)
NIC           text      of the record, letter and nine digits
ORI           text      of the agency that entered the record
entry_id      text      the record's id in the hotlist
operator      text      person id of who asks; headquarters fills it in
device        text      the car that it comes from; headquarters fills it in
============  ========  ======================================================================

============  ========  ======================================================================
response      type      meaning
============  ========  ======================================================================
version       int       1
query_id      UUID v7   that of the request
LIC LIS NIC   text      what the answer is about; if not what was asked, it does not count (D6)
entry_id      text      likewise
result        text      active, cleared, no_record, not_this_plate, unavailable
source        text      mdt: answers 09.21.5.A.4.b; dcin: answers .b and .c
responder     text      who or what answered, for the record
answered_at   time      the answer counts for ten minutes from then
simulated     bool      true where nobody real was asked; every screen says so (INT-04)
why           text      a sentence, where unavailable
============  ========  ======================================================================

Another status, another shape or a later answer is "unavailable" with its reason in ``why``.
"""

from dataclasses import replace

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.hotlist import state_of
from mdt_alpr.domain.plate.plate import STATES, is_plate_text
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import id_time
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.message_switch import unavailable
from mdt_alpr.hq.people.sign_in import record_refused_access
from mdt_alpr.hq.reads import sightings
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.status import STATUS_VERSION, StatusRequest, StatusResponse


def answer_status(call: ApiCall, request: StatusRequest) -> StatusResponse:
    """Return the switch's answer, "unavailable" with its reason where there is none.

    Raises:
        RefusedError: the question is not one of this version, or headquarters holds no such hit
            from this very device.
    """
    _refuse(request)
    hq, caller = call.hq, call.caller
    query = ("query", request.query_id)
    with hq.reading() as work:
        hit = sightings.sighting(work.connection, request.hit_id)
    if hit is None or hit.device != caller.device:
        record_refused_access(hq, caller, call.address)
        raise RefusedError(Problem.NO_SUCH_HIT)
    with hq.writing() as work:
        device = ("device", caller.device)
        record(work, AuditEvent.HQ_STATUS_ASKED, request.hit_id, caller.person_id, query, device)
    try:
        status = hq.switch.ask(replace(request, operator=caller.person_id, device=caller.device))
    except OutsideError as error:
        status = unavailable(request, str(error), hq.clock.now())
    facts = (
        query,
        ("result", status.result),
        ("source", status.source),
        ("simulated", str(status.simulated).lower()),
        ("about", "what was asked" if _is_about(status, request) else "something else"),
    )
    with hq.writing() as work:
        event = AuditEvent.HQ_STATUS_ANSWERED
        record(work, event, request.hit_id, caller.person_id, *facts)
    return status


def _refuse(request: StatusRequest) -> None:
    if request.version != STATUS_VERSION:
        raise RefusedError(Problem.VERSION)
    if id_time(request.hit_id) is None or id_time(request.query_id) is None:
        raise RefusedError(Problem.IDENTIFIER)
    name = STATES.get(state_of(request.LIS))
    if name is None or name != request.state_name:
        raise RefusedError(Problem.STATE_OF_ISSUANCE)
    if not is_plate_text(request.LIC):
        raise RefusedError(Problem.NOT_A_PLATE)


def _is_about(response: StatusResponse, request: StatusRequest) -> bool:
    names = ("query_id", "LIC", "LIS", "NIC", "entry_id")
    return all(getattr(response, name) == getattr(request, name) for name in names)
