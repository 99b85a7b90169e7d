"""Sampled passes judged blind, and how right the reader was (D22). No read ever comes here."""

from collections import Counter

from PySide6.QtCore import Signal

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.review.truth import Truth, TruthTally, tallied
from mdt_alpr.ui.desk.models.desk import Bar, BlindPassView, Chart
from mdt_alpr.ui.desk.page import ASKING, SENDING, Page
from mdt_alpr.ui.desk.presenters.session import DeskSession, scaled
from mdt_alpr.ui.desk.views.chart_pages import TruthPage
from mdt_alpr.ui.kit.words import local_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.truth import TruthMessage, TruthPassMessage, TruthReading

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
_PASS, _COUNTS, _PICTURE = "pass", "accuracy", "sample"


class ReadAccuracy(Page):
    """Keeps which pass is judged; name and time stand over each picture (DIS-05).

    Signals:
        sample_changed: the pass to judge (``BlindPassView``).
        picture_came: its picture.
        charts_changed: how right reads were.
    """

    title, order = "Read accuracy", 40
    permissions = (Permission.REVIEW_HITS,)

    sample_changed = Signal(object)
    picture_came = Signal(object)
    charts_changed = Signal(object)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._read_id = self._foot = ""

    def widget(self) -> TruthPage:
        """Return the picture to judge beside the charts."""
        view = TruthPage(STATE_CHOICES)
        view.judged.connect(self.judge)
        view.unreadable.connect(self.unreadable)
        view.another.connect(self.load)
        view.cancelled.connect(self.cancel)
        self.sample_changed.connect(view.show_sample)
        self.picture_came.connect(view.show_picture)
        self.charts_changed.connect(view.show_charts)
        self.state_changed.connect(view.show_state)
        return view

    @property
    def calls(self) -> tuple[str, ...]:
        """Return the names of what the page may wait for."""
        return _PASS, _COUNTS, _PICTURE

    def begin(self) -> None:
        """Show no pass of another person."""
        self._read_id = ""

    def load(self) -> None:
        """Ask for a pass and for how right the reader was."""
        self.say(waits=ASKING)
        self.wait(self.ask(TruthPassMessage, addresses.TRUTH_NEXT), self._came, _PASS)
        self._count()

    def judge(self, text: str, state: str) -> None:
        """Say what is on the plate; headquarters compares."""
        if not self._read_id:
            self.say(problem=NONE_LEFT)
        elif not text.strip() or not state:
            self.say(problem="Enter the plate and choose its state, or press Unreadable.")
        else:
            self._tell(TruthReading(self._read_id, text, state))

    def unreadable(self) -> None:
        """Say that nobody can read it."""
        if self._read_id:
            self._tell(TruthReading(self._read_id, "", ""))

    def say(self, **words: str) -> None:
        """Say how the page stands, over what was judged so far."""
        super().say(foot=self._foot, **words)

    # ------------------------------------------------------------------------ inside

    def _tell(self, ask: TruthReading) -> None:
        self.say(waits=SENDING)
        self.wait(self.ask(TruthPassMessage, addresses.TRUTH, ask), self._judged, _PASS)

    def _judged(self, found: TruthPassMessage) -> None:
        self._came(found)
        self._count()

    def _count(self) -> None:
        self.wait(self.ask(TruthMessage, addresses.TRUTH), self._counted, _COUNTS)

    def _came(self, found: TruthPassMessage) -> None:
        self._read_id = found.read_id
        name = self.desk.person.name if self.desk.person else ""
        mark = f"{name}  {local_time(self.desk.now()):%Y-%m-%d %H:%M:%S}"
        told = LOOK if found.read_id else NONE_LEFT
        self.sample_changed.emit(BlindPassView(found.digest, mark, told))
        self.say()
        if found.digest:
            fetch = self.desk.picture(found.digest)
            self.wait(lambda: scaled(fetch()), self._shown, _PICTURE)

    def _shown(self, image: object) -> None:
        self.picture_came.emit(image)

    def _counted(self, found: TruthMessage) -> None:
        self.charts_changed.emit(charts(found))
        self._foot = totals(found)
        if not self.desk.asking.waits(_PASS):
            self.say()


PAGE = ReadAccuracy


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
