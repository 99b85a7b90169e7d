"""The port to the agency's message switch, which can ask NCIC and DCIN (INT-04)."""

from datetime import datetime
from typing import NoReturn, Protocol

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.wire.status import STATUS_VERSION, StatusRequest, StatusResponse

NO_GATEWAY = "This headquarters has no status gateway. Ask by MDT or radio."


class MessageSwitch(Protocol):
    """Answers status questions; called by many threads at a time."""

    def ask(self, request: StatusRequest) -> StatusResponse:
        """Return what the switch answers, about whatever it says that it answers for.

        Raises:
            OutsideError: no answer; a sentence says why.
        """
        ...


class NoSwitch:
    """An agency without a gateway."""

    def ask(self, _request: StatusRequest) -> NoReturn:
        """Say that nobody can be asked.

        Raises:
            OutsideError: always.
        """
        raise OutsideError(NO_GATEWAY)


def unavailable(request: StatusRequest, why: str, now: datetime) -> StatusResponse:
    """Return the answer that says that there is none."""
    return response(request, "unavailable", now, responder="headquarters", why=why)


def response(  # noqa: PLR0913 - one argument a field of the contract
    request: StatusRequest,
    result: str,
    now: datetime,
    *,
    responder: str,
    source: str = "mdt",
    simulated: bool = False,
    why: str = "",
) -> StatusResponse:
    """Return an answer about the very plate and record that were asked for."""
    return StatusResponse(
        version=STATUS_VERSION,
        query_id=request.query_id,
        LIC=request.LIC,
        LIS=request.LIS,
        NIC=request.NIC,
        entry_id=request.entry_id,
        result=result,
        source=source,
        responder=responder,
        answered_at=now,
        simulated=simulated,
        why=why,
    )
