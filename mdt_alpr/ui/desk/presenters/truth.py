"""Sampled passes judged blind, and how right the reader was (D22). No read ever comes here."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.review.truth import Truth, TruthTally, tallied
from mdt_alpr.ui.desk.models.desk import Bar, Chart, PageState, SampleView
from mdt_alpr.ui.desk.presenters.hit import scaled
from mdt_alpr.ui.desk.presenters.link import Asking
from mdt_alpr.ui.kit.words import local_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.truth import TruthAsk, TruthMessage, TruthPassMessage

STATE_CHOICES = (("", "State"), *((code, name) for code, name in STATES.items()))
NONE_LEFT = "No reads left to judge. Reads of the last 30 days with a picture come here."
NOTHING = "Nothing judged yet. Each judged read counts here; what you type is not kept."
LOOK = "What is on the plate? The read is not shown."
_PARTS = (("Night, 0 to 6", 6), ("Morning, 6 to 12", 12), ("Day, 12 to 18", 18), ("Evening", 24))
_TOLD = {
    Truth.RIGHT: "right",
    Truth.STATE_UNREAD: "right without a state",
    Truth.OTHER_STATE: "with another state",
    Truth.WRONG: "wrong",
    Truth.UNREADABLE: "not readable by eye",
}
Ask = Callable[[type, str, object], Callable[[], object]]


class TruthPresenter(QObject):
    """Signals: the pass to judge, its picture, the charts, the state of the page."""

    sample_changed = Signal(object)
    picture_came = Signal(object)
    charts_changed = Signal(object)
    state_changed = Signal(object)

    def __init__(
        self, asking: Asking, ask: Ask, picture: Callable[[str], Callable[[], bytes]]
    ) -> None:
        super().__init__()
        self._asking, self._ask, self._picture = asking, ask, picture
        self._session: Session | None = None
        self._now: Callable[[], datetime] | None = None
        self._read_id = self._foot = ""

    def begin(self, session: Session, now: Callable[[], datetime]) -> None:
        """Show passes to this person; name and time stand over each picture (DIS-05)."""
        self._session, self._now, self._read_id = session, now, ""

    def load(self) -> None:
        """Ask for a pass and for how right the reader was."""
        self._say(waits="Asking headquarters")
        call = self._ask(TruthPassMessage, addresses.TRUTH_NEXT, None)
        self._asking.ask("pass", call, self._came, self._failed)
        self._count()

    def judge(self, text: str, state: str) -> None:
        """Say what is on the plate; headquarters compares."""
        if not self._read_id:
            self._say(problem=NONE_LEFT)
        elif not text.strip() or not state:
            self._say(problem="Enter the plate and choose its state, or press Unreadable.")
        else:
            self._tell(TruthAsk(self._read_id, text, state))

    def unreadable(self) -> None:
        """Say that nobody can read it."""
        if self._read_id:
            self._tell(TruthAsk(self._read_id, "", ""))

    def cancel(self) -> None:
        """Wait no longer."""
        self._asking.cancel("pass", "accuracy", "sample")
        self._say(problem="Stopped. Press F5 to reload.")

    # ------------------------------------------------------------------------ inside

    def _tell(self, ask: TruthAsk) -> None:
        self._say(waits="Sending to headquarters")
        call = self._ask(TruthPassMessage, addresses.TRUTH, ask)
        self._asking.ask("pass", call, self._judged, self._failed)

    def _judged(self, found: TruthPassMessage) -> None:
        self._came(found)
        self._count()

    def _count(self) -> None:
        call = self._ask(TruthMessage, addresses.TRUTH, None)
        self._asking.ask("accuracy", call, self._counted, self._failed)

    def _came(self, found: TruthPassMessage) -> None:
        self._read_id = found.read_id
        name = self._session.name if self._session else ""
        at = local_time(self._now()) if self._now else None
        mark = f"{name}  {at:%Y-%m-%d %H:%M:%S}" if at else name
        told = LOOK if found.read_id else NONE_LEFT
        self.sample_changed.emit(SampleView(found.digest, mark, told))
        self._say()
        if found.digest:
            fetch = self._picture(found.digest)
            self._asking.ask("sample", lambda: scaled(fetch()), self._shown, self._failed)

    def _shown(self, image: object) -> None:
        self.picture_came.emit(image)

    def _counted(self, found: TruthMessage) -> None:
        self.charts_changed.emit(charts(found))
        self._foot = totals(found)
        if not self._asking.waits("pass"):
            self._say()

    def _failed(self, why: str) -> None:
        self._say(problem=f"{why} The screen still shows earlier data.")

    def _say(self, **words: str) -> None:
        self.state_changed.emit(PageState(foot=self._foot, **words))


def charts(found: TruthMessage) -> tuple[Chart, ...]:
    """Return whole reads right of those judged, by camera and by part of the day."""
    hours = [
        (next(name for name, until in _PARTS if int(one.name) < until), one) for one in found.hours
    ]
    by_part = tallied((name, truth, n) for name, one in hours for truth, n in one.counts())
    order = [name for name, _ in _PARTS]
    parts = sorted(by_part, key=lambda one: order.index(one.name))
    return (
        Chart("Plate and state right, by camera", tuple(map(_bar, found.cameras)), NOTHING),
        Chart("Plate and state right, by time of day", tuple(map(_bar, parts)), NOTHING),
    )


def _bar(one: TruthTally) -> Bar:
    words = f"{one.right:,} of {one.judged:,}"
    return Bar(one.name or "not given", one.right, words, one.judged)


def totals(found: TruthMessage) -> str:
    """Return what was judged, in a line; empty before the first."""
    counts = Counter[Truth]()
    for one in found.cameras:
        counts.update(dict(one.counts()))
    if not counts.total():
        return NOTHING
    told = ", ".join(f"{counts[truth]:,} {words}" for truth, words in _TOLD.items())
    return f"{counts.total():,} passes judged: {told}."
