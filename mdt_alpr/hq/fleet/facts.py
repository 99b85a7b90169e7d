"""What machines say of themselves, out of their audit entries (CM-8)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from sqlalchemy import func, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.program_update import (
    LIVE_STAGES,
    CarUpdateState,
    SettingsState,
    demand_version,
)
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import insert, put_row
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.base.hit_tables import LISTENERS
from mdt_alpr.hq.base.tables import CAR_LISTS, DEVICES, HOTLIST_VERSIONS
from mdt_alpr.hq.equipment.self_checks import last_checks
from mdt_alpr.hq.fleet.group_settings import (
    GIVEN_FACT,
    SIGNED_FACT,
    asked_of,
    reported,
    weakening_groups,
)
from mdt_alpr.hq.fleet.rollouts import PACKAGE_FACT, rollouts
from mdt_alpr.hq.fleet.tables import MACHINE_FACTS
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.wire.fleet import NO_UPDATE, FleetMachine, FleetMessage, FleetSettings, FleetUpdate
from mdt_alpr.wire.messages import AuditMessage

_F = MACHINE_FACTS.c
_CAMERA = "camera "
_LOST = "lost"
_STATE, _ABOUT, _WHY = "settings", "settings of", "settings why"
_VERSION = "version"
_OF_START = (
    _VERSION, "program", "models", "settings_file", "profile", PACKAGE_FACT, GIVEN_FACT,
    SIGNED_FACT,
)  # fmt: skip
_SETTINGS = {
    AuditEvent.SETTINGS_TAKEN: SettingsState.TAKEN,
    AuditEvent.SETTINGS_REFUSED: SettingsState.REFUSED,
    AuditEvent.SETTINGS_PROVED: SettingsState.PROVED,
    AuditEvent.SETTINGS_WENT_BACK: SettingsState.WENT_BACK,
}
_CAMERAS = {AuditEvent.CAMERA_LOST: _LOST, AuditEvent.CAMERA_BACK: "back"}


def keep(work: Work, device: str, entries: Iterable[AuditMessage]) -> None:
    """Keep what a machine says of itself; an earlier entry that comes late changes nothing."""
    newest: dict[str, dict[str, str | int]] = {}
    for entry in sorted(entries, key=lambda entry: entry.sequence):
        for fact, value in _facts(entry):
            newest[fact] = {"fact": fact, "value": value, "sequence": entry.sequence}
    if not newest:
        return
    statement = insert(work.connection, MACHINE_FACTS)
    added = statement.excluded
    newer = statement.on_conflict_do_update(
        index_elements=[_F.device, _F.fact],
        set_={"value": added.value, "sequence": added.sequence},
        where=_F.sequence < added.sequence,
    )
    work.connection.execute(newer, [{"device": device, **row} for row in newest.values()])


def keep_of_desk(work: Work, device: str, version: str) -> None:
    """Keep which version runs on a desk.

    Raises:
        UpdateRefusedError: it is no version.
    """
    demand_version(version)
    row = {"device": device, "fact": _VERSION, "value": version, "sequence": 0}
    put_row(work.connection, MACHINE_FACTS, row)


def facts_of(work: Work) -> dict[str, dict[str, str]]:
    """Return what each machine said last of itself."""
    facts: dict[str, dict[str, str]] = {}
    for device, fact, value in work.connection.execute(select(_F.device, _F.fact, _F.value)):
        facts.setdefault(device, {})[fact] = value
    return facts


def fleet_of(work: Work, by: str) -> FleetMessage:
    """Return every machine in use; the view is recorded."""
    record(work, AuditEvent.HQ_FLEET_VIEWED, "machines", by)
    facts, checks = facts_of(work), {check.device: check for check in last_checks(work)}
    units = {bound.device: bound.unit for bound in device_store.units(work.connection)}
    lists, contacts, updates = _lists(work), _contacts(work), _updates(work)
    machines = []
    asked, newest_version = asked_of(work), _newest_version(work)
    for row in enrollments.in_use(work.connection):
        device = row["device"]
        said, check = facts.get(device, {}), checks.get(device)
        machines.append(
            FleetMachine(
                device=device,
                kind=row["kind"],
                unit=row["place_name"] or units.get(device, ""),
                version=said.get(_VERSION, ""),
                program=said.get("program", ""),
                models=said.get("models", ""),
                settings=said.get("settings_file", ""),
                list_version=lists.get(device),
                lost=tuple(sorted(_lost(said))),
                checked_at=check.at if check else None,
                failed=check.failed if check else "",
                last_contact=contacts.get(device),
                package=said.get(PACKAGE_FACT, ""),
                update=updates.get(device, NO_UPDATE)
                if row["kind"] is not DeviceKind.DESK
                else _waiting(newest_version, said.get(_VERSION, "")),
                given=_given(said, *asked.get(device, ("", 0))),
                other_profile=_other(said.get("profile", ""), PROFILE.words),
            )
        )
    newest = work.connection.scalar(select(func.max(HOTLIST_VERSIONS.c.version))) or 0
    return FleetMessage(tuple(machines), newest, weakening_groups(work))


def waiting(work: Work, _caller: Caller) -> Iterator[Waits]:
    """Yield the machines that refused the settings of their group, or went back."""
    facts, asked = facts_of(work), asked_of(work)
    for row in enrollments.in_use(work.connection):
        device = row["device"]
        given = _given(facts.get(device, {}), *asked.get(device, ("", 0)))
        if given.state in (SettingsState.REFUSED, SettingsState.WENT_BACK):
            words = "It refused its group's settings or went back: see why, and set others"
            yield Waits(device, device, words)


def _other(said: str, own: str) -> str:
    return "" if said == own else said


def _given(said: dict[str, str], group: str, number: int) -> FleetSettings:
    """Return what a machine is asked to have of its group's settings, and what it says it has."""
    state = next((s for s in SettingsState if s == said.get(_STATE)), None)
    about = reported(said.get(_ABOUT))
    why = said.get(_WHY, "") if about == number else ""
    has = reported(said.get(GIVEN_FACT))
    return FleetSettings(group, number, has, state if about == number else None, why)


def _newest_version(work: Work) -> str:
    """Return the newest version that goes to machines, empty for none."""
    versions = [r.signed.facts.version for r in rollouts(work) if r.stage in LIVE_STAGES]
    return max(versions, key=demand_version, default="")


def _waiting(newest: str, version: str) -> FleetUpdate:
    """Return what a desk, which a technician updates, does not have yet."""
    has = demand_version(version) if version else ()
    return (
        FleetUpdate(newest, CarUpdateState.OFFERED)
        if newest and has < demand_version(newest)
        else NO_UPDATE
    )


def _updates(work: Work) -> dict[str, FleetUpdate]:
    """Return the newest package of each car by its version, and how far the car is with it."""
    updates: dict[str, FleetUpdate] = {}
    for rollout in rollouts(work):
        for car in rollout.message.cars:
            updates.setdefault(car.device, FleetUpdate(rollout.signed.facts.version, car.state))
    return updates


def _lists(work: Work) -> dict[str, int]:
    """Return with which list each car works."""
    rows = work.connection.execute(select(CAR_LISTS.c.device, CAR_LISTS.c.version))
    return {row.device: row.version for row in rows}


def _contacts(work: Work) -> dict[str, datetime]:
    """Return when each machine sent something or asked last."""
    sent = select(DEVICES.c.device, DEVICES.c.last_seen_at)
    asked = select(LISTENERS.c.device, LISTENERS.c.asked_at)
    last: dict[str, datetime] = {}
    for device, at in chain(*(work.connection.execute(query) for query in (sent, asked))):
        last[device] = max(at, last.get(device, at))
    return last


def _lost(said: dict[str, str]) -> Iterator[str]:
    """Yield the cameras without a picture."""
    for fact, value in said.items():
        if fact.startswith(_CAMERA) and value == _LOST:
            yield fact.removeprefix(_CAMERA)


def _facts(entry: AuditMessage) -> Iterator[tuple[str, str]]:
    """Yield what an entry says of its machine."""
    if entry.event == AuditEvent.STARTED:
        said = dict(entry.detail)
        yield from ((name, said.get(name, "")) for name in _OF_START)
    elif entry.event in _SETTINGS:
        state = _SETTINGS[AuditEvent(entry.event)]
        yield from ((_STATE, state.value), (_ABOUT, entry.subject))
        yield _WHY, dict(entry.detail).get("why", "")
        if state is SettingsState.PROVED:
            yield GIVEN_FACT, entry.subject
    elif entry.event in _CAMERAS:
        yield f"{_CAMERA}{entry.subject}", _CAMERAS[AuditEvent(entry.event)]
