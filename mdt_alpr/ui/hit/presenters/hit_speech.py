"""What the car says of a hit: category; the officer's own entry; only then the record (D14)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.hit.alerting import ALERT_TONES, alert_tone, is_audible, outdoes, setting_of
from mdt_alpr.domain.hit.gate import Check, CheckStatus, Gate
from mdt_alpr.domain.hit.gateway import speaks_against
from mdt_alpr.domain.hit.hit import EntryAttempt, EntryMethod, Hit
from mdt_alpr.domain.hit.vehicle import listed_vehicle
from mdt_alpr.domain.hotlist.hotlist import AlertStyle
from mdt_alpr.domain.hotlist.matching import MatchClass
from mdt_alpr.domain.policy import DOES_NOT_MATCH_WORDS, NOT_A_MATCH_WORDS
from mdt_alpr.ui.hit.models.hit_view import Spoken
from mdt_alpr.ui.hit.presenters.hit_words import (
    CONTRARY_WORDS,
    date_words,
    read_aloud,
    source_of,
    state_name,
)

_MATCH_WORDS = {
    MatchClass.EXACT: "Possible match",
    MatchClass.STATE_NOT_CONFIRMED: "State not confirmed",
    MatchClass.LOOK_ALIKE: "Look-alike",
}


class FloodFilter(QObject):
    """Stands between what the hits say and the voice.

    Signals:
        spoken: what to say (``Spoken``).
    """

    spoken = Signal(object)

    def __init__(self, is_flood: Callable[[], bool]) -> None:
        super().__init__()
        self._is_flood = is_flood
        self._heard = set[str]()

    @Slot(object)
    def take(self, spoken: Spoken) -> None:
        """Pass it on; of the alerts of a flood the first, as a summary, then what outdoes it."""
        if spoken.tone not in ALERT_TONES:
            self.spoken.emit(spoken)
            return
        if not self._is_flood():
            self._heard.clear()
            self.spoken.emit(spoken)
            return
        if not self._heard:
            self.spoken.emit(Spoken("Many hits. See the list, F 4.", spoken.tone))
        elif outdoes(spoken.tone, self._heard):
            self.spoken.emit(spoken)
        self._heard.add(spoken.tone)


def raised_speech(hit: Hit) -> Spoken:
    """Return the alert: never a plate, nothing of the record but its category.

    An officer who does not look hears from tone and words how good the match is (D15).
    """
    setting = setting_of(hit)
    if not is_audible(hit):
        return Spoken("")  # the same plate was rejected just before (ALR-07), or as it was set
    words = "" if setting.style is AlertStyle.TONE else _alert(hit)
    return Spoken(words, alert_tone(setting.priority, hit.primary_match.match_class))


def _alert(hit: Hit) -> str:
    kind = hit.category
    if (there := hit.relayed_from) is not None:
        by = there.unit if there.officer else f"Fixed camera {there.unit}"
        return f"{by} passes on a possible match. {kind.name}. Not verified by you."
    driver = " Driver not identified." if kind.person_linked else ""
    return f"{_MATCH_WORDS[hit.primary_match.match_class]}. {kind.name}.{driver} Not verified."


def entered_speech(hit: Hit) -> Spoken:
    """Return what is said after an entry: it is read back, then its outcome.

    A number that was checked by tiles is the reader's in part: it is read back once it matched.
    """
    last = hit.attempts[-1]
    if last.method is EntryMethod.TILES_AND_NUMBER:
        return Spoken(_checked_outcome(hit, last))
    if last.matched is None:
        outcome = "Readers disagree. Enter it once more from another picture."
    elif last.matched:
        outcome = f"It matches the record. Not verified. {_record(hit)}"
    else:
        outcome = DOES_NOT_MATCH_WORDS
    return Spoken(f"You entered {_entry(last)}. {outcome}")


def _checked_outcome(hit: Hit, last: EntryAttempt) -> str:
    if last.matched is None:
        return "Readers disagree. Check it once more from another picture."
    if last.matched:
        return f"You checked {_entry(last)}. It matches the record. {_record(hit)}"
    return DOES_NOT_MATCH_WORDS


def gone_speech(hit: Hit) -> Spoken:
    """Return that the basis for a stop is gone, who said so, and why."""
    fact = hit.contrary[-1]
    words = NOT_A_MATCH_WORDS.capitalize().replace(". basis", ". Basis")
    why = f"{source_of(fact)}: {CONTRARY_WORDS[fact.kind]}."
    return Spoken(f"{words} {why}", "gate_closed")


def late_speech(hit: Hit) -> Spoken | None:
    """Return what an answer says against a hit that has ended, if anything."""
    against = [kind for asked in hit.asked if (kind := speaks_against(asked)) is not None]
    if not against:
        return None
    return Spoken(f"Late reply on a closed hit: {CONTRARY_WORDS[against[-1]]}.", "gate_closed")


def locked_speech(gate: Gate) -> Spoken:
    """Return why an open gate has locked by itself."""
    statuses = dict(gate.checks)
    asked = statuses[Check.STATUS], statuses[Check.DCIN]
    if CheckStatus.CLOCK_CHANGED in asked:
        why = "The clock changed. Check again."
    elif CheckStatus.EXPIRED in asked:
        why = "The reply has expired. Check again."
    elif not gate.missing:
        why = "The record has expired."
    else:
        why = f"{len(gate.missing)} checks left." if len(gate.missing) > 1 else "One check left."
    return Spoken(f"Stop locked. {why}", "gate_closed")


def left_speech() -> Spoken:
    """Return that the gate of a hit has locked because another was opened (D8)."""
    return Spoken("Stop locked on the hit you left: another is open.", "gate_closed")


def _entry(attempt: EntryAttempt) -> str:
    return f"{read_aloud(attempt.text)}, {state_name(attempt.state)}"


def _record(hit: Hit) -> str:
    record = hit.records[0]
    vehicle = listed_vehicle(record)
    entered = f"entered {date_words(record.entered_on)}" if record.entered_on else ""
    # A description that was not asked for stays unsaid: it may still have to be asked (D4).
    facts = (hit.category.name, vehicle if hit.vehicle else "", entered)
    return ", ".join(fact for fact in facts if fact) + "."
