"""Hit IDs at the desk: purpose and case first, then the hits whose evidence is let out."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from mdt_alpr.domain.entry.past_reads import still_needed
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.shift import Shift, ShiftKind
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.ui.desk.models.desk import Cell, Column, HitIdSearch, PageState, TableRow
from mdt_alpr.ui.desk.presenters.link import Asking
from mdt_alpr.ui.desk.presenters.words import category_mark, day_time, disposition_words
from mdt_alpr.ui.entries.presenters.past_read_words import ASKING, purpose_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.hit_ids import HitIdRow, HitIdsAsk, HitIdsMessage

COLUMNS = (
    Column("Hit ID", 310),
    Column("Raised", 140),
    Column("Unit", 100),
    Column("Plate read", 120),
    Column("Category", 160),
    Column("Disposition", 150),
    Column("Package", 120),
)
TOLD = "For mdt-alpr hq export-evidence. Headquarters logs this search."
FOOT = "Choose days, purpose and case, then show hits."
Ask = Callable[[type, str, object], Callable[[], object]]


class HitIdsPresenter(QObject):
    """Signals: the search to begin with, the rows, the state of the page."""

    search_changed = Signal(object)
    rows_changed = Signal(object, bool)
    state_changed = Signal(object)

    def __init__(self, asking: Asking, ask: Ask, today: Callable[[], date]) -> None:
        super().__init__()
        self._asking, self._ask, self._today = asking, ask, today

    def begin(self) -> None:
        """Stand as a person is to find it who signs in: today, no purpose, no case."""
        today = self._today().isoformat()
        self.search_changed.emit(HitIdSearch(today, today, "", ""))
        self._show()
        self._say(foot=FOOT)

    def load(self) -> None:
        """Say what to do: nothing is searched without a purpose."""
        self._say(foot=FOOT)

    def look(self, search: HitIdSearch) -> None:
        """Ask headquarters, which records the search."""
        chosen = Purpose(search.purpose) if search.purpose else None
        if needed := still_needed(chosen, search.case):
            self._say(problem=" ".join(needed))
            return
        first, last = date.fromisoformat(search.first), date.fromisoformat(search.last)
        if last < first:
            self._say(problem="The last day is before the first.")
            return
        since, _ = Shift(first, ShiftKind.WHOLE_DAY).span(CAPTURE_ZONE)
        _, until = Shift(last, ShiftKind.WHOLE_DAY).span(CAPTURE_ZONE)
        self._say(waits=ASKING)
        ask = HitIdsAsk(since, until, search.purpose, search.case.strip())
        call = self._ask(HitIdsMessage, addresses.DESK_HIT_IDS, ask)
        self._asking.ask("hit ids", call, lambda found: self._came(ask, found), self._failed)

    def copied(self, hit_id: str) -> None:
        """Say which ID was copied, or that none is chosen."""
        if hit_id:
            self._say(foot=f"Copied hit ID {hit_id}")
        else:
            self._say(problem="Choose a hit first.")

    def cancel(self) -> None:
        """Wait no longer."""
        self._asking.cancel("hit ids")
        self._say(problem="Stopped. Headquarters may have logged this search. Try again.")

    def _came(self, ask: HitIdsAsk, found: HitIdsMessage) -> None:
        self._show(*map(_row, found.rows))
        number = len(found.rows)
        words = f"{number} {'hit' if number == 1 else 'hits'}, newest first."
        if number >= found.most:
            words = f"The newest {found.most} hits. Choose fewer days to see the others."
        if not number:
            words = "No hits in these days."
        purpose = purpose_words(Purpose(ask.purpose)).lower()
        self._say(foot=f"{words} Recorded: {purpose}, case {ask.case}.")

    def _failed(self, why: str) -> None:
        self._show()
        self._say(problem=f"{why} Nothing is shown.")

    def _show(self, *rows: TableRow) -> None:
        self.rows_changed.emit(list(rows), False)  # noqa: FBT003 - a signal

    def _say(self, **words: str) -> None:
        self.state_changed.emit(PageState(**words))


def _row(one: HitIdRow) -> TableRow:
    plate = Cell("Restricted") if one.restricted else Cell(one.text, plate=True, below=one.state)
    package = Cell("Sealed", Mark.TICK) if one.has_package else Cell("None yet", Mark.RING)
    return TableRow(
        one.hit_id,
        (
            Cell(one.hit_id, plate=True),
            Cell(day_time(one.raised_at)),
            Cell(one.unit),
            plate,
            Cell(CATEGORIES[one.category].name, category_mark(one.category), strong=True),
            Cell(disposition_words(one.disposition)),
            package,
        ),
    )
