"""Sign settings of a car that take a safety check away; no live car starts without (CM-3)."""

import hashlib
import tomllib

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError, in_words
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.safeguards import deviations
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.wire.car_settings import FORMAT, SettingsRequest, SettingsSignature, signed_bytes

NUMBER = "number"
"""The first fact of each entry of a signature."""


class SettingsNotSignedError(DomainError):
    """The text cannot be signed as settings of one car; the sentence says why."""


def sign_settings(
    hq: Headquarters, ask: SettingsRequest, by: str, second: str
) -> SettingsSignature:
    """Sign the settings of the car that they name; which two people did it, and why, is recorded.

    Raises:
        SettingsNotSignedError: they are no TOML, name no car, or no reason is given; or
            the clock is in doubt, by which signatures are numbered.
        OutsideError: the signing key cannot be read.
    """
    device, facts = _read(ask.text)
    if not ask.reason.strip():
        raise SettingsNotSignedError("Say why this car may be without the check.")
    signer = hq.signer
    content = ask.text.encode()
    with hq.writing() as work:
        number = next_number(work)
        record(
            work,
            AuditEvent.HQ_SETTINGS_SIGNED,
            device,
            by,
            (NUMBER, str(number)),
            ("digest", hashlib.sha256(content).hexdigest()),
            ("second", second),
            *facts,
            typed=(("reason", ask.reason),),
        )
    signature = signer.sign(signed_bytes(device, number, content)).hex()
    return SettingsSignature(FORMAT, device, number, signer.public_key, signature)


def next_number(work: Work) -> int:
    """Return the seconds of the clock, above every earlier number: a restored backup knows few.

    Raises:
        SettingsNotSignedError: the clock is in doubt.
    """
    if doubt_in(work):
        raise SettingsNotSignedError(
            "The clock of headquarters is in doubt. Set it right, or let two people confirm it: "
            "hq confirm-clock. Then sign."
        )
    own_audit.hold_end(work.connection)  # two at once get two numbers
    last = own_audit.newest_of(work.connection, AuditEvent.HQ_SETTINGS_SIGNED)
    name, value = last.detail[0] if last else ("", "")
    return max(int(work.now.timestamp()), int(value) + 1 if name == NUMBER else 0)


def _read(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the car that the settings name, and what the audit says of them."""
    try:
        settings = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsNotSignedError(f"The file cannot be signed: {in_words(error)}.") from error
    device, cameras = settings.get("device"), settings.get("camera", [])
    if not isinstance(device, str) or not device.strip() or not device.isprintable():
        message = 'The file names no car: it needs a line such as device = "car-12".'
        raise SettingsNotSignedError(message)
    tables = cameras if isinstance(cameras, list) else []
    masks = {f"mask {table.get('name')}": table["mask"] for table in tables if _is_masked(table)}
    facts = deviations({**settings, **masks}, {"device": device}, ("source", "camera"))
    return device, tuple((escaped(name), escaped(value)) for name, value in facts)


def _is_masked(table: object) -> bool:
    return isinstance(table, dict) and "mask" in table
