"""The first thing on the result page: agreement on a card, contradiction on ink (ALR-05)."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from mdt_alpr.ui.hit.models.hit_result import BannerView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind
from mdt_alpr.ui.kit.views.labels import label, set_kind
from mdt_alpr.ui.kit.views.shapes import Shape, ShapeMark

HEIGHT, LEAST_HEIGHT = 96, 84


class ResultBanner(QFrame):
    """Says whether plate, state and vehicle agree."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self.setProperty("kind", "card")
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setMaximumHeight(HEIGHT)
        self._mark = ShapeMark(Shape.TICK, 38)
        self._title, self._text = label("", "main"), label("", "second")
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._known = label("", "caption")
        self._button = AnswerTile("", key="banner")
        self._button.set_size(190, 72)
        self._button.clicked.connect(self._pressed)
        self._action = ""
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addWidget(self._known)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(19, 0, 11, 0)
        row.setSpacing(18)
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
        self._mark.show_shape(Shape(view.shape))
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
