"""The monthly samples of judged reads: accuracy by camera and list, and its trend (MNT-04)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.accuracy import (
    SAMPLE_OF_MONTH,
    MonthOfReads,
    SampledBy,
    Score,
    has_worsened,
    month_of,
)
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.review import MonthsMessage

_BY = {SampledBy.CAMERA: "Camera", SampledBy.LIST: "List", SampledBy.UNIT: "Unit"}
_Key = tuple[SampledBy, str]


class MonthlySamples(TablePage):
    """The newest month first; reads are judged on the page Read accuracy."""

    title, order = "Monthly samples", 41
    permissions = (Permission.REVIEW_HITS, Permission.DOWNLOAD)
    note = f"{SAMPLE_OF_MONTH} reads of each camera a month; in parentheses the 95% interval"
    address, answer = addresses.TRUTH_MONTHS, MonthsMessage
    nothing = "Nothing is judged yet. Judge reads on the page Read accuracy."
    columns = (
        Column("Month", 110),
        Column("Of", 90),
        Column("Name", 200),
        Column("Judged", 130),
        Column("Characters right", 250),
        Column("State right", 250),
    )

    def rows(self, answer: MonthsMessage) -> list[TableRow]:
        """Return a row for each camera and list of each month, compared with its last one."""
        before = dict[_Key, MonthOfReads]()
        rows = list[TableRow]()
        for month in reversed(answer.months):
            rows.append(_row(month, before.get((month.by, month.name))))
            before[month.by, month.name] = month
        return rows[::-1]

    def state(self, answer: MonthsMessage) -> PageState:
        """Return how many cameras lack their sample of this month."""
        this = month_of(self.desk.today())
        cameras = [
            month
            for month in answer.months
            if month.month == this and month.by is SampledBy.CAMERA
        ]
        complete = sum(camera.is_complete for camera in cameras)
        return PageState(
            foot=f"This month: {complete} of {len(cameras)} cameras that were judged have "
            f"{SAMPLE_OF_MONTH} reads."
        )


PAGE = MonthlySamples


def _row(reads: MonthOfReads, before: MonthOfReads | None) -> TableRow:
    judged = f"{reads.tally.judged:,}"
    if reads.by is SampledBy.CAMERA:
        judged += f" of {SAMPLE_OF_MONTH}"
    elif reads.by is SampledBy.UNIT:
        judged = f"{reads.tally.missed:,} typed, not read; {reads.tally.judged:,} corrected"
    return TableRow(
        f"{reads.month} {reads.by.value} {reads.name}",
        (
            Cell(f"{reads.month:%b %Y}", strong=True),
            Cell(_BY[reads.by]),
            Cell(reads.name or "Not given"),
            Cell(judged, Mark.TICK if reads.is_complete else Mark.RING),
            _score(reads.characters, None if before is None else before.characters),
            _score(reads.states, None if before is None else before.states),
        ),
    )


def _score(now: Score, before: Score | None) -> Cell:
    if before is None or not before.of:
        return Cell(now.words, below="no month before")
    is_worse = has_worsened(now, before)
    below = f"{'worse than' if is_worse else 'before'} {before.words}"
    return Cell(now.words, Mark.WEAK if is_worse else None, warns=is_worse, below=below)
