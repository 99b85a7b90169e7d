"""Why the entry pauses; the same words whatever was wrong (design 03e)."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from mdt_alpr.ui.hit.models.hit_blind import PausedView
from mdt_alpr.ui.kit.views.labels import label, set_kind
from mdt_alpr.ui.kit.views.shapes import Shape, ShapeMark


class PausedNotice(QFrame):
    """An ink block for "no", a plain card for "once more"."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._mark = ShapeMark(Shape.DIFFERS, 48, on_ink=True)
        self._title, self._text = label("", "head"), label("", "second")
        self._foot = label("", "strong")
        self._text.setWordWrap(True)
        self._foot.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 28, 28, 24)
        column.setSpacing(10)
        column.addWidget(self._mark)
        column.addSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addStretch(1)
        column.addWidget(self._foot)

    def show_view(self, view: PausedView) -> None:
        """Show its words."""
        kind = "ink" if view.differs else "card"
        set_kind(self, kind)
        self._mark.show_shape(Shape.DIFFERS if view.differs else Shape.RING)
        self._mark.use_tokens(("onink", "ink") if view.differs else None)
        for part, words in (
            (self._title, view.title),
            (self._text, view.text),
            (self._foot, view.foot),
        ):
            part.setText(words)
        self.setAccessibleName(f"{view.title} {view.text}")
