"""The keys that devices show: the first one counts, another one waits for an administrator."""

from collections.abc import Iterable

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.people import device_key_store as device_key_rows
from mdt_alpr.wire.evidence import DeviceKeyMessage


def take_keys(work: Work, device: str, messages: Iterable[DeviceKeyMessage]) -> None:
    """Take the first key of a device on trust, which is recorded; note any other."""
    for message in messages:
        meet_key(work, device, message.public_key)


def meet_key(work: Work, device: str, key: str) -> None:
    """Take a key that a device has shown: the first one counts, another one waits."""
    known = device_key_rows.accepted_keys(work.connection, device)
    if key in known:
        return
    device_key_rows.add_key(work.connection, device, key, work.now)
    if known:
        refuse_key(work, device, key)
        return
    device_key_rows.accept_key(work.connection, device, key, NOBODY, work.now)
    record(work, AuditEvent.HQ_DEVICE_KEY_REGISTERED, device, NOBODY, ("key", key))


def refuse_key(work: Work, device: str, key: str) -> None:
    """Record that a device showed another key than the one that counts."""
    record(work, AuditEvent.HQ_DEVICE_KEY_REFUSED, device, NOBODY, ("key", key))
