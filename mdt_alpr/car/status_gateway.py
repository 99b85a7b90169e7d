"""Ask about a hit's status, and bring headquarters the hit first where it is not there yet."""

from collections.abc import Callable

from mdt_alpr.domain.hit.status_query import StatusAnswer, StatusQuery
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.patrol.outbox import RequestRefusedError
from mdt_alpr.patrol.ports import StatusGateway
from mdt_alpr.wire.problems import Problem


class HitsFirst:
    """A gateway that answers only about a hit that headquarters has from this very car."""

    def __init__(self, gateway: StatusGateway, send_hits: Callable[[Session], None]) -> None:
        self._gateway = gateway
        self._send_hits = send_hits

    def ask_status(self, session: Session, hit_id: str, query: StatusQuery) -> StatusAnswer:
        """Return what the gateway answered.

        Raises:
            OutsideError: the question did not get through; a sentence says why.
        """
        try:
            return self._gateway.ask_status(session, hit_id, query)
        except RequestRefusedError as error:
            if error.problem != Problem.NO_SUCH_HIT.number:
                raise
        self._send_hits(session)
        return self._gateway.ask_status(session, hit_id, query)
