"""A joined agency: headquarters with TLS, its directory, two enrolled cars and a desk."""

import os
import random
import secrets
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from mdt_alpr.adapters.hq_link.browser_sign_in import directory_ticket
from mdt_alpr.adapters.hq_link.command_link import HttpCommandLink
from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.enrolled import Enrolled, Enrolling, enroll, enrolled
from mdt_alpr.adapters.hq_link.http_link import HttpLink
from mdt_alpr.adapters.hq_link.http_notices import HttpNotices
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem, ReceiptOutcome
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.people.enrolling import offer_code
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR
from mdt_alpr.lab.hq.ingest import PASSWORD, a_read
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.ports import NoticesAfter
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.devices import CodeRequest
from mdt_alpr.wire.directory import DirectoryTicket
from mdt_alpr.wire.messages import (
    AnswerMessage,
    HitMessage,
    ReadMessage,
    RecordMessage,
    SignInMessage,
)
from mdt_alpr.wire.notices import NoticeKind, RelayMessage

_CLOCK = SystemClock()
_WITHIN = httpx.Timeout(30.0)


# ---------------------------------------------------------------- the directory


@contextmanager
def directory(
    folder: Path, before: Callable[[Any, Any], Any] = lambda app, _signer: app
) -> Iterator[tuple[str, Path]]:
    """Serve an OpenID Connect provider with TLS; give its address and the authority to trust.

    ``before`` may stand before its WSGI application, knowing its key.

    Raises:
        OutsideError: the package is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own use of Authlib
        try:
            import oidc_provider_mock
            from oidc_provider_mock._storage import storage
        except ModuleNotFoundError as error:
            raise OutsideError("Install what tests need: pip install .[dev].") from error
    from werkzeug.serving import make_server

    certificate, key = own_certificate(folder, ["127.0.0.1"], _CLOCK.now())
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    app = oidc_provider_mock.app(require_nonce=True)
    with app.test_request_context("/"):
        app.preprocess_request()
        signer = storage.jwk.as_dict(is_private=True)
    serving = before(app, signer)
    server = make_server("127.0.0.1", 0, serving, threaded=True, ssl_context=tls)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}", folder / "tls" / "authority.pem"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def signing_in(trust: Path, subject: str) -> Callable[[str], None]:
    """Return a browser in which a person signs in at the directory, as ``subject``."""

    def goes(address: str) -> None:
        trusted = ssl.create_default_context(cafile=trust)
        with httpx.Client(verify=trusted, trust_env=False, timeout=_WITHIN) as browser:
            back = browser.post(address, data={"sub": subject}).headers["Location"]
        httpx.get(back, trust_env=False, timeout=_WITHIN)

    return lambda address: threading.Thread(target=goes, args=(address,)).start()


# ---------------------------------------------------------------- its machines


def code_for(hq: Headquarters, device: str, kind: DeviceKind) -> str:
    """Return the code by which a machine is enrolled."""
    with hq.writing() as work:
        return offer_code(hq, work, CodeRequest(device, kind), ADMINISTRATOR).code


def machine(url: str, code: str, kind: DeviceKind) -> Enrolled:
    """Enroll a machine; it trusts this headquarters and no other."""
    seed = secrets.token_bytes(32)
    return enrolled(enroll(url, code_in(code), Enrolling(kind, seed)), seed)


@dataclass
class RigCar:
    """A car with an officer in it, which speaks over the product's own links."""

    known: Enrolled
    unit: str
    person_id: str
    notice: int = 0
    sent: int = 0
    link: HttpLink = field(init=False)
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        device = self.known.kept.device
        client = self.known.client(_WITHIN)
        self.link = HttpLink(client, _CLOCK, device, unit=self.unit, known=self.known)
        self.session = self.link.sign_in(self.person_id, PASSWORD)
        self.notices = HttpNotices(self.known.client(_WITHIN), _CLOCK, device, known=self.known)
        self.relays()

    def raises(self, number: int, entry_id: str) -> str:
        """Read the plate of a number, which is listed, and send its hit; return the hit."""
        at = _CLOCK.now() - timedelta(seconds=1)
        read = plate_read(number, at, self.unit)
        record = RecordMessage(
            entry_id, "NC", "V", read.text, "NC", f"V{number}", "NC0130200", "exact", None
        )
        hit = HitMessage(
            new_id(at, os.urandom(10)), read.read_id, self.unit, self.person_id, at, at, 1, at,
            None, (record,),
        )  # fmt: skip
        self._send((ItemKind.READ, read), (ItemKind.HIT, hit))
        return hit.hit_id

    def relays(self) -> list[RelayMessage]:
        """Return what dispatch sent to this car since the last time."""
        after = NoticesAfter(self.notice, 0)
        notices = self.notices.notices(self.session, self.unit, after, 0.0).notices
        self.notice = max((notice.number for notice in notices), default=self.notice)
        return [decode(RelayMessage, n.body) for n in notices if n.kind == NoticeKind.RELAY]

    def verifies(self, relay: RelayMessage) -> None:
        """Open what dispatch sent, and enter the plate as its officer sees it."""
        at, entry = _CLOCK.now(), relay.records[0].entry
        record = RecordMessage(
            entry.entry_id, entry.list_name, entry.category, entry.text, entry.state, entry.nic,
            entry.ori, "exact", None,
        )  # fmt: skip
        hit = HitMessage(
            relay.relay_id, relay.read.read_id, self.unit, self.person_id, relay.captured_at, at,
            relay.list_version, relay.list_compiled_at, None, (record,),
        )  # fmt: skip
        seen = ("outcome", "matched"), ("text", entry.text), ("state", entry.state)
        opened, entered = (
            AnswerMessage(hit.hit_id, hit.captured_at, step, at, self.person_id, "compared", facts)
            for step, facts in ((AuditEvent.HIT_OPENED, ()), (AuditEvent.ENTRY_MADE, seen))
        )
        self._send((ItemKind.HIT, hit), (ItemKind.ANSWER, opened), (ItemKind.ANSWER, entered))

    def _send(self, *bodies: tuple[ItemKind, object]) -> None:
        now = _CLOCK.now()
        items = [
            OutboxItem(new_id(now, os.urandom(10)), self.sent + place, kind, now, encode(body))
            for place, (kind, body) in enumerate(bodies, 1)
        ]
        self.sent += len(items)
        for receipt in self.link.send(self.session, items):
            if receipt.outcome is not ReceiptOutcome.ACCEPTED:
                raise OutsideError(f"Headquarters did not take what a car sent: {receipt}")

    def close(self) -> None:
        """Close every connection."""
        self.link.close()
        self.notices.close()


def plate_read(number: int, at: datetime, unit: str) -> ReadMessage:
    """Return a read at an instant; a number has the same plate each time."""
    return a_read(random.Random(number), at, unit)  # noqa: S311 - made-up plates


def desk_of(known: Enrolled) -> HttpDeskLink:
    """Return the way of a desk to headquarters."""
    return HttpDeskLink(known.client(_WITHIN), _CLOCK, known.kept.device)


def sessions_by_directory(known: Enrolled, browser: Callable[[str], None]) -> tuple[str, str]:
    """Sign the browser's person in at the desk and for commands; return the sessions' tokens."""
    device = known.kept.device
    desk, command = desk_of(known), HttpCommandLink(known.client(_WITHIN), _CLOCK)

    def ticket() -> DirectoryTicket:
        return directory_ticket(desk.post_open, device, threading.Event(), browser)

    try:
        at_desk, at_commands = ticket(), ticket()
        message = SignInMessage(at_commands.person_id, at_commands.ticket, device)
        return (
            desk.sign_in(at_desk.person_id, at_desk.ticket).token,
            command.sign_in(message).token,
        )
    finally:
        desk.close()
        command.close()
