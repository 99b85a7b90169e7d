"""To which cars a package goes, and how far each of them is (SI-2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.program_update import (
    FAILED_STATES,
    LIVE_STAGES,
    CarUpdateState,
    PackageKind,
    UpdateRefusedError,
    UpdateStage,
    cars_in,
    next_stage,
    stage_after,
)
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.database import hold_name, insert
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, Work
from mdt_alpr.hq.base.tables import ENROLLED_DEVICES
from mdt_alpr.hq.fleet.tables import CAR_UPDATES, MACHINE_FACTS, PROGRAM_PACKAGES
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage
from mdt_alpr.wire.program_updates import (
    CarUpdate,
    FirstCarRequest,
    ProgramPackage,
    ProgramPackages,
    SignedPackage,
)

PACKAGE_FACT = "package"
"""A machine says by it for which kind of package it is set up (``fleet.facts``)."""
_P, _U, _F, _D = PROGRAM_PACKAGES.c, CAR_UPDATES.c, MACHINE_FACTS.c, ENROLLED_DEVICES.c
_STATES = {
    AuditEvent.UPDATE_FETCHED: CarUpdateState.FETCHED,
    AuditEvent.UPDATE_REFUSED: CarUpdateState.REFUSED,
    AuditEvent.UPDATE_INSTALLED: CarUpdateState.INSTALLED,
    AuditEvent.UPDATE_PROVED: CarUpdateState.GOOD,
    AuditEvent.UPDATE_ROLLED_BACK: CarUpdateState.ROLLED_BACK,
}
_ROLLOUTS = "program updates"


@dataclass(frozen=True, slots=True)
class Rollout:
    """A package that was published, with the cars of its stage and what cars said of it."""

    signed: SignedPackage
    message: ProgramPackage
    first: str
    cars: tuple[str, ...]

    @property
    def stage(self) -> UpdateStage:
        """Return to which cars it goes by now, as they report."""
        states = {update.device: update.state for update in self.message.cars}
        by_itself = self.message.by_itself
        return stage_after(self.message.stage, self.cars, states, by_itself=by_itself)


# ---------------------------------------------------------------- what cars report


def note(work: Work, device: str, entries: Iterable[AuditMessage]) -> None:
    """Keep what a car says of packages; an earlier entry that comes late changes nothing."""
    rows = [
        {
            "number": int(entry.subject),
            "device": device,
            "state": _STATES[AuditEvent(entry.event)],
            "at": min(entry.at, work.now),
            "sequence": entry.sequence,
            "why": dict(entry.detail).get("why", ""),
        }
        for entry in sorted(entries, key=lambda entry: entry.sequence)
        if entry.event in _STATES and entry.subject.isascii() and entry.subject.isdecimal()
    ]
    statement = insert(work.connection, CAR_UPDATES)
    added = statement.excluded
    names = "state", "at", "sequence", "why"
    newer = statement.on_conflict_do_update(
        index_elements=[_U.number, _U.device],
        set_={name: added[name] for name in names},
        where=_U.sequence < added.sequence,
    )
    known = set(work.connection.scalars(select(_P.number))) if rows else set()
    for row in rows:
        if row["number"] in known:
            work.connection.execute(newer, row)


def settle(hq: Headquarters) -> None:
    """Let each package go on, or stop it, as its cars reported."""
    with hq.reading() as work:
        is_due = any(_is_due(rollout) for rollout in rollouts(work))
    if is_due:
        with hq.writing() as work:
            settle_in(work)


def settle_in(work: Work) -> None:
    """Do so in a transaction that is there; a stage whose cars did well already is passed."""
    hold_name(work.connection, _ROLLOUTS)
    while due := [rollout for rollout in rollouts(work) if _is_due(rollout)]:
        for rollout in due:
            _set_stage(work, rollout, rollout.stage, NOBODY)


def _is_due(rollout: Rollout) -> bool:
    return rollout.stage is not rollout.message.stage


# ---------------------------------------------------------------- what a car is offered


def offer_to(work: Work, device: str) -> SignedPackage | None:
    """Return the package that a car is to install: the newest that its stage has for it."""
    for rollout in rollouts(work):
        if rollout.stage in LIVE_STAGES and device in rollout.cars:
            return rollout.signed
    return None


def rollouts(work: Work) -> Iterator[Rollout]:
    """Yield every package, the newest first."""
    by_kind: dict[str, list[str]] = {}
    set_up = (
        select(_F.device, _F.value)
        .join(ENROLLED_DEVICES, _D.device == _F.device)
        .where(_F.fact == PACKAGE_FACT, _D.kind != DeviceKind.DESK, _D.revoked_at.is_(None))
    )
    for device, kind in work.connection.execute(set_up):
        by_kind.setdefault(kind, []).append(device)
    said: dict[int, dict[str, CarUpdate]] = {}
    for row in work.connection.execute(select(CAR_UPDATES)):
        told = CarUpdate(row.device, row.state, row.at, row.why)
        said.setdefault(row.number, {})[row.device] = told
    for row in work.connection.execute(select(PROGRAM_PACKAGES).order_by(_P.number.desc())):
        signed = decode(SignedPackage, row.signed)
        known = by_kind.get(signed.facts.kind, [])
        cars = cars_in(row.stage, row.first, known)
        told_by = said.get(row.number, {})
        shown = sorted({*cars, *told_by})
        message = ProgramPackage(
            facts=signed.facts,
            published_at=row.published_at,
            published_by=row.published_by,
            confirmed_by=row.confirmed_by,
            stage=row.stage,
            by_itself=row.by_itself,
            cars=tuple(told_by.get(car) or _offered(car) for car in shown),
        )
        yield Rollout(signed, message, row.first, cars)


def _offered(car: str) -> CarUpdate:
    return CarUpdate(car, CarUpdateState.OFFERED, None, "")


# ---------------------------------------------------------------- what people decide


def packages_of(work: Work, by: str) -> ProgramPackages:
    """Return every package; the view is recorded."""
    record(work, AuditEvent.HQ_UPDATES_VIEWED, "packages", by)
    return ProgramPackages(tuple(rollout.message for rollout in rollouts(work)))


def waiting(work: Work, _caller: Caller) -> Iterator[Waits]:
    """Yield the newest packages that cars stopped, until a newer one is published."""
    kinds = set[PackageKind]()
    for rollout in rollouts(work):
        facts = rollout.signed.facts
        failed = [car.device for car in rollout.message.cars if car.state in FAILED_STATES]
        if facts.kind not in kinds and failed:
            cars = failed[0] if len(failed) == 1 else f"{len(failed)} cars"
            words = f"{cars} refused it or went back: publish one that mends it"
            yield Waits(str(facts.number), f"Version {facts.version}", words)
        kinds.add(facts.kind)


def begin(work: Work, number: int, asked: FirstCarRequest, by: str) -> None:
    """Let a package go to its first car.

    Raises:
        UpdateRefusedError: it went to a car already, or no such car takes such packages.
    """
    rollout = _demand(work, number)
    if rollout.message.stage is not UpdateStage.NONE:
        message = "It went to a car already. Advance it, or publish a newer version."
        raise UpdateRefusedError(message)
    query = select(_F.value).where(_F.device == asked.device, _F.fact == PACKAGE_FACT)
    if work.connection.scalar(query) != rollout.signed.facts.kind:
        raise UpdateRefusedError(
            "No car of this name said that it installs such packages. The technician sets a "
            "machine up with mdt-alpr install-update; it says so at its next start."
        )
    values = {"first": asked.device, "by_itself": asked.by_itself}
    work.connection.execute(update(PROGRAM_PACKAGES).where(_P.number == number).values(values))
    _set_stage(work, rollout, UpdateStage.ONE, by, ("first", asked.device))


def advance(work: Work, number: int, by: str) -> None:
    """Let a package go to the cars of its next stage.

    Raises:
        UpdateRefusedError: there is none, or it goes to none yet.
    """
    rollout = _demand(work, number)
    _set_stage(work, rollout, next_stage(rollout.message.stage), by)


def stop(work: Work, number: int, by: str) -> None:
    """Let a package go to no further car, for good.

    Raises:
        UpdateRefusedError: it is stopped already.
    """
    rollout = _demand(work, number)
    if rollout.message.stage is UpdateStage.STOPPED:
        raise UpdateRefusedError("It is stopped already.")
    _set_stage(work, rollout, UpdateStage.STOPPED, by)


def _demand(work: Work, number: int) -> Rollout:
    hold_name(work.connection, _ROLLOUTS)
    for rollout in rollouts(work):
        if rollout.signed.facts.number == number:
            demand_seen(rollout.message.stage)
            return rollout
    raise UpdateRefusedError("No package has this number.")


def _set_stage(
    work: Work, rollout: Rollout, stage: UpdateStage, by: str, *facts: tuple[str, str]
) -> None:
    number = rollout.signed.facts.number
    work.connection.execute(
        update(PROGRAM_PACKAGES).where(_P.number == number).values(stage=stage)
    )
    stopped = stage is UpdateStage.STOPPED
    event = AuditEvent.HQ_UPDATE_STOPPED if stopped else AuditEvent.HQ_UPDATE_STAGED
    record(work, event, str(number), by, ("stage", stage.value), *facts)
