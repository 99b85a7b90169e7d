"""The left half of the blind pages: look, choose a picture, come nearer."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_blind import PicturesView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.hit.views.blind_picture import BigPicture, Thumbnail
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.shapes import Shape, ShapeMark

_THUMBNAILS = 4
_CARD = 104


class BlindPictures(QWidget):
    """One big picture, up to four to choose from, and whether it is good enough."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.big = BigPicture()
        self._thumbnails = [Thumbnail(place) for place in range(_THUMBNAILS)]
        self._count = 0
        self._chosen = 0
        row = QHBoxLayout()
        row.setSpacing(12)
        for thumbnail in self._thumbnails:
            thumbnail.chosen_place.connect(signals.choose_picture)
            policy = thumbnail.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            thumbnail.setSizePolicy(policy)
            row.addWidget(thumbnail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(13)
        column.addWidget(self.big, 1)
        column.addLayout(row)
        column.addWidget(self._card())

    def show_view(self, view: PicturesView) -> None:
        """Show the pictures."""
        self.big.show_picture(view.shown)
        self.big.show_brackets(view.brackets)
        self._count = len(view.choices)
        for place, thumbnail in enumerate(self._thumbnails):
            thumbnail.setVisible(place < self._count)
            if place < self._count:
                choice = view.choices[place]
                thumbnail.show_picture(choice.jpeg, choice.label, chosen=choice.chosen)
                self._chosen = place if choice.chosen else self._chosen
        self._warning.setVisible(not view.good_enough)
        self._headline.setText(view.headline)
        self._advice.setText(view.advice)

    def step(self, by: int) -> None:
        """Choose the next picture or the one before."""
        if self._count:
            self._signals.choose_picture.emit((self._chosen + by) % self._count)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedHeight(_CARD)
        self._warning = ShapeMark(Shape.WEAK, 36)
        self._headline = label("", "strong")
        self._advice = label("", "advice")
        self._advice.setWordWrap(True)
        self._zoom = AnswerTile("+\nZoom", key="zoom")
        self._zoom.set_size(116, 72)
        self._zoom.clicked.connect(self._come_nearer)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._headline)
        words.addWidget(self._advice)
        words.addStretch(1)
        row = QHBoxLayout(card)
        row.setContentsMargins(18, 8, 18, 8)
        row.setSpacing(16)
        row.addWidget(self._warning)
        row.addLayout(words, 1)
        row.addWidget(self._zoom)
        return card

    def _come_nearer(self) -> None:
        self.big.zoom(1)
