"""One transaction a fact: the state, the message for headquarters and the audit entry together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.domain.hit.trial import was_in_trial
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol import outgoing
from mdt_alpr.patrol.hit_facts import Facts
from mdt_alpr.patrol.sealing import Sealing
from mdt_alpr.patrol.store_port import Store, UnitOfWork
from mdt_alpr.wire.messages import PictureMessage
from mdt_alpr.wire.notices import RelayMessage

AUDITED_FACTS = frozenset(
    """
    outcome picture_s source result kind capture_to_alert_s method held_s whole_number tiles_s
    whole_number_s how number query reply simulated status stop_reason urgency when from read
    """.split()  # noqa: SIM905 - as in reason_words
)
"""Facts that are not captured plate data and so may outlive it in the audit chain (RET-09)."""


@dataclass(frozen=True, slots=True)
class HitRecorder:
    """Writes what happened; used on the records thread only."""

    store: Store
    clock: Clock
    unit: str
    software: str
    sealing: Sealing | None = None
    """Seals the evidence of every hit that ends; None in a car without a key."""

    def now(self) -> datetime:
        """Return the present instant."""
        return self.clock.now()

    def save_read(self, read: Read, person: str) -> None:
        """Keep a read, or its later revision."""
        with self.store.begin() as work:
            work.save_read(read)
            message = outgoing.read_message(read, self.unit, person, self.software)
            work.queue(ItemKind.READ, message)

    def save_unread(self, message: PictureMessage, picture: bytes) -> None:
        """Keep the picture of a plate that was not read until headquarters has it."""
        with self.store.begin() as work:
            work.save_unread(message, picture)

    def open_hits(self) -> tuple[Hit, ...]:
        """Return every hit that has no disposition yet."""
        with self.store.begin() as work:
            return work.open_hits()

    def record_raised(self, hit: Hit, person: str) -> None:
        """Keep a hit as it was raised."""
        with self.store.begin() as work:
            work.save_hit(hit)
            in_trial = was_in_trial(hit)
            kind = ItemKind.TRIAL_HIT if in_trial else ItemKind.HIT
            work.queue(kind, outgoing.hit_message(hit, self.unit, person))
            there = hit.relayed_from
            detail = [("relayed_from", there.hit_id)] if there else []
            detail += [("trial", "true")] if in_trial else []
            work.record(AuditEvent.HIT_RAISED, hit.hit_id, person, _offense(hit), *detail)

    def record_step(
        self, before: Hit, after: Hit, person: str, event: AuditEvent, facts: Facts
    ) -> None:
        """Keep a step of a hit with its facts, and the contrary fact that it brought."""
        with self.store.begin() as work:
            work.save_hit(after)
            message = outgoing.answer_message(after, event, self.now(), person, facts)
            work.queue(ItemKind.ANSWER, message)
            work.record(event, after.hit_id, person, *_audited(facts))
            for code in _restricted(before, after):
                work.record(AuditEvent.RESTRICTED_SHOWN, after.hit_id, person, ("category", code))
            if event is not AuditEvent.CONTRARY_FACT:
                for fact in after.contrary[len(before.contrary) :]:
                    detail = ("kind", fact.kind.value), ("source", fact.source)
                    work.record(AuditEvent.CONTRARY_FACT, after.hit_id, person, *detail)

    def record_stop(self, hit: Hit, person: str) -> None:
        """Keep the decision to stop with the gate as it then was."""
        message = outgoing.stop_message(hit, person)
        with self.store.begin() as work:
            work.save_hit(hit)
            work.queue(ItemKind.STOP, message)
            detail = ("gate", message.gate_form)
            work.record(AuditEvent.STOP_INITIATED, hit.hit_id, person, detail, _offense(hit))

    def record_end(self, hit: Hit, person: str) -> None:
        """Keep how a hit ended."""
        if hit.closing is None:
            raise ValueError("a hit is closed with a closing")
        with self.store.begin() as work:
            work.save_hit(hit)
            work.queue(ItemKind.DISPOSITION, outgoing.disposition_message(hit, person))
            detail = ("disposition", hit.closing.disposition.value)
            if self.sealing is not None:
                self.sealing.seal(work, hit, person, self.now())
            work.record(AuditEvent.HIT_CLOSED, hit.hit_id, person, detail, _offense(hit))

    def record_relay(self, hit: Hit, message: RelayMessage, person: str) -> None:
        """Keep that a hit was passed on, and send it on its way (D9)."""
        with self.store.begin() as work:
            work.save_hit(hit)
            work.queue(ItemKind.RELAY, message)
            detail = ("to", message.to_unit), ("as", message.relay_id)
            work.record(AuditEvent.HIT_PASSED_ON, hit.hit_id, person, *detail)

    def save_rejection(self, rejection: EarlierRejection) -> None:
        """Keep a rejection of the agency (ALR-08)."""
        with self.store.begin() as work:
            work.notices.save_rejection(rejection)

    def rejections_of(self, hit: Hit) -> tuple[EarlierRejection, ...]:
        """Return the rejections that are kept on any record that the hit may be."""
        with self.store.begin() as work:
            return work.notices.rejections([match.entry.entry_id for match in hit.matches])

    def knows_hit(self, hit_id: str) -> bool:
        """Return whether a hit is kept, open or closed."""
        with self.store.begin() as work:
            return work.notices.knows_hit(hit_id)

    def save(self, hit: Hit) -> None:
        """Keep what a hit carries for its evidence; nobody took a step."""
        with self.store.begin() as work:
            work.save_hit(hit)

    def announce_key(self, work: UnitOfWork) -> None:
        """Tell headquarters this device's key, where it has one."""
        if self.sealing is not None:
            self.sealing.announce_key(work, self.now())

    def lock_screen(self) -> None:
        """Keep that the screen is locked, for a restart (ACC-06)."""
        with self.store.begin() as work:
            work.lock_screen()

    def note_sign_in(self, work: UnitOfWork, person: str, *, signed_in: bool) -> None:
        """Tell headquarters who signed in or out on this device, where it has a key."""
        if self.sealing is not None:
            self.sealing.note_sign_in(work, person, self.now(), signed_in=signed_in)

    def record(
        self, event: AuditEvent, subject: str, person: str, *detail: tuple[str, str]
    ) -> None:
        """Record an event that changes no read and no hit."""
        with self.store.begin() as work:
            work.record(event, subject, person, *detail)


def _offense(hit: Hit) -> tuple[str, str]:
    """Return what the vehicle is listed for (AUD-01)."""
    return "offense", hit.category.offense if hit.matches else ""


def _restricted(before: Hit, after: Hit) -> list[str]:
    """Return the restricted files whose records this step was the first to show (HOT-10)."""
    if before.entry is not None:
        return []
    return sorted({r.category for r in after.records if r.kind.restricted})


def _audited(facts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in facts if name in AUDITED_FACTS]
