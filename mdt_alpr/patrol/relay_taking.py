"""The part of the officer's desk that hears of other units, and tells them.

Relayed hits are raised unverified; a "no" from elsewhere shuts the gate at once; earlier
rejections are remembered with every hit that they concern.
"""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit.disposition import REJECTIONS
from mdt_alpr.domain.hit.hit import Contrary, Hit
from mdt_alpr.domain.hit.known_before import RejectedPlate, Rejection, is_about, stays_quiet
from mdt_alpr.domain.hit.refutation import OF_RESULT, TOLD
from mdt_alpr.domain.hit.relay import pass_on, take_pictures
from mdt_alpr.domain.hit.relayed import RelayedTo
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.officer import Officer
from mdt_alpr.patrol import trace_steps
from mdt_alpr.patrol.events import HitChanged, HitRaised, RelayFailed, StepRefused
from mdt_alpr.patrol.relay_messages import Sender, relay_message
from mdt_alpr.patrol.steps import Facts


@dataclass(frozen=True, slots=True)
class WantedPicture:
    """A picture of a relayed hit that has not come yet."""

    hit_id: str
    digest: str


class RelayTaking:
    """Takes and gives hits and answers of other units, on the records thread.

    What inherits it gives ``_parts``, ``_hits``, ``_is_at_screen``, ``_mind_officer``,
    ``_contradict``, ``_compare_with_list`` and ``_settled``.
    """

    _parts: Any
    _hits: dict[str, Hit]

    def __init__(self) -> None:
        super().__init__()
        self._rejected: list[RejectedPlate] = []

    # ------------------------------------------------------------------- from the officer

    def relay(self, hit_id: str, unit: str, device: str = "") -> None:
        """Pass a hit on to another unit."""
        officer = self._parts.sessions.officer

        def work() -> None:
            if self._is_at_screen(officer, hit_id):
                self._relay(officer, hit_id, RelayedTo(unit, device, self._parts.keeping.now()))

        self._parts.records.do(work)

    # --------------------------------------------- from headquarters, on the records thread

    def raise_relayed(self, hit: Hit) -> None:
        """Raise a hit that another unit passed on, unverified; once."""
        if hit.hit_id in self._hits or self._parts.keeping.knows_hit(hit.hit_id):
            return
        self._take_hit(self._settled(hit))

    def take_no(self, hit_id: str, kind: Contrary, source: str, number: int) -> None:
        """Shut the gate of a hit: another car, or who answered it, says no (VER-05)."""
        if (hit := self._hits.get(hit_id)) is not None:
            self._contradict(hit, kind, source, ((TOLD, str(number)),))

    def take_rejection(self, rejection: Rejection) -> None:
        """Remember a rejection of the agency, also with the hits that are open now."""
        self._parts.keeping.rejected(rejection)
        for hit in tuple(self._hits.values()):
            if any(is_about(rejection, match.entry) for match in hit.matches):
                known = _with(hit.known_before, rejection)
                self._hits[hit.hit_id] = shown = replace(hit, known_before=known)
                self._parts.publish(HitChanged(shown))

    def not_passed(self, hit_id: str, unit: str) -> None:
        """Tell the officer that a hit reached nobody."""
        self._parts.publish(RelayFailed(hit_id, unit))

    def wanted_pictures(self) -> tuple[WantedPicture, ...]:
        """Return the pictures of relayed hits that have not come yet."""
        wanted = []
        for hit in self._hits.values():
            if (there := hit.relayed_from) is None:
                continue
            pictures = (there.crop_digest, hit.read.crop), (there.context_digest, hit.read.context)
            wanted += [WantedPicture(hit.hit_id, d) for d, jpeg in pictures if d and not jpeg]
        return tuple(wanted)

    def take_picture(self, wanted: WantedPicture, jpeg: bytes) -> None:
        """Put a picture of a relayed hit in its place."""
        hit = self._hits.get(wanted.hit_id)
        if hit is None or hit.relayed_from is None:
            return
        is_crop = hit.relayed_from.crop_digest == wanted.digest
        crop, context = (jpeg, b"") if is_crop else (b"", jpeg)
        pictured = take_pictures(hit, crop, context)
        self._parts.keeping.carried(pictured)
        self._hits[hit.hit_id] = pictured
        self._parts.publish(HitChanged(pictured))

    # ---------------------------------------------------------------------------- inside

    def _take_hit(self, hit: Hit) -> None:
        """Keep a hit with what is known of it, then alert, even where the disk refuses it."""
        known = replace(self._with_memory(hit), officer=self._parts.sessions.officer)
        self._hits[hit.hit_id] = known
        try:
            self._parts.keeping.raised(known, self._parts.sessions.person_id)
        finally:
            self._parts.publish(HitRaised(known))
            self._compare_with_list(hit.hit_id)

    def _with_memory(self, hit: Hit) -> Hit:
        """Add earlier rejections; a plate rejected just before is shown without a sound."""
        now = self._parts.keeping.now()
        known = replace(hit, known_before=self._parts.keeping.rejections_of(hit))
        plate = hit.read.characters, _records(hit)
        if any(rejected.is_quiet(*plate, now) for rejected in self._rejected):
            return replace(known, silenced_at=now)
        return known

    def _remember_rejection(self, closed: Hit) -> None:
        """Remember a hit that ended as rejected, before headquarters tells of it (ALR-07)."""
        closing = closed.closing
        if closing is None or closing.disposition not in REJECTIONS:
            return
        plate = RejectedPlate(closed.read.characters, _records(closed), closing.at)
        quiet = [r for r in self._rejected if stays_quiet(r.at, closing.at)]
        self._rejected = [*quiet, plate]
        said_no = any(fact.kind in set(OF_RESULT.values()) for fact in closed.contrary)
        for entry in closed.records or tuple(match.entry for match in closed.matches):
            self._parts.keeping.rejected(
                Rejection(
                    rejection_id=closed.hit_id,
                    entry_id=entry.entry_id,
                    text=entry.plate.text,
                    state=entry.plate.state,
                    cause=closing.disposition,
                    by_status=said_no,
                    at=closing.at,
                    captured_at=closed.read.captured_at,
                )
            )

    def _relay(self, officer: Officer, hit_id: str, to: RelayedTo) -> None:
        self._mind_officer(hit_id)
        hit, keeping = self._hits.get(hit_id), self._parts.keeping
        if hit is None:
            self._parts.publish(StepRefused(hit_id, "This hit is closed."))
            return
        try:
            passed = pass_on(hit, to.unit, to.device, to.at)
        except DomainError as error:
            self._parts.publish(StepRefused(hit_id, str(error)))
            return
        if passed == hit:
            return
        passed = trace_steps.with_step(passed, AuditEvent.HIT_PASSED_ON, to.at, officer)
        sender = Sender(keeping.unit, officer.person_id, officer.name, keeping.software)
        relay_id = new_id(to.at, secrets.token_bytes(10))
        message = relay_message(passed, sender, to, relay_id)
        keeping.passed_on(passed, message, officer.person_id)
        self._hits[hit_id] = passed
        self._parts.publish(HitChanged(passed))

    def _is_at_screen(self, officer: Officer, hit_id: str) -> bool:
        raise NotImplementedError

    def _mind_officer(self, hit_id: str) -> None:
        raise NotImplementedError

    def _contradict(self, hit: Hit, kind: Contrary, source: str, told: Facts = ()) -> None:
        raise NotImplementedError

    def _compare_with_list(self, hit_id: str) -> None:
        raise NotImplementedError

    def _settled(self, hit: Hit) -> Hit:
        raise NotImplementedError


def _records(hit: Hit) -> frozenset[str]:
    return frozenset(match.entry.entry_id for match in hit.matches)


def _with(known: tuple[Rejection, ...], new: Rejection) -> tuple[Rejection, ...]:
    key = new.rejection_id, new.entry_id
    return (*(r for r in known if (r.rejection_id, r.entry_id) != key), new)
