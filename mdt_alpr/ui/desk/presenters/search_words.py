"""What a search found in words, as rows and marks, and as what is to be held."""

from collections.abc import Collection
from datetime import timedelta

from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, Plate
from mdt_alpr.domain.retention.alpr_1 import PURPOSES
from mdt_alpr.domain.search.question import SearchQuestion
from mdt_alpr.ui.desk.models.desk import Cell, TableRow
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.ui.entries.presenters.past_read_words import read_row
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.messages import PlaceMessage, ReadMessage
from mdt_alpr.wire.search import FoundReads

_MINUTE = timedelta(minutes=1)


def foot_of(found: FoundReads) -> str:
    """Return the line under what was found."""
    if not found.found:
        return "No reads fit of what is kept. The search is recorded."
    reads = f"{found.found:,} {'read' if found.found == 1 else 'reads'}"
    most = f", the newest {found.most} can be seen" if found.found > found.most else ""
    page = f"page {found.page + 1} of {found.pages}"
    hits = " A frame on the map marks a hit." if found.alerted else ""
    return f"{reads}{most}, {page}. Enter shows a picture.{hits}"


def marked(read: ReadMessage, hits: Collection[str]) -> tuple[str, str, PlaceMessage | None]:
    """Return a read as a mark of the map: its key, words and place."""
    said = read_row(read, Plate(read.text, read.state), None)
    hit = ", hit" if read.read_id in hits else ""
    return read.read_id, f"{said.plate}, {said.day} {said.time}, {said.car}{hit}", read.place


def row_of(read: ReadMessage, hits: Collection[str]) -> TableRow:
    """Return a read as a row."""
    said = read_row(read, Plate(read.text, read.state), None)
    is_read = read.state != UNKNOWN_STATE
    weakest = min((character.confidence for character in read.characters), default=0.0)
    return TableRow(
        read.read_id,
        (
            Cell(said.day, below=said.time),
            Cell(said.plate, plate=True),
            Cell(said.state, None if is_read else Mark.WEAK, warns=not is_read),
            Cell(
                said.note or "No doubt",
                Mark.WEAK if said.note else None,
                warns=bool(said.note),
                below=f"weakest character {weakest:.0%}",
            ),
            Cell(said.car, below="hit" if read.read_id in hits else ""),
            Cell(said.place),
        ),
    )


def form_over(read: ReadMessage, question: SearchQuestion) -> FormValues:
    """Return form ALPR-1 over a read, with what the person who searched for it said."""
    grounds = {purpose.value: ground.value for ground, purpose in PURPOSES.items()}
    return FormValues(
        {
            "text": read.text,
            "state": read.state,
            "cameras": f"{read.unit} / {read.camera}",
            "begins_at": full_time(read.captured_at),
            "ends_at": full_time(read.captured_at + _MINUTE),
            "case": question.case,
            "ground": grounds.get(question.purpose, ""),
            "facts": question.reason,
        }
    )
