"""One preservation request as rows: its timeline, papers, cars and what is held."""

from mdt_alpr.domain.printable import number_of
from mdt_alpr.domain.retention.hold_notices import step_words
from mdt_alpr.domain.retention.holds import HoldStep
from mdt_alpr.ui.desk.models.desk import Cell, TableRow
from mdt_alpr.ui.desk.presenters.cells import year_cell
from mdt_alpr.ui.desk.presenters.words import plate_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.holds import HeldReadMessage, HoldMessage, PaperKind

PAPER = "paper"
"""What the key of a paper's row begins with."""
PAPER_KINDS = (
    (PaperKind.SWORN_FORM.value, "Sworn form"),
    (PaperKind.WARRANT.value, "Warrant"),
    (PaperKind.EMAIL.value, "Email"),
    (PaperKind.OTHER.value, "Other paper"),
)
_MARKS = {
    HoldStep.KEPT: Mark.TICK,
    HoldStep.SWORN: Mark.TICK,
    HoldStep.NOTIFIED: Mark.WEAK,
    HoldStep.REFUSED: Mark.CROSS,
    HoldStep.LAPSED: Mark.CROSS,
    HoldStep.DESTROYED: Mark.CROSS,
}


def _with(read: HeldReadMessage) -> str:
    return f"{number_of(len(read.pictures), 'picture')}, {number_of(len(read.hits), 'hit')}"


def hold_rows(answer: HoldMessage) -> list[TableRow]:
    """Return the timeline, then papers, cars and reads."""
    rows = [
        TableRow(
            f"step/{place}",
            (
                year_cell(one.at),
                Cell(step_words(one.step, answer.line.kind), _MARKS.get(one.step), strong=True),
                Cell(one.person_id or "Headquarters"),
                Cell(one.words),
            ),
        )
        for place, one in enumerate(answer.steps)
    ]
    rows += [
        TableRow(
            f"{PAPER}/{paper.digest}",
            (
                year_cell(paper.added_at),
                Cell("Paper", strong=True, below=dict(PAPER_KINDS)[paper.kind.value]),
                Cell(paper.added_by),
                Cell(paper.name, below=f"SHA-256 {paper.digest[:16]}"),
            ),
        )
        for paper in answer.papers
    ]
    rows += [
        TableRow(
            f"car/{car.device}",
            (
                year_cell(car.given_at),
                Cell("Held in a car", Mark.TICK if car.ended_at is None else None, strong=True),
                Cell(car.device),
                Cell(f"Ended {full_time(car.ended_at)}" if car.ended_at else "Holds there"),
            ),
        )
        for car in answer.cars
    ]
    rows += [
        TableRow(
            f"read/{one.read_id}",
            (
                year_cell(one.captured_at),
                Cell("Read that is held", strong=True),
                Cell(one.unit, below=one.camera),
                Cell(plate_words(one.text, one.state), plate=True, below=_with(one)),
            ),
        )
        for one in answer.reads
    ]
    return rows
