"""Settings of groups of machines: decided by people, signed for each machine (CM-3, CM-6)."""

from typing import Any

from sqlalchemy import Row, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.car_settings import (
    GroupSettingsError,
    agreed_by_two,
    changes_in_words,
    settings_of_group,
    taken_away_by,
    toml_of,
)
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.reason_words import gives_no_reason
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_name, insert, put_numbered
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.fleet.tables import GROUP_SETTINGS, MACHINE_FACTS, MACHINE_SETTINGS
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.hq.people.car_settings import NUMBER, next_number
from mdt_alpr.wire.car_settings import (
    FORMAT,
    GroupSettings,
    GroupSettingsMessage,
    GroupSettingsRequest,
    MachineSettings,
    SettingsOffer,
    SettingsSignature,
    SignedSettings,
    signed_bytes,
)
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.problems import Problem

GIVEN_FACT, SIGNED_FACT = "fleet_settings", "fleet_signed"
"""A machine says by them which decision counts in it, and the highest number of a signature."""
_G, _M, _F = GROUP_SETTINGS.c, MACHINE_SETTINGS.c, MACHINE_FACTS.c
_LONGEST_GROUP = 60
_MOST_REPORTED = 2**40
"""A higher number is a lie: clocks count the seconds of 35,000 years to it."""
_SAME = "Nothing changes: the same settings are signed again."


def groups_of(work: Work, by: str, changes: tuple[str, ...] = ()) -> GroupSettingsMessage:
    """Return each group with what counts in it; the view is recorded."""
    record(work, AuditEvent.HQ_FLEET_SETTINGS_VIEWED, "groups", by)
    machines: dict[str, list[str]] = {}
    for row in work.connection.execute(select(MACHINE_SETTINGS).order_by(_M.device)):
        machines.setdefault(row.group_name, []).append(row.device)
    names = {*machines, *_decided(work)} - {""}
    groups = (_group(work, name, tuple(machines.get(name, ()))) for name in sorted(names))
    return GroupSettingsMessage(tuple(groups), changes)


def set_group(
    hq: Headquarters, ask: GroupSettingsRequest, by: str, second: str
) -> GroupSettingsMessage:
    """Give a group settings, signed for each of its machines; unconfirmed, say what changes.

    Raises:
        GroupSettingsError: they are none that a machine knows, or group or reason is missing.
        SettingsNotSignedError: the clock is in doubt.
        RefusedError: nobody agrees to what takes two people (ACC-12), or it was changed meanwhile.
        OutsideError: the signing key cannot be read.
    """
    values, group, reason = settings_of_group(ask.text), ask.group.strip(), ask.reason.strip()
    if not group or len(group) > _LONGEST_GROUP or gives_no_reason(reason):
        words = (
            f"Name the group in {_LONGEST_GROUP} characters at most, and say why in 10 or more."
        )
        raise GroupSettingsError(words)
    with hq.writing() as work:
        hold_name(work.connection, GROUP_SETTINGS.name)
        last = _newest(work, group)
        demand_seen(last.number if last else 0)
        before = _values(last)
        changes = tuple(changes_in_words(before, values)) or (_SAME,)
        taken = agreed_by_two(values, before)
        if not ask.confirmed:
            return groups_of(work, by, (*changes, *(f"{w.title}: {w.state}." for w in taken)))
        if taken and not second:
            raise RefusedError(Problem.SECOND_PERSON)
        text = toml_of(values)
        row = {
            "group_name": group,
            "text": text,
            "reason": reason,
            "set_at": work.now,
            "set_by": by,
            "confirmed_by": second,
        }
        decision = put_numbered(work.connection, GROUP_SETTINGS, row)
        query = select(_M.device).where(_M.group_name == group)
        devices = tuple(work.connection.scalars(query.order_by(_M.device)))
        number = next_number(work)
        for device in devices:
            _sign(hq, work, MachineSettings(device, group, decision, text), number)
        record(
            work, AuditEvent.HQ_SETTINGS_SIGNED, group, by, (NUMBER, str(number)),
            ("decision", str(decision)), ("changes", " ".join(changes)), ("second", second),
            ("machines", " ".join(devices)), typed=(("reason", reason),),
        )  # fmt: skip
        return groups_of(work, by)


def move(hq: Headquarters, device: str, group: str, by: str, second: str) -> None:
    """Put a machine into a group, whose settings it is given; "" takes it out of its own.

    Raises:
        GroupSettingsError: no such machine is in use.
        SettingsNotSignedError: the clock is in doubt.
        RefusedError: nobody agrees to what takes two people (ACC-12), or it was moved meanwhile.
        OutsideError: the signing key cannot be read.
    """
    group = group.strip()
    with hq.writing() as work:
        hold_name(work.connection, GROUP_SETTINGS.name)
        kinds = {row["device"]: row["kind"] for row in enrollments.in_use(work.connection)}
        if kinds.get(device, DeviceKind.DESK) is DeviceKind.DESK:
            raise GroupSettingsError("No car and no fixed camera of this name is in use.")
        if len(group) > _LONGEST_GROUP:
            raise GroupSettingsError(f"A group has a name of {_LONGEST_GROUP} characters at most.")
        row = work.connection.execute(select(MACHINE_SETTINGS).where(_M.device == device)).first()
        earlier = row.group_name if row else ""
        demand_seen(earlier)
        last = _newest(work, group)
        if agreed_by_two(_values(last), _values(_newest(work, earlier))) and not second:
            raise RefusedError(Problem.SECOND_PERSON)
        number = next_number(work)
        decision, text = (last.number, last.text) if last else (0, "")
        _sign(hq, work, MachineSettings(device, group, decision, text), number)
        record(
            work, AuditEvent.HQ_SETTINGS_SIGNED, device, by, (NUMBER, str(number)),
            ("decision", str(decision)), ("before", earlier), ("group", group), ("second", second),
        )  # fmt: skip


def offer_to(work: Work, device: str) -> SettingsOffer:
    """Return what a machine is given."""
    signed = work.connection.scalar(select(_M.signed).where(_M.device == device))
    return SettingsOffer(decode(SignedSettings, signed) if signed else None)


def asked_of(work: Work) -> dict[str, tuple[str, int]]:
    """Return the group of each machine, and the number of what it is given."""
    rows = work.connection.execute(select(_M.device, _M.group_name, _M.number))
    return {row.device: (row.group_name, row.number) for row in rows}


def weakening_groups(work: Work) -> tuple[str, ...]:
    """Return the groups whose settings take a safety check away."""
    return tuple(name for name in _decided(work) if agreed_by_two(_values(_newest(work, name))))


def _decided(work: Work) -> list[str]:
    return list(work.connection.scalars(select(_G.group_name).distinct().order_by(_G.group_name)))


def _newest(work: Work, group: str) -> Row[Any] | None:
    query = select(GROUP_SETTINGS).where(_G.group_name == group).order_by(_G.number.desc())
    return work.connection.execute(query.limit(1)).first()


def _values(decision: Row[Any] | None) -> dict[str, object]:
    return settings_of_group(decision.text) if decision is not None else {}


def _group(work: Work, name: str, machines: tuple[str, ...]) -> GroupSettings:
    last = _newest(work, name)
    if last is None:
        return GroupSettings(name, 0, "", "", None, "", "", (), machines)
    taken = tuple(f"{w.title}: {w.state}." for w in taken_away_by(_values(last)))
    said = last.number, last.text, last.reason, last.set_at, last.set_by, last.confirmed_by
    return GroupSettings(name, *said, taken, machines)


def _sign(hq: Headquarters, work: Work, settings: MachineSettings, number: int) -> None:
    """Sign what a machine is given, by a number above all that it had: a backup knows fewer."""
    device, signer = settings.device, hq.signer
    given = work.connection.scalar(select(_M.signature).where(_M.device == device)) or 0
    query = select(_F.value).where(_F.device == device, _F.fact == SIGNED_FACT)
    number = max(number, given + 1, reported(work.connection.scalar(query)) + 1)
    content = encode(settings).encode()
    signature = signer.sign(signed_bytes(device, number, content)).hex()
    made = SettingsSignature(FORMAT, device, number, signer.public_key, signature)
    row = {
        "group_name": settings.group,
        "number": settings.number,
        "signature": number,
        "signed": encode(SignedSettings(settings, made)),
    }
    statement = insert(work.connection, MACHINE_SETTINGS).values(device=device, **row)
    work.connection.execute(statement.on_conflict_do_update(index_elements=[_M.device], set_=row))


def reported(said: str | None) -> int:
    """Return a number that a machine said, 0 for none that can be."""
    number = int(said) if said and said.isascii() and said.isdecimal() and len(said) < 16 else 0  # noqa: PLR2004
    return number if number < _MOST_REPORTED else 0
