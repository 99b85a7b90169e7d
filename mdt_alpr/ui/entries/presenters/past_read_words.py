"""Words of past reads, the same in the car and at headquarters' desk."""

from dataclasses import dataclass
from datetime import tzinfo

from mdt_alpr.domain.entry.form import Doubt, PastReadsQuery, doubts
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, Plate, state_in_words
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR
from mdt_alpr.ui.entries.models.past_reads import PastReadRow
from mdt_alpr.ui.entries.presenters.entries_view import PURPOSE_WORDS
from mdt_alpr.ui.hit.presenters.hit_words import clock_words, date_words
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.messages import PlaceMessage, ReadMessage

_DAYS = CAPTURED_DATA_KEPT_FOR.days
BEFORE_THE_LOOK = (
    f"The newest reads of this plate, {_DAYS} days old at most. Older reads are erased by law. "
    "Headquarters logs this search with your purpose and case."
)
ASKING = "Asking headquarters."
NO_PLACE = "Location unknown"


@dataclass(frozen=True, slots=True)
class PastReadWords:
    """How many reads there are, and how they are kept."""

    count: str
    law: str
    recorded: str
    empty: str


def found_words(reads: PastReadsMessage, query: PastReadsQuery) -> PastReadWords:
    """Return how many reads there are, and that older ones are gone and the query is recorded."""
    number = len(reads.reads)
    count = f"{number} {'read' if number == 1 else 'reads'}, newest first."
    if number >= reads.most:
        count = f"Up to {reads.most} are shown, the newest: there may be more."
    by_law = " by law" if reads.kept_days == _DAYS else ""
    return PastReadWords(
        count=count if number else "No reads.",
        law=f"Reads older than {reads.kept_days} days are erased{by_law}.",
        recorded=f"Recorded: {purpose_words(query.purpose).lower()}, case {query.case}.",
        empty="" if number else f"This plate was not read in the last {reads.kept_days} days.",
    )


def purpose_words(purpose: Purpose) -> str:
    """Return a lawful purpose in one line."""
    return PURPOSE_WORDS[purpose].replace("\n", " ")


def read_row(read: ReadMessage, listed: Plate, zone: tzinfo | None) -> PastReadRow:
    """Return a read as it was made, with every doubt about it in words."""
    weakest = min((character.confidence for character in read.characters), default=0.0)
    seen = Plate(read.text, read.state)
    doubted = tuple(doubts(seen, listed, weakest=weakest, disputed=bool(read.disputed)))
    is_state_read = Doubt.STATE_NOT_READ not in doubted
    return PastReadRow(
        plate=read.text,
        state=state_in_words(read.state) if is_state_read else _NO_STATE,
        is_state_read=is_state_read,
        note=" ".join(
            [words for doubt, words in _NOTES.items() if doubt in doubted]
            + ([f"An officer typed it; it {read.corrects}."] if read.corrects else [])
        ),
        car=", ".join(part for part in (read.unit, read.camera) if part),
        place=_place(read.place),
        day=date_words(local_day(read.captured_at, zone)),
        time=clock_words(read.captured_at, zone),
    )


_NO_STATE = f"{state_in_words(UNKNOWN_STATE)}: may be another"
_NOTES = {Doubt.LOOK_ALIKE: "Look-alike, not exact.", Doubt.CHARACTER: "A character is doubtful."}


def _place(place: PlaceMessage | None) -> str:
    if place is None:
        return NO_PLACE
    return f"{place.lat:.5f}, {place.lon:.5f}{' (SIMULATED)' if place.simulated else ''}"
