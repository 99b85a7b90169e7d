"""The address of the status question, and the contract that an agency's gateway takes.

=======  ===========  ============  ================================
POST     /v1/status   OPERATE_CAR   StatusRequest → StatusResponse
=======  ===========  ============  ================================

A gateway of the agency's own takes the same request at its own address (``hq serve
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
state_name    text      LIS spelled out, so that nobody takes AZ for AR (VER-04)
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

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.http import answer, body_of, routes_of
from mdt_alpr.hq.hits.status import answer_status
from mdt_alpr.hq.people.callers import caller_of
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.status import StatusRequest


class StatusRoutes:
    """Takes status questions of cars."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def routes(self) -> list[Route]:
        """Return the address."""
        return routes_of(("POST", addresses.STATUS, self.ask))

    async def ask(self, request: Request) -> Response:
        """Answer a status question."""
        caller = await caller_of(self._hq, request, Permission.OPERATE_CAR)
        body = await body_of(request, self._hq.settings.limits.message_bytes)
        question = decode(StatusRequest, body)
        return answer(await run_in_threadpool(answer_status, self._hq, caller, question))
