"""Preservation requests in words and cells, and what was typed as a scope of one (09.21.8.C)."""

from mdt_alpr.domain.policy import MOST_DAYS
from mdt_alpr.domain.printable import log_label, number_of
from mdt_alpr.domain.retention.alpr_1 import FormPart, Needed
from mdt_alpr.domain.retention.hold_notices import KIND_WORDS, NOT_FINAL, state_words
from mdt_alpr.domain.retention.holds import LIVE, HoldState
from mdt_alpr.ui.desk.models.desk import Cell, TableRow
from mdt_alpr.ui.desk.presenters.cells import date_cell
from mdt_alpr.ui.desk.presenters.words import NONE, plate_words
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import local_day, local_time
from mdt_alpr.wire.holds import HoldLine

PART_WORDS = {
    FormPart.CAMERA_AND_PLATE: "a  Camera and plate",
    FormPart.TIMES: "b  Dates and times",
    FormPart.FACTS: "c  Specific and articulable facts",
    FormPart.CASE: "d  Case and parties",
    FormPart.WARRANT: "Warrant",
}
_GOES = f"Unsworn, it still goes on day {MOST_DAYS}."
_MARKS = {HoldState.PROVISIONAL: Mark.WEAK, HoldState.FINAL: Mark.TICK}


def checklist(parts: tuple[FormPart, ...], needed: tuple[Needed, ...] | None) -> list[TableRow]:
    """Return a row for each part of the form; None where nothing was checked yet."""
    rows = []
    for part in parts:
        lacks = [sentence for at, sentence in needed or () if at is part]
        if needed is None:
            words = Cell("Fill in below", Mark.RING)
        elif lacks:
            words = Cell(" ".join(lacks), Mark.CROSS, warns=True)
        else:
            words = Cell("Complete", Mark.TICK)
        rows.append(TableRow(part.value, (Cell(PART_WORDS[part], strong=True), words)))
    return rows


def line_row(line: HoldLine) -> TableRow:
    """Return a line of the log."""
    is_live = line.state in LIVE
    left = "1 day left" if line.days_left == 1 else f"{line.days_left} days left"
    ends = date_cell(local_day(line.ends_at), below=left) if line.ends_at else Cell(NONE)
    words = state_words(line.state, line.kind, line.lacks)
    waits = line.state is HoldState.PROVISIONAL or words == NOT_FINAL
    state = Cell(words, Mark.WEAK if waits else _MARKS.get(line.state), warns=waits)
    held = Cell(number_of(line.reads, "read"), below=number_of(line.pictures, "picture"))
    papers = Cell(", ".join(line.lacks), warns=True) if line.lacks else Cell("Complete", Mark.TICK)
    requested = local_time(line.requested_at)
    return TableRow(
        str(line.number),
        (
            Cell(label_of(line), strong=True, below=KIND_WORDS[line.kind]),
            Cell(plate_words(line.text, line.state_of_issue), plate=True, below=line.cameras),
            Cell(line.name or line.requested_by, below=date_words(requested.date())),
            Cell(line.case or NONE),
            state,
            ends,
            held if is_live else Cell("Destroyed"),
            papers if is_live else Cell(NONE),
        ),
    )


def label_of(line: HoldLine) -> str:
    """Return a request's name: "2026-0117"."""
    return log_label(local_time(line.requested_at).year, line.number)


def about_words(line: HoldLine) -> str:
    """Return the line over a request's timeline."""
    words = (
        f"{label_of(line)}, {KIND_WORDS[line.kind]}: "
        f"{plate_words(line.text, line.state_of_issue)} at {line.cameras or NONE}, "
        f"case {line.case or NONE}, by {line.name or line.requested_by}. "
        f"{state_words(line.state, line.kind, line.lacks)}."
    )
    if line.ends_at is not None:
        until = f"{line.days_left} days left, to {date_words(local_day(line.ends_at))}"
        is_provisional = line.state is HoldState.PROVISIONAL
        words += f" {until}. {_GOES if is_provisional else ''}"
    if line.lacks:
        words += f" Still to do: {', '.join(line.lacks)}."
    return words.strip()
