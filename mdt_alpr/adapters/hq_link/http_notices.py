"""Headquarters' notices over HTTPS, on a connection of their own (VER-05).

While it waits, headquarters sends a blank every second: a line that broke silently shows within
the time of ``SILENT_FOR_S``, and who wants to end the wait need not wait for its end.
"""

from collections.abc import Sequence
from http import HTTPStatus

import httpx

from mdt_alpr.adapters.hq_link.answers import failure_of, message_of, not_understood, unreachable
from mdt_alpr.adapters.hq_link.enrolled import Enrolled
from mdt_alpr.adapters.hq_link.http_link import HttpLink
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import OutboxItem
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.outbox import RequestRefusedError
from mdt_alpr.patrol.ports import NoticesAfter
from mdt_alpr.wire import addresses
from mdt_alpr.wire.messages import Receipt
from mdt_alpr.wire.notices import NoticesAndListMessage, UnitMessage, UnitsMessage
from mdt_alpr.wire.problems import Problem

SILENT_FOR_S = 4.0
"""A second more is left of the five of VER-05 to be back on the line."""
LARGEST_ANSWER = 16 * 1024 * 1024
_NOT_YET = (Problem.NO_SUCH_PICTURE.number, Problem.NO_SUCH_HIT.number)


class HttpNotices:
    """See ``patrol.ports.NoticesLink``."""

    def __init__(
        self, client: httpx.Client, clock: Clock, device: str, known: Enrolled | None = None
    ) -> None:
        self._client = client
        self._sending = HttpLink(client, clock, device, known=known)
        self._clock = clock
        self._is_over = False
        self._units: tuple[UnitMessage, ...] = ()
        self._units_tag = ""

    def notices(
        self, session: Session, unit: str, after: NoticesAfter, wait_s: float
    ) -> NoticesAndListMessage:
        """Return what follows, or that there is another list; waits up to ``wait_s`` seconds."""
        asked: dict[str, str | int | float] = {
            "after": after.number, "list": after.list_version, "wait": wait_s, "unit": unit,
        }  # fmt: skip
        body = self._get(addresses.NOTICES, session, asked)
        return message_of(NoticesAndListMessage, body) if body else NoticesAndListMessage(())

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        return self._sending.send(session, items)

    def units(self, session: Session) -> tuple[UnitMessage, ...]:
        response, body = self._got(addresses.UNITS, session, known=self._units_tag)
        if response.status_code != HTTPStatus.NOT_MODIFIED:
            self._units = message_of(UnitsMessage, body).units if body else ()
            self._units_tag = response.headers.get("ETag", "") if body else ""
        return self._units

    def relayed_picture(self, session: Session, relay_id: str, digest: str) -> bytes | None:
        try:
            places = {"hit_id": relay_id, "digest": digest}
            return self._get(addresses.filled(addresses.RELAY_PICTURE, **places), session) or None
        except RequestRefusedError as error:
            if error.problem in _NOT_YET:
                return None
            raise

    def interrupt(self) -> None:
        """End what is waiting; called from any thread, for good."""
        self._is_over = True

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def _get(
        self, path: str, session: Session, asked: dict[str, str | int | float] | None = None
    ) -> bytes:
        """Return the body of a good answer; empty where the wait was ended from here."""
        response, body = self._got(path, session, asked)
        return b"" if response.status_code == HTTPStatus.NO_CONTENT else body

    def _got(
        self,
        path: str,
        session: Session,
        asked: dict[str, str | int | float] | None = None,
        *,
        known: str = "",
    ) -> tuple[httpx.Response, bytes]:
        headers = {"Authorization": f"Bearer {session.token}"}
        if known:
            headers["If-None-Match"] = known
        request = self._client.build_request(
            "GET", path, params=asked, headers=headers, timeout=SILENT_FOR_S
        )
        try:
            response = self._client.send(request, stream=True)
            try:
                body = self._body(response)
            finally:
                response.close()
        except httpx.HTTPError as error:
            raise unreachable(error) from error
        if not response.is_success and response.status_code != HTTPStatus.NOT_MODIFIED:
            raise failure_of(response, body, self._clock.now())
        return response, body

    def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        for part in response.iter_bytes():
            if self._is_over:
                return b""
            body += part
            if len(body) > LARGEST_ANSWER:
                raise not_understood()
        return bytes(body)
