"""Preservation requests in words and cells, and what was typed as a scope of one (09.21.8.C)."""

from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.printable import log_label, number_of
from mdt_alpr.domain.retention.alpr_1 import FormPart, HeldCamera, HoldScope, Needed
from mdt_alpr.domain.retention.hold_notices import KIND_WORDS, NOT_FINAL, state_words
from mdt_alpr.domain.retention.holds import LIVE, HoldState
from mdt_alpr.ui.desk.models.desk import Cell, TableRow
from mdt_alpr.ui.desk.models.form import FormField, FormValues
from mdt_alpr.ui.desk.presenters.cells import date_cell
from mdt_alpr.ui.desk.presenters.words import NONE, plate_words
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import local_day, local_time, typed_time_or_none
from mdt_alpr.wire.holds import HoldLine

PART_WORDS = {
    FormPart.CAMERA_AND_PLATE: "a  Camera and plate",
    FormPart.TIMES: "b  Dates and times",
    FormPart.FACTS: "c  Specific and articulable facts",
    FormPart.CASE: "d  Case and parties",
    FormPart.WARRANT: "Warrant",
}
SCOPE_FIELDS = (
    FormField("text", "Plate, no wildcards"),
    FormField("state", "State", options=(("", "State"), *STATES.items())),
    FormField("cameras", "Cameras: unit or place / camera; more with ;", "214 / front", wide=True),
    FormField("begins", "From", "Nov 28, 2026 21:00"),
    FormField("ends", "To", "Nov 29, 2026 02:00"),
)
_MARKS = {HoldState.PROVISIONAL: Mark.WEAK, HoldState.FINAL: Mark.TICK}


def scope_of(form: FormValues) -> HoldScope:
    """Return what was typed; what cannot be read is left empty, and is then asked for."""
    return HoldScope(
        text=form.text("text"),
        state=form.text("state"),
        cameras=cameras_of(form.text("cameras")),
        begins_at=typed_time_or_none(form.text("begins")),
        ends_at=typed_time_or_none(form.text("ends")),
    )


def cameras_of(text: str) -> tuple[HeldCamera, ...]:
    """Return the cameras that were typed: "214 / front; Main St"."""
    return tuple(HeldCamera.typed(name) for name in text.split(";") if name.strip())


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


def about_words(one: HoldLine) -> str:
    """Return the line over a request's timeline."""
    words = (
        f"{label_of(one)}, {KIND_WORDS[one.kind]}: {plate_words(one.text, one.state_of_issue)} at "
        f"{one.cameras or NONE}, case {one.case or NONE}, by {one.name or one.requested_by}. "
        f"{state_words(one.state, one.kind, one.lacks)}."
    )
    if one.ends_at is not None:
        until = f"{one.days_left} days left, to {date_words(local_day(one.ends_at))}"
        is_provisional = one.state is HoldState.PROVISIONAL
        words += f" {until}. {'Unsworn, it still goes on day 90.' if is_provisional else ''}"
    if one.lacks:
        words += f" Still to do: {', '.join(one.lacks)}."
    return words.strip()
