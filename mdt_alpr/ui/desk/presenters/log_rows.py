"""A row of the shift hit log in words, and the numbers above the rows."""

from mdt_alpr.domain.hit.contradiction import CONTRADICTED, VehicleComparison
from mdt_alpr.domain.hit.hit_summary import CheckQuality, is_too_fast
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.ui.desk.models.desk import Cell, Figure, TableRow
from mdt_alpr.ui.desk.presenters.words import (
    ATTENTION_WORDS,
    LEFT_OPEN_WORDS,
    LIMIT,
    METHOD_WORDS,
    NONE,
    TOO_FAST,
    category_mark,
    disposition_words,
    outcome_words,
    seconds,
    status_words,
)
from mdt_alpr.ui.kit.words import clock_time
from mdt_alpr.wire.desk import HitLogCounts, HitLogFlag, HitLogRow

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
            Cell(""),
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


def figures(counts: HitLogCounts) -> tuple[Figure, ...]:
    """Return the numbers above the log, most pressing first."""
    reads = f"1 in {round(counts.reads / counts.hits):,} reads" if counts.hits else "no hits"
    if counts.hits and not counts.reads:
        reads = "of this team"
    quality = CheckQuality(stops=counts.stops, stops_without_status=counts.stops_without_status)
    of_stops = f"{counts.stops_without_status} of {counts.stops}, limit {LIMIT}"
    return (
        Figure("Unverified stops", f"{counts.unverified_stops:,}", f"of {counts.stops:,} stops",
               counts.unverified_stops > 0, HitLogFlag.UNVERIFIED_STOP.value),
        Figure("Not practicable", f"{counts.not_practicable:,}", of_stops,
               quality.gate_is_failing, HitLogFlag.NOT_PRACTICABLE.value),
        Figure("Open after shift", f"{counts.left_open:,}", f"{counts.open:,} open now",
               counts.left_open > 0, HitLogFlag.LEFT_OPEN.value),
        Figure("Not reviewed", f"{counts.not_reviewed:,}", f"of {counts.hits:,} hits",
               filter=HitLogFlag.NOT_REVIEWED.value),
        Figure("Hits", f"{counts.hits:,}", reads, filter=HitLogFlag.ALL.value),
        Figure("Verified", f"{counts.verified:,}", f"{counts.stops:,} stops"),
        Figure("Prevented stops", f"{counts.prevented:,}", f"of {counts.hits:,} hits",
               filter=HitLogFlag.PREVENTED.value),
        Figure("Too fast", f"{counts.too_fast:,}", f"under {TOO_FAST}",
               counts.too_fast > 0, HitLogFlag.TOO_FAST.value),
    )  # fmt: skip
