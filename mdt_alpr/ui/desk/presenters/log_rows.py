"""A row of the shift hit log, in words."""

from mdt_alpr.domain.hit.contradiction import CONTRADICTED, VehicleComparison
from mdt_alpr.domain.hit.hit_summary import is_too_fast
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.ui.desk.models.desk import Cell, TableRow
from mdt_alpr.ui.desk.presenters.words import (
    ATTENTION_WORDS,
    LEFT_OPEN_WORDS,
    METHOD_WORDS,
    NONE,
    category_mark,
    disposition_words,
    outcome_words,
    seconds,
    status_words,
)
from mdt_alpr.ui.kit.words import clock_time
from mdt_alpr.wire.desk import HitLogRow

REVIEW_WORDS = {ReviewKind.AGREED.value: "Reviewed"}
NOT_RECORDED = "not recorded in what"
_HIDDEN = Cell("Open hit", below="to view")


def log_row(row: HitLogRow) -> TableRow:
    """Return a hit of the log in words."""
    plates = (
        (row.read_text, row.read_state),
        (row.entered_text, row.entered_state),
        (row.listed_text, row.listed_state),
    )
    cells = [_HIDDEN if row.restricted else _plate(*plate) for plate in plates]
    return TableRow(
        row.hit_id,
        (
            Cell(
                clock_time(row.raised_at), plate=True, below=f"alert {seconds(row.alert_ms)}"
            ),
            flag_cell(row),
            Cell(row.unit),
            Cell(row.officer),
            *cells,
            _HIDDEN if row.restricted else vehicle_cell(row),
            Cell(row.list_name),
            Cell(CATEGORIES[row.category].name, category_mark(row.category), strong=True),
            Cell(METHOD_WORDS.get(row.method, row.method)),
            Cell(seconds(row.decision_ms)),
            Cell(status_words(row.status_by)),
            Cell(
                disposition_words(row.disposition), strong=True,
                below=outcome_words(row.outcome, row.stopped),
            ),
        ),
    )  # fmt: skip


def flag_cell(row: HitLogRow) -> Cell:
    """Return why a hit is flagged, with each fact of the vehicle that differs."""
    differs = row.vehicle_comparison in CONTRADICTED
    overridden = row.vehicle_comparison == VehicleComparison.REASON_GIVEN
    vehicle = "Vehicle, reason" if overridden else "Vehicle differs"
    named = row.differs or NOT_RECORDED
    attention = ATTENTION_WORDS.get(row.attention, "")
    words = (
        attention,
        vehicle if differs and not attention else "",
        f"{named} differ{'' if ',' in named else 's'}" if row.differs and attention else "",
        named if differs and not attention else "",
        LEFT_OPEN_WORDS if row.left_open else "",
        "Too fast" if is_too_fast(row.check_ms) and not (attention or row.left_open) else "",
        REVIEW_WORDS.get(row.review, row.review.capitalize()),
    )
    first, *more = [word for word in words if word] or [""]
    warns = bool(row.attention or row.left_open or differs)
    return Cell(first, warns=warns, below=", ".join(more))


def vehicle_cell(row: HitLogRow) -> Cell:
    """Return the record's vehicle over the one that the officer saw."""
    differs = row.vehicle_comparison in CONTRADICTED
    if row.vehicle_comparison == VehicleComparison.NOT_RECORDED and not row.listed_vehicle:
        return Cell("Not recorded")
    seen = f"saw {row.seen_vehicle}" if row.seen_vehicle else "not entered"
    return Cell(row.listed_vehicle or "Not listed", warns=differs, below=seen)


def _plate(text: str, state: str) -> Cell:
    return Cell(text or NONE, plate=True, below=state)
