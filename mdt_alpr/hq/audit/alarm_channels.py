"""Where notices to people go: e-mail by SMTP and a webhook, as a settings file says (AUD-05).

::

    [mail]
    host = "mail.example.gov"
    port = 587
    security = "starttls"   # or "tls"; "none" for a server on this machine only
    sender = "alpr@example.gov"
    to = ["custodian@example.gov"]
    user = "alpr"
    password = "..."

    [webhook]
    url = "https://alerts.example.gov/alpr"
    token = "..."
"""

import smtplib
import ssl
import stat
import sys
import tomllib
from contextlib import ExitStack
from dataclasses import MISSING, dataclass, field, fields
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar, get_type_hints

import httpx

from mdt_alpr.domain.errors import OutsideError

T = TypeVar("T")
ANSWER_WITHIN_S = 20.0
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class MailSecurity(StrEnum):
    """How the connection to the mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Channel(Protocol):
    """One way to people."""

    name: str

    def send(self, subject: str, words: str) -> None:
        """Send a notice; raises OutsideError where it was not accepted."""


@dataclass(frozen=True, slots=True)
class MailChannel:
    """E-mail by the agency's SMTP server."""

    host: str
    port: int
    sender: str
    to: tuple[str, ...]
    security: str = MailSecurity.STARTTLS.value
    user: str = ""
    password: str = field(default="", repr=False)
    authorities: str = ""
    name: str = "mail"

    def __post_init__(self) -> None:
        """Refuse what would send a password in the clear.

        Raises:
            OutsideError: an unknown security, nobody to write to, or none across the network.
        """
        if self.security not in set(MailSecurity):
            raise OutsideError(f"mail.security is one of {', '.join(MailSecurity)}.")
        if self.security == MailSecurity.NONE and self.host not in _THIS_MACHINE:
            raise OutsideError("mail.security may be none for a server on this machine only.")
        if not self.to:
            raise OutsideError("mail.to names nobody.")

    def send(self, subject: str, words: str, attached: tuple[str, bytes] | None = None) -> None:
        """Send a notice by e-mail, with a file of JSON where one is given by name and content.

        Raises:
            OutsideError: the server cannot be reached, or refused it for one of the people.
        """
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["To"] = subject, self.sender, ", ".join(self.to)
        mail.set_content(words)
        if attached is not None:
            name, content = attached
            mail.add_attachment(content, maintype="application", subtype="json", filename=name)
        try:
            with ExitStack() as open_now:
                server = open_now.enter_context(self._connected())
                if self.user:
                    server.login(self.user, self.password)
                refused = server.send_message(mail)
        except (OSError, smtplib.SMTPException) as error:
            message = f"The mail server did not accept the notice: {type(error).__name__}."
            raise OutsideError(message) from error
        if refused:
            message = f"The mail server refused {len(refused)} of {len(self.to)} addresses."
            raise OutsideError(message)

    def _connected(self) -> smtplib.SMTP:
        place = self.host, self.port
        if self.security == MailSecurity.NONE:
            return smtplib.SMTP(*place, timeout=ANSWER_WITHIN_S)
        trusted = ssl.create_default_context(cafile=self.authorities or None)
        if self.security == MailSecurity.TLS:
            return smtplib.SMTP_SSL(*place, timeout=ANSWER_WITHIN_S, context=trusted)
        server = smtplib.SMTP(*place, timeout=ANSWER_WITHIN_S)
        server.starttls(context=trusted)
        return server


@dataclass(frozen=True, slots=True)
class WebhookChannel:
    """A POST of JSON with ``subject`` and ``text``."""

    url: str
    token: str = field(default="", repr=False)
    authorities: str = ""
    name: str = "webhook"

    def __post_init__(self) -> None:
        """Refuse an address that is not encrypted.

        Raises:
            OutsideError: it is neither https:// nor on this machine.
        """
        try:
            url = httpx.URL(self.url)
        except httpx.InvalidURL:
            url = httpx.URL("")
        if url.scheme != "https" and not (url.scheme == "http" and url.host in _THIS_MACHINE):
            message = "webhook.url begins with https://, or with http:// for this machine."
            raise OutsideError(message)

    def send(self, subject: str, words: str) -> None:
        """Post a notice.

        Raises:
            OutsideError: nobody accepted it.
        """
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        trusted = ssl.create_default_context(cafile=self.authorities or None)
        try:
            answer = httpx.post(
                self.url,
                json={"subject": subject, "text": words},
                headers=headers,
                timeout=ANSWER_WITHIN_S,
                follow_redirects=False,
                trust_env=False,
                verify=trusted,
            )
        except httpx.HTTPError as error:
            message = f"The webhook cannot be reached: {type(error).__name__}."
            raise OutsideError(message) from error
        if not answer.is_success:
            raise OutsideError(f"The webhook refused the notice: status {answer.status_code}.")


_KINDS: dict[str, Any] = {"mail": MailChannel, "webhook": WebhookChannel}


def channels_in(file: Path) -> tuple[Channel, ...]:
    """Return the ways that a settings file names.

    Raises:
        OutsideError: it cannot be read, other users may read it, or a setting is wrong.
    """
    try:
        if sys.platform != "win32" and file.stat().st_mode & _OTHERS:
            raise OutsideError(f"{file} holds passwords: let this user alone read it (chmod 600).")
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideError(f"{file} cannot be read: {type(error).__name__}.") from error
    except tomllib.TOMLDecodeError as error:
        raise OutsideError(f"{file} is not TOML: {error}.") from error
    if unknown := set(tables) - set(_KINDS):
        raise OutsideError(f"{file}: [{min(unknown)}] is unknown; there are [mail] and [webhook].")
    if not tables:
        raise OutsideError(f"{file} names neither [mail] nor [webhook].")
    return tuple(_channel(file, name, values) for name, values in tables.items())


def _channel(file: Path, section: str, values: Any) -> Channel:
    kind = _KINDS[section]
    known = {setting.name: setting for setting in fields(kind) if setting.name != "name"}
    types = get_type_hints(kind)
    where = f"{file}: [{section}]"
    if not isinstance(values, dict):
        raise OutsideError(f"{where} is not a section.")
    if unknown := set(values) - set(known):
        raise OutsideError(f"{where} has no setting {min(unknown)}.")
    needed = {name for name, setting in known.items() if setting.default is MISSING}
    if missing := needed - set(values):
        raise OutsideError(f"{where} needs {', '.join(sorted(missing))}.")
    made = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    for name, value in made.items():
        wanted = tuple if types[name] == tuple[str, ...] else types[name]
        words = value if isinstance(value, tuple) else ()
        if type(value) is not wanted or not all(isinstance(word, str) for word in words):
            raise OutsideError(f"{where} {name} has a value of the wrong kind.")
    channel: Channel = kind(**made)
    return channel
