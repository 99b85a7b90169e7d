"""The result: facts on the left with their banner, the gate on the right (design 04 to 06)."""

from html import escape

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_result import BannerView, CheckView, GateView, ResultView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.hit.views.compare_card import CompareCard
from mdt_alpr.ui.hit.views.hold_button import HoldButton
from mdt_alpr.ui.hit.views.large_picture import LargePicture, SmallPicture
from mdt_alpr.ui.hit.views.status_card import StatusCard
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind
from mdt_alpr.ui.kit.views.labels import label, rule, set_kind
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark

HEIGHT, LEAST_HEIGHT = 96, 84


class ResultBanner(QFrame):
    """Says whether plate, state and vehicle agree."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self.setProperty("kind", "card")
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setMaximumHeight(HEIGHT)
        self._mark = ShapeMark(Mark.TICK, 38)
        self._title, self._text = label("", "main"), label("", "second")
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._known = label("", "caption")
        self._button = AnswerTile("", key="banner")
        self._button.set_size(190, 72)
        self._button.clicked.connect(self._pressed)
        self._action = ""
        words = spaced(QVBoxLayout(), 2)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addWidget(self._known)
        words.addStretch(1)
        row = spaced(QHBoxLayout(self), 18, (19, 0, 11, 0))
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        row.addWidget(self._button)

    def show_view(self, view: BannerView) -> None:
        """Show the banner."""
        self._action = view.action
        self._title.setText(view.title)
        self._text.setText("".join(_marked_up(part, strong) for part, strong in view.words))
        self._known.setText(view.known)
        self._known.setVisible(bool(view.known))
        self._mark.show_shape(Mark(view.shape))
        self._mark.use_tokens(("onink", "ink") if view.ink else None)
        self._button.setVisible(bool(view.button))
        self._button.show_words(view.button)
        lesser = view.ink and view.button == "Change"
        self._button.use_kind(TileKind.OUTLINE if lesser else TileKind.PLAIN)
        kind = "ink" if view.ink else "card"
        set_kind(self, kind)
        self.setAccessibleName(f"{view.title}. {view.text} {view.known}".strip())

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(super().sizeHint().width(), HEIGHT)

    def _pressed(self) -> None:
        signals = self._signals
        (signals.ask_reason if self._action == "reason" else signals.end_hit).emit()


def _marked_up(part: str, strong: bool) -> str:
    return f"<b>{escape(part)}</b>" if strong else escape(part)


_WORDS_HEIGHT = 75
"""Three lines, so that longer words never move the stop button under a finger (U18)."""


class GateCard(QFrame):
    """Shows whether a stop may be initiated now, and if not, why not."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._mark = ShapeMark(Mark.BAR, 44)
        self._title, self._second = label("", "head"), label("", "second")
        self._rows: list[CheckRow] = []
        self._words = label("", "second")
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setMinimumHeight(_WORDS_HEIGHT)
        policy = QSizePolicy.Policy
        self._words.setSizePolicy(policy.Preferred, policy.MinimumExpanding)
        self.stop = HoldButton()
        column = spaced(QVBoxLayout(self), 0, (15, 15, 15, 31))
        column.addLayout(self._head())
        column.addSpacing(8)
        self._checks = spaced(QVBoxLayout(), 0)
        column.addLayout(self._checks, 1)
        column.addWidget(rule())
        column.addSpacing(10)
        column.addWidget(self._words)
        column.addSpacing(8)
        hold = spaced(QHBoxLayout(), margins=(9, 0, 9, 0))
        hold.addWidget(self.stop)
        column.addLayout(hold)

    def show_view(self, view: GateView) -> None:
        """Show the gate as it is now."""
        self._mark.show_shape(Mark(view.shape))
        self._mark.use_tokens(("onink", "ink") if view.ink else None)
        self._title.setText(view.title)
        self._second.setText(view.second)
        while len(self._rows) < len(view.checks):
            self._add_row()
        for row, check in zip(self._rows, view.checks, strict=True):
            row.show_check(check, on_ink=view.ink)
        self._words.setText(f"<b>{view.strong}</b> {view.text}")
        self.stop.show_view(view.stop, on_ink=view.ink)
        kind = "ink" if view.ink else "card"
        set_kind(self, kind)
        self.setAccessibleName(f"{view.title}. {view.second}")

    def _add_row(self) -> None:
        """Add the place of one more check, from the first view on."""
        row = CheckRow()
        self._checks.addWidget(rule())
        self._checks.addWidget(row, 1)
        self._rows.append(row)

    def _head(self) -> QHBoxLayout:
        words = spaced(QVBoxLayout(), 0)
        words.addWidget(self._title)
        words.addWidget(self._second)
        row = spaced(QHBoxLayout(), 14)
        row.addWidget(self._mark)
        row.addLayout(words)
        row.addStretch(1)
        return row


_NAME_WIDTH = 84
_OWN_COLORS = ("tick", "weak")


class CheckRow(QWidget):
    """Shows one check."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = ShapeMark(Mark.RING, 28)
        self._name = label("", "quiet")
        self._name.setFixedWidth(_NAME_WIDTH)
        self._words = label("", "strong")
        row = spaced(QHBoxLayout(self), 14, (0, 0, 0, 0))
        for part in (self._mark, self._name, self._words):
            row.addWidget(part)
        row.addStretch(1)
        self.setMinimumHeight(38)
        self.setMaximumHeight(57)

    def show_check(self, check: CheckView, *, on_ink: bool) -> None:
        """Show a check; on an ink block a shape without a color of its own is light."""
        self._mark.show_shape(Mark(check.shape))
        light = on_ink and check.shape not in _OWN_COLORS
        self._mark.use_tokens(("onink", "ink") if light else None)
        self._name.setText(check.name)
        self._words.setText(check.words)
        self.setAccessibleName(f"{check.name}: {check.words}")


class ResultPage(QWidget):
    """Banner, comparison and status card in eight columns, the gate in four.

    Signals:
        turned: a large picture or words came or went: taps rest for a moment (U18).
    """

    turned = Signal()

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self.banner, self.compare = ResultBanner(signals), CompareCard(signals)
        self.status, self.gate = StatusCard(signals), GateCard()
        self._facts = QWidget()
        self._shown: tuple[BannerView, bytes, str] | None = None
        self.large = LargePicture(self)
        left = spaced(QVBoxLayout(self._facts), 14, (0, 0, 0, 0))
        left.addWidget(self.banner)
        left.addWidget(self.compare, 1)
        left.addWidget(self.status)
        row = spaced(QHBoxLayout(self), 16, (16, 16, 16, 16))
        row.addWidget(self._facts, 884)
        row.addWidget(self.gate, 434)
        self.gate.stop.held.connect(signals.initiate_stop)
        for picture in self._pictures:
            picture.clicked.connect(self._enlarge)
        self.compare.record.clicked.connect(self._show_record)
        self.large.turned.connect(self.turned)

    def show_view(self, view: ResultView) -> None:
        """Show everything that is known of the hit; what is new is never behind a picture."""
        shown = view.banner, view.compare.picture, view.compare.detail
        if shown != self._shown:
            self._shown = shown
            self.large.shut()
        self.banner.show_view(view.banner)
        self.compare.show_view(view.compare)
        self.status.show_view(view.status)
        self.gate.show_view(view.gate)

    def press_opener(self) -> bool:
        """Open the picture or the record where the keyboard is at it."""
        openers = *self._pictures, self.compare.record
        opener = next((opener for opener in openers if opener.hasFocus()), None)
        if opener is not None:
            opener.click()
        return opener is not None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let what opens cover all but the gate."""
        super().resizeEvent(event)
        self.large.setGeometry(self._facts.geometry())

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no large picture for who comes back, or behind the lock."""
        self.large.shut()
        super().hideEvent(event)

    @property
    def _pictures(self) -> tuple[SmallPicture, ...]:
        return self.compare.picture, self.compare.vehicle

    @Slot()
    def _enlarge(self) -> None:
        self.large.setGeometry(self._facts.geometry())
        pressed = next(picture for picture in self._pictures if picture is self.sender())
        self.large.show_picture(pressed.jpeg)

    @Slot()
    def _show_record(self) -> None:
        self.large.setGeometry(self._facts.geometry())
        self.large.show_words(self.compare.record.whole)
