"""Each wish of the officer as a step of the rules, its audit event, and its facts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit import read_revision as later_looks
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.hit import (
    Hit,
    NotPracticable,
    StatusReply,
    StatusResult,
    StatusSource,
    VehicleAnswer,
    WhyNot,
)
from mdt_alpr.domain.hit.tile_answers import TileCheck
from mdt_alpr.domain.hit.vehicle import Body, Colour
from mdt_alpr.domain.reading.reading import PlateText, Read

Facts = tuple[tuple[str, str], ...]

_OUTCOMES = {True: "matched", False: "differed", None: "one more wanted"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A step to take, the name under which it is recorded, and what headquarters is told.

    ``facts`` looks at the hit after the step, so that an answer travels with its outcome.
    """

    event: AuditEvent
    take: Callable[[Hit, datetime], Hit]
    facts: Callable[[Hit], Facts]


def painted() -> Taken:
    """The alert stands on the screen."""

    def take(hit: Hit, now: datetime) -> Hit:
        return hit if hit.painted_at else replace(hit, painted_at=now)

    return Taken(AuditEvent.HIT_PAINTED, take, _painted_facts)


def second_look(seen: PlateText) -> Taken:
    """The second reader looked at the same picture."""
    facts: Facts = (("text", seen.text), ("state", seen.state))

    def take(hit: Hit, now: datetime) -> Hit:  # noqa: ARG001 - one shape for every step
        return later_looks.take_second_look(hit, seen)

    return Taken(AuditEvent.SECOND_LOOK, take, lambda _: facts)


def better_vote(revised: Read) -> Taken:
    """More looks of the pass agree on another state than was read, or tell O from 0."""
    facts: Facts = (("text", revised.text), ("state", revised.state))

    def take(hit: Hit, now: datetime) -> Hit:  # noqa: ARG001 - one shape for every step
        return later_looks.take_better_vote(hit, revised)

    return Taken(AuditEvent.STATE_REVISED, take, lambda _: facts)


def silenced() -> Taken:
    """The officer silences the alert."""

    def take(hit: Hit, now: datetime) -> Hit:
        return hit if hit.silenced_at else replace(hit, silenced_at=now)

    return Taken(AuditEvent.HIT_SILENCED, take, _no_facts)


def opened() -> Taken:
    """The officer opens the hit."""
    return Taken(AuditEvent.HIT_OPENED, verification.open_hit, _no_facts)


def entered(text: str, state: str, picture_s: float) -> Taken:
    """The officer enters what is seen."""

    def take(hit: Hit, now: datetime) -> Hit:
        return verification.enter(hit, text, state, now, picture_s=picture_s)

    def facts(hit: Hit) -> Facts:
        last = hit.attempts[-1]
        return (
            ("text", last.text),
            ("state", last.state),
            ("picture_s", f"{last.picture_s:.1f}"),
            ("outcome", _OUTCOMES[last.matched]),
            ("method", last.method.value),
        )

    return Taken(AuditEvent.ENTRY_MADE, take, facts)


def checked_by_tiles(check: TileCheck, state: str, picture_s: float) -> Taken:
    """The officer answers character tiles and says what the whole number is (D2)."""

    def take(hit: Hit, now: datetime) -> Hit:
        return verification.enter_by_tiles(hit, check, state, now, picture_s=picture_s)

    def facts(hit: Hit) -> Facts:
        last = hit.attempts[-1]
        answers = " ".join(
            f"{a.position + 1}={a.glyph}{' control' if a.control else ''} {a.after_s:.1f}s"
            for a in check.answers
        )
        return (
            ("text", last.text),
            ("state", last.state),
            ("picture_s", f"{last.picture_s:.1f}"),
            ("outcome", _OUTCOMES[last.matched]),
            ("method", last.method.value),
            ("tiles", answers),
            ("look", check.look.value),
            ("tiles_s", f"{check.tiles_s:.1f}"),
            ("look_s", f"{check.look_s:.1f}"),
        )

    return Taken(AuditEvent.TILES_CHECKED, take, facts)


def cannot_see() -> Taken:
    """The officer cannot see the plate well enough."""
    return Taken(AuditEvent.CANNOT_SEE, lambda hit, _: verification.cannot_see(hit), _no_facts)


def vehicle(body: Body | None, colour: Colour | None) -> Taken:
    """The officer says which body and colour are seen."""

    def take(hit: Hit, now: datetime) -> Hit:
        return verification.answer_vehicle(hit, VehicleAnswer(body, colour, now))

    seen: Facts = (
        ("body", body.value if body else "can't tell"),
        ("colour", colour.value if colour else "can't tell"),
    )

    def facts(hit: Hit) -> Facts:
        again = hit.vehicle_reasons and hit.vehicle_reasons[-1].look is not None
        return (*seen, ("when", "after the record" if again else "before the record"))

    return Taken(AuditEvent.VEHICLE_ANSWERED, take, facts)


def vehicle_reason(reason: str) -> Taken:
    """The officer says why the vehicle differs from the record."""

    def take(hit: Hit, now: datetime) -> Hit:
        return verification.give_vehicle_reason(hit, reason, now)

    def facts(hit: Hit) -> Facts:
        given = hit.vehicle_reasons[-1]
        when = "after the stop" if given.later else "before the stop"
        return (("reason", given.reason), ("when", when))

    return Taken(AuditEvent.VEHICLE_REASON_GIVEN, take, facts)


def status(
    source: StatusSource,
    result: StatusResult,
    dispatcher: str,
    asked_at: datetime | None = None,
) -> Taken:
    """The officer states a status reply; ``asked_at`` is the time stamped with one tap."""

    def take(hit: Hit, now: datetime) -> Hit:
        reply = StatusReply(source, result, now, dispatcher, asked_at)
        return verification.state_status(hit, reply)

    told: Facts = (
        ("source", source.value),
        ("result", result.value),
        ("dispatcher", dispatcher),
        ("how", "stated"),
        ("asked_at", asked_at.isoformat() if asked_at else ""),
    )
    return Taken(AuditEvent.STATUS_STATED, take, lambda _: told)


def not_practicable(source: StatusSource, reason: WhyNot) -> Taken:
    """The officer states that a source could not be asked."""

    def take(hit: Hit, now: datetime) -> Hit:
        return verification.state_not_practicable(hit, NotPracticable(source, reason, now))

    told: Facts = (("source", source.value), ("reason", reason.value))
    return Taken(AuditEvent.STATUS_NOT_PRACTICABLE, take, lambda _: told)


def _no_facts(_: Hit) -> Facts:
    return ()


def _painted_facts(hit: Hit) -> Facts:
    if hit.painted_at is None:
        return ()
    waited = (hit.painted_at - hit.read.captured_at).total_seconds()
    return (("capture_to_alert_s", f"{waited:.3f}"),)
