"""What the officer's screen may ask of the car; every call returns at once.

The answer comes as an event (``HitChanged``, ``StepRefused``, ``SignedIn`` ...). The hits
themselves live on the records thread, which alone changes them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.hit.confirmation import AgencyReply, Urgency
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped, StopReason
from mdt_alpr.domain.hit.hit import TileCheck
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft
from mdt_alpr.domain.people.drills import PracticeResult
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.reading.typed_read import WhyUnread
from mdt_alpr.domain.retention.alpr_1 import Alpr1
from mdt_alpr.domain.retention.incidents import IncidentForm
from mdt_alpr.domain.review.trial_parts import Weather


@dataclass(frozen=True, slots=True)
class KeyUse:
    """Who uses a security key; ``question`` is the one that adds a key, empty to sign in."""

    person_id: str
    password: str
    pin: str
    question: str = ""

    def __repr__(self) -> str:
        """Return a text without password and PIN."""
        return f"KeyUse({self.person_id!r})"


class CrewDesk(Protocol):
    """Who works the screen."""

    def second_officer(self, *, present: bool) -> None:
        """Begin or end passenger mode; ignored while nobody is signed in (VER-10)."""
        ...


class OfficerCommands(Protocol):
    """What the officer asks."""

    def sign_in(self, person_id: str, password: str, code: str = "") -> None:
        """Begin a session."""
        ...

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        """Change a person's password at headquarters, and begin a session with it."""
        ...

    def offer_factor(self, person_id: str, password: str, code: str = "") -> None:
        """Ask headquarters for a new second factor; who has one gives a code of it."""
        ...

    def confirm_factor(self, person_id: str, password: str, code: str) -> None:
        """Put the second factor that headquarters offered in use by its first code."""
        ...

    def use_key(self, use: KeyUse, then: Callable[[str], None]) -> None:
        """Ask the person's security key, and give its answer to ``then`` in place of a code."""
        ...

    def cancel_key(self) -> None:
        """Wait for no touch of a security key any more."""
        ...

    def sign_out(self) -> None:
        """End the session."""
        ...

    def lock(self) -> None:
        """Save that the screen is locked: it still asks for the password after a restart."""
        ...

    def relay(self, hit_id: str, unit: str, device: str = "") -> None:
        """Pass a hit on to another unit; without a device headquarters finds the unit."""
        ...

    def painted(self, hit_id: str) -> None:
        """Record that the alert is on the screen now."""
        ...

    def silence(self, hit_id: str) -> None:
        """Stop the sound of an alert; decides nothing (U15)."""
        ...

    def open(self, hit_id: str) -> None:
        """Open a hit on the officer's screen; every other gate is shut (D8)."""
        ...

    def leave(self) -> None:
        """Go back to patrol: no hit is open on the screen."""
        ...

    def enter(self, hit_id: str, text: str, state: str, picture_s: float) -> None:
        """Enter characters and state as seen, after viewing the picture ``picture_s`` seconds."""
        ...

    def enter_by_tiles(self, hit_id: str, check: TileCheck, state: str, picture_s: float) -> None:
        """Enter a run over the tiles, the answer on the whole number, and the state (D2)."""
        ...

    def cannot_see(self, hit_id: str) -> None:
        """State that the plate cannot be seen well enough."""
        ...

    def answer_vehicle(self, hit_id: str, body: Body | None, color: Color | None) -> None:
        """State body and color as seen; None is "can't tell"."""
        ...

    def give_vehicle_reason(self, hit_id: str, reason: str) -> None:
        """Say why the vehicle differs from the record."""
        ...

    def give_state_reason(self, hit_id: str, reason: str) -> None:
        """Say why the state entered differs from the pictures."""
        ...

    def state_status(
        self,
        hit_id: str,
        source: StatusSource,
        result: StatusResult,
        dispatcher: str = "",
        *,
        asked_at: datetime | None = None,
    ) -> None:
        """State what MDT, Communications or DCIN answered."""
        ...

    def state_not_practicable(self, hit_id: str, source: StatusSource, reason: WhyNot) -> None:
        """State that a source could not be asked, and why."""
        ...

    def ask_status(self, hit_id: str) -> None:
        """Ask headquarters' gateway again; the program asks the first time by itself."""
        ...

    def record_stop(
        self, hit_id: str, reason: StopReason, minutes_ago: int, *, force_used: bool
    ) -> None:
        """Record a stop that was made without the checks (VER-03); the last record counts."""
        ...

    def request_confirmation(self, hit_id: str, nic: str, urgency: Urgency, oca: str) -> None:
        """Record that the telecommunicator has the request for the record with this NIC."""
        ...

    def answer_confirmation(
        self, hit_id: str, reply: AgencyReply, promised_in_minutes: int = 0
    ) -> None:
        """Record what the entering agency replied, and when it will be confirmed (VER-08)."""
        ...

    def initiate_stop(self, hit_id: str) -> None:
        """Initiate the stop, if the gate is open at this instant."""
        ...

    def release_hold(self, hit_id: str, held_s: float) -> None:
        """Record that the stop button was released too early: nothing was started."""
        ...

    def close(  # noqa: PLR0913 - one argument a question of the page
        self,
        hit_id: str,
        disposition: Disposition,
        *,
        stopped: Stopped | None = None,
        outcome: Outcome | None = None,
        force_used: bool | None = None,
        event_number: str = "",
    ) -> None:
        """End a hit with its one disposition."""
        ...


class PastReadsDesk(Protocol):
    """Questions for past reads; the answer comes as ``events.PastReadsAnswered``."""

    def ask_past_reads(self, query: PastReadsQuery) -> None:
        """Ask headquarters, which records the question; returns at once."""
        ...


class HoldsDesk(Protocol):
    """Preservation requests; the answer is ``HoldRequested`` or ``HoldNotRequested``."""

    def request_hold(self, form: Alpr1) -> None:
        """File form ALPR-1, with or without a link (09.21.8.C.2); returns at once."""
        ...


class IncidentsDesk(Protocol):
    """Reports of incidents; the answer is ``IncidentReported`` or ``IncidentNotReported``."""

    def find_own_hits(self) -> None:
        """Find the officer's newest hits and reports; the answer is ``OwnHitsFound``."""
        ...

    def report_incident(self, form: IncidentForm) -> None:
        """Report an incident, with or without a link (OPS-01); returns at once."""
        ...


class DrillsDesk(Protocol):
    """Results of practices at roll-call."""

    def keep_drill(self, person_id: str, result: PracticeResult) -> None:
        """Keep a result as the own one of who is signed in (D17); returns at once."""
        ...


class TrialDesk(Protocol):
    """What an officer says during a shift of a trial."""

    def see_weather(self, weather: Weather) -> None:
        """Note what is seen of the sky from now on; returns at once."""
        ...


class TypedPlatesDesk(Protocol):
    """What an officer asks about a plate that is seen and was not read, or not rightly."""

    def check_plate(self, text: str, state: str, why: WhyUnread) -> None:
        """Compare it with the list in use as a read is; returns at once."""
        ...

    def correct_read(self, read: Read, text: str, state: str) -> None:
        """Keep what is seen beside a misread, and compare it likewise; returns at once."""
        ...


class EntriesDesk(Protocol):
    """What officers ask about their own entries (09.21.5.A.6)."""

    def add_entry(self, draft: EntryDraft) -> None:
        """Make an entry; it alerts in this car at once."""
        ...

    def remove_entry(self, entry_id: str) -> None:
        """End an own entry; it stops alerting at once (MAN-04)."""
        ...

    def ask_more_time(self, entry_id: str, justification: str) -> None:
        """Ask in writing for more than the entry's 30 days (MAN-03)."""
        ...

    def recheck_entry(self, entry_id: str, *, still_wanted: bool) -> None:
        """State what DCIN or the owner said about a wanted person; not wanted ends it (MAN-08)."""
        ...
