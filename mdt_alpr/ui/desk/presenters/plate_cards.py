"""The plates of a hit as read, entered and recorded, side by side."""

from mdt_alpr.domain.hit.read_revision import state_after_steps
from mdt_alpr.domain.hotlist.matching import MatchClass
from mdt_alpr.domain.plate.plate import state_in_words
from mdt_alpr.ui.desk.models.desk import PlateCard
from mdt_alpr.wire.review import HitTrailMessage

MATCH_WORDS = {
    MatchClass.EXACT.value: "same characters as the record",
    MatchClass.STATE_NOT_CONFIRMED.value: "state not confirmed when raised",
    MatchClass.LOOK_ALIKE.value: "a look-alike character when raised",
}


def plate_cards(trail: HitTrailMessage) -> tuple[PlateCard, ...]:
    """Return the plates as read, entered and recorded."""
    read = trail.read
    facts = entered_in(trail)
    record = trail.hit.records[0]
    return (
        PlateCard("READ", read.text if read else "", _state_read(trail)),
        PlateCard(
            "ENTERED",
            facts.get("text", ""),
            state_in_words(facts.get("state", "")) if facts else "Nothing entered",
            facts.get("outcome", ""),
        ),
        PlateCard(
            "RECORD", record.text, state_in_words(record.state),
            MATCH_WORDS.get(record.match_class, record.match_class),
        ),
    )  # fmt: skip


def entered_in(trail: HitTrailMessage) -> dict[str, str]:
    """Return the facts of the last entry; none where nothing was entered."""
    made = next((a for a in reversed(trail.answers) if dict(a.facts).get("outcome")), None)
    return dict(made.facts) if made else {}


def _state_read(trail: HitTrailMessage) -> str:
    if trail.read is None:
        return ""
    later = ((answer.step, dict(answer.facts).get("state", "")) for answer in trail.answers)
    return state_in_words(state_after_steps(trail.read.state, later))
