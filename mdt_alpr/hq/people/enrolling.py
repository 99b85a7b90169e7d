"""Machines are enrolled by a one-time code, known by their certificate, and revoked (IA-3, SC-23).

A request counts by the certificate that its connection proved, never by a name in it. Whoever
enrolls a machine under a name that is enrolled already replaces the earlier one: its certificate
counts no more, its sessions end, and the key of its evidence is accepted by the person who gave
the code.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.known_devices import (
    CODE_TRIES,
    DeviceKind,
    EnrollmentRefusedError,
    code_digest,
    code_label,
    enrollment_claim,
    new_code,
    wipe_claim,
    with_run,
)
from mdt_alpr.domain.policy import ENROLLMENT_CODE_LASTS, PROFILE
from mdt_alpr.domain.printable import LONGEST_ID, is_printable
from mdt_alpr.domain.retention.purge import ClockDoubt
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.authority import Authority, IssuedCertificate, RequestError
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import EnrolledDevice, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.server_certificate import (
    authorities_of,
    first_certificate,
    own_place,
    shown_certificate,
)
from mdt_alpr.hq.base.settings_file import setting_words
from mdt_alpr.hq.base.upkeep import upkeep_of
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.hq.people.cameras import note_camera
from mdt_alpr.hq.people.enrollment_store import PLACE_COLUMNS, KeptCode
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.devices import (
    WIPE_HEADER,
    CodeMessage,
    CodeRequest,
    DeviceMessage,
    DevicesMessage,
    EnrollmentMessage,
    EnrollRequest,
    OwnDeviceMessage,
)
from mdt_alpr.wire.problems import Problem

_ALARM_AGAIN_AFTER = timedelta(hours=1)
_KEY = re.compile(r"[0-9a-f]{64}", flags=re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{128}", flags=re.ASCII)


# ---------------------------------------------------------------- enrollment


def offer_code(hq: Headquarters, work: Work, asked: CodeRequest, by: str) -> CodeMessage:
    """Return a new code for a machine.

    Raises:
        EnrollmentRefusedError: the name is none, or no certificate is there to be shown.
    """
    device = asked.device.strip()
    if not 0 < len(device) <= LONGEST_ID or not is_printable(device):
        detail = f"Give the machine a name of 1 to {LONGEST_ID} printable characters."
        raise EnrollmentRefusedError(detail)
    code = new_code(hq.random_bytes, _shown(hq, asked.shown))
    expires = work.now + ENROLLMENT_CODE_LASTS
    row = {
        "label": code.label,
        "digest": code.digest,
        "device": device,
        "kind": asked.kind,
        "made_by": by,
        "expires_at": expires,
        "tries": 0,
    }
    enrollments.add_code(work.connection, row, work.now)
    record(work, AuditEvent.HQ_DEVICE_CODE_MADE, device, by, ("kind", asked.kind.value))
    return CodeMessage(device, asked.kind, code.words, expires)


def _shown(hq: Headquarters, given: str) -> bytes:
    try:
        return first_certificate(given) if given else shown_certificate(_certificate_of(hq))
    except OutsideError as error:
        named = setting_words("names")
        detail = f"Headquarters has no certificate to show yet: start it with {named}."
        raise EnrollmentRefusedError(detail) from error
    except ValueError as error:
        detail = "That is no certificate in PEM form."
        raise EnrollmentRefusedError(detail) from error


def offer_first_desk(hq: Headquarters, work: Work, asked: CodeRequest, by: str) -> CodeMessage:
    """Return a code at headquarters' own machine, while no other desk could ask for one (ACC-12).

    Raises:
        EnrollmentRefusedError: there is another desk, or as of ``offer_code``.
    """
    if others := enrollments.desks_in_use(work.connection, work.now) - {asked.device.strip()}:
        detail = f"{min(others)} is enrolled: sign in there (hq sign-in), then hq enroll-device."
        raise EnrollmentRefusedError(detail)
    return offer_code(hq, work, asked, by)


def enroll(hq: Headquarters, message: EnrollRequest) -> EnrollmentMessage:
    """Enroll the machine that brings a code; the code's name counts, not that of the request.

    Raises:
        RefusedError: the code is wrong, used, too old or of another name.
        EnrollmentRefusedError: the request is none.
    """
    with hq.writing() as work:
        code = _code_in(work, message)
        if isinstance(code, KeptCode):
            return _enrolled(hq, work, code, message)
    raise RefusedError(code)


def renew(hq: Headquarters, work: Work, device: EnrolledDevice, request: str) -> EnrollmentMessage:
    """Return another certificate for a machine in use; its present one counts to its end.

    Raises:
        EnrollmentRefusedError: the request is none.
    """
    issued = _issued(hq, work, request, device.device, device.kind)
    enrollments.add_certificate(work.connection, device.device, issued, work.now)
    facts = ("serial", issued.serial), ("fingerprint", issued.fingerprint)
    record(work, AuditEvent.HQ_DEVICE_RENEWED, device.device, NOBODY, *facts)
    return _message(hq, device.device, device.kind, issued)


def own_device(hq: Headquarters, device: EnrolledDevice) -> OwnDeviceMessage:
    """Return what is known of the machine that asks; of a camera it is noted that it did."""
    place = note_camera(hq, device) if device.kind is DeviceKind.CAMERA else None
    now = hq.clock.now()
    with hq.reading() as work:
        upkeep = upkeep_of(work.connection, device.device, now)
        if upkeep.stops and doubt_in(work) is not ClockDoubt.NONE:
            upkeep = replace(upkeep, stops=False)  # by a wrong clock every machine is late
    told = OwnDeviceMessage(device.device, device.kind, device.ends_at, now, upkeep=upkeep)
    training = hq.settings.training
    return replace(told, training=training, place=place, profile=PROFILE.digest)


def revoke(hq: Headquarters, work: Work, device: str, reason: str, by: str) -> None:
    """Let a machine count no more from its next request on; at that it is told to erase itself.

    Raises:
        RefusedError: there is no such machine, or it is revoked already.
        EnrollmentRefusedError: no reason is given.
    """
    if not reason.strip():
        raise EnrollmentRefusedError("Give a reason.")
    if enrollments.is_revoked(work.connection, device) is not False:
        raise RefusedError(Problem.NO_SUCH_DEVICE)
    values = {"revoked_at": work.now, "revoked_by": by, "reason": reason.strip()}
    enrollments.change_device(work.connection, device, **values)
    ended = enrollments.end_sessions_on(work.connection, device, work.now)
    hq.notifier.notify([device])
    facts = ("sessions", str(ended))
    record(work, AuditEvent.HQ_DEVICE_REVOKED, device, by, facts, typed=(("reason", reason),))


def note_wiped(work: Work, device: EnrolledDevice) -> None:
    """Record that a revoked machine says that it erased itself."""
    enrollments.change_device(work.connection, device.device, wiped_at=work.now)
    record(work, AuditEvent.HQ_DEVICE_WIPED, device.device, NOBODY)


def devices_of(work: Work, by: str) -> DevicesMessage:
    """Return every machine; the view is recorded."""
    record(work, AuditEvent.HQ_DEVICES_VIEWED, "devices", by)
    devices = enrollments.devices(work.connection)
    texts = ("serial", "revoked_by", "reason")

    def message(row: Mapping[str, Any]) -> DeviceMessage:
        filled: dict[str, Any] = {name: row[name] or "" for name in texts}
        trouble = _trouble(row["used_twice_at"], row["ends_at"], work.now)
        named = {name: value for name, value in row.items() if name not in PLACE_COLUMNS}
        place = enrollments.place_in(row)
        return DeviceMessage(**{**named, **filled, "trouble": trouble, "place": place})

    return DevicesMessage(tuple(map(message, devices)))


def _trouble(used_twice: datetime | None, ends: datetime | None, now: datetime) -> str:
    if used_twice is not None:
        return f"Two machines used its certificate at the same time, {used_twice:%Y-%m-%d %H:%M}."
    return "Its certificate ended." if ends is not None and ends <= now else ""


def _code_in(work: Work, message: EnrollRequest) -> KeptCode | Problem:
    """Return the code that a machine brings; a wrong one counts as a try."""
    code = enrollments.code(work.connection, code_label(message.code))
    is_live = code is not None and code.ended_at is None and code.expires_at > work.now
    if code is None or not is_live:
        record(work, AuditEvent.HQ_ENROLLMENT_REFUSED, "", NOBODY)
        return Problem.CODE_NOT_GOOD
    is_right = hmac.compare_digest(code_digest(message.code), code.digest)
    is_named = message.device in ("", code.device) and message.kind is code.kind
    if is_right and is_named:
        return code
    tries = code.tries + 1
    ended = work.now if tries >= CODE_TRIES else None
    enrollments.change_code(work.connection, code.label, tries=tries, ended_at=ended)
    facts = ("tries", str(tries)), ("why", "other machine" if is_right else "wrong code")
    record(work, AuditEvent.HQ_ENROLLMENT_REFUSED, code.device, NOBODY, *facts)
    return Problem.CODE_NOT_GOOD


def _enrolled(
    hq: Headquarters, work: Work, code: KeptCode, message: EnrollRequest
) -> EnrollmentMessage:
    device, by = code.device, code.made_by
    issued = _issued(hq, work, message.request, device, code.kind)
    if message.public_key:
        _accept_evidence_key(work, code, message)
    enrollments.change_code(work.connection, code.label, ended_at=work.now)
    is_again = enrollments.is_revoked(work.connection, device) is not None
    enrollments.enroll(work.connection, code, issued, work.now)
    ended = enrollments.end_sessions_on(work.connection, device, work.now) if is_again else 0
    facts = (
        ("kind", code.kind.value),
        ("code_of", by),
        ("serial", issued.serial),
        ("fingerprint", issued.fingerprint),
        ("replaces", "yes" if is_again else "no"),
        ("sessions_ended", str(ended)),
    )
    record(work, AuditEvent.HQ_DEVICE_ENROLLED, device, NOBODY, *facts)
    return _message(hq, device, code.kind, issued)


def _accept_evidence_key(work: Work, code: KeptCode, message: EnrollRequest) -> None:
    """Accept the key by which a car seals evidence, by the person who gave the code.

    Raises:
        RefusedError: the machine did not prove that it holds it.
    """
    key = message.public_key
    if not _KEY.fullmatch(key) or not _SIGNATURE.fullmatch(message.proof):
        raise RefusedError(Problem.NO_PROOF_OF_KEY)
    claim = enrollment_claim(key, message.request.encode())
    if not is_signed(key, claim, bytes.fromhex(message.proof)):
        raise RefusedError(Problem.NO_PROOF_OF_KEY)
    device_store.add_key(work.connection, code.device, key, work.now)
    device_store.accept_key(work.connection, code.device, key, code.made_by, work.now)
    record(work, AuditEvent.HQ_DEVICE_KEY_ACCEPTED, code.device, code.made_by, ("key", key))


def _issued(
    hq: Headquarters, work: Work, request: str, device: str, kind: DeviceKind
) -> IssuedCertificate:
    try:
        return _authority(hq).device(request, device, kind, work.now)
    except RequestError as error:
        detail = f"The request for a certificate is none: {error}."
        raise EnrollmentRefusedError(detail) from error


def _message(
    hq: Headquarters, device: str, kind: DeviceKind, issued: IssuedCertificate
) -> EnrollmentMessage:
    trusted = authorities_of(_certificate_of(hq), hq.settings.data, _authority(hq))
    return EnrollmentMessage(device, kind, issued.pem, trusted, hq.signer.public_key)


def _authority(hq: Headquarters) -> Authority:
    return Authority(hq.settings.data, hq.clock.now())


def _certificate_of(hq: Headquarters) -> Path:
    return hq.settings.certificate or own_place(hq.settings.data)


# ---------------------------------------------------------------- who asks


@dataclass(frozen=True, slots=True)
class Shown:
    """What a connection proved, and what its request says of itself.

    ``fingerprint`` is that of the client's certificate, empty without one; ``run`` names the start
    of the program.
    """

    fingerprint: str = ""
    run: str = ""


def demand_device(hq: Headquarters, shown: Shown, *, revoked_too: bool = False) -> EnrolledDevice:
    """Return the machine whose certificate was shown.

    Raises:
        RefusedError: none that counts; a revoked one is ordered to erase itself.
    """
    with hq.admitting() as work:
        device = enrollments.device_by(work.connection, shown.fingerprint)
        if device is None or device.counts_until <= work.now:
            raise RefusedError(Problem.NOT_ENROLLED)
    if device.revoked_at is not None and not revoked_too:
        raise _revoked(hq, device, shown.fingerprint)
    if device.kind is not DeviceKind.DESK and _is_second(hq, device, shown.run):
        _alarm(hq, device.device)
    return device


def _is_second(hq: Headquarters, device: EnrolledDevice, run: str) -> bool:
    """Note the start of the program that asks; tell whether another one asked since it did.

    All servers note it: two machines that use one certificate may ask each at its own.
    """
    if with_run(device.runs, run)[0] == device.runs:
        return False
    with hq.writing() as work:
        hold_name(work.connection, f"runs of {device.device}")
        seen = enrollments.runs_of(work.connection, device.device)
        runs, is_second = with_run(seen, run)
        if runs != seen:
            enrollments.keep_runs(work.connection, device.device, runs)
    return is_second


def _revoked(hq: Headquarters, device: EnrolledDevice, fingerprint: str) -> RefusedError:
    """Return the refusal with the signed order, which is recorded when it is given first."""
    if device.wipe_ordered_at is None:
        with hq.writing() as work:
            enrollments.change_device(work.connection, device.device, wipe_ordered_at=work.now)
            record(work, AuditEvent.HQ_WIPE_ORDERED, device.device, NOBODY)
    order = hq.signer.sign(wipe_claim(device.device, fingerprint)).hex()
    return RefusedError(Problem.REVOKED, headers={WIPE_HEADER: order})


def _alarm(hq: Headquarters, device: str) -> None:
    """Record that two machines use one certificate: one of them has a copy of its key."""
    with hq.writing() as work:
        row = enrollments.used_twice_at(work.connection, device)
        if row is not None and work.now - row < _ALARM_AGAIN_AFTER:
            return
        enrollments.change_device(work.connection, device, used_twice_at=work.now)
        record(work, AuditEvent.HQ_DEVICE_TWICE, device, NOBODY, ("by", "certificate"))
