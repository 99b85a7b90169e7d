"""Facts on the left, gate on the right (design 04 to 06)."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_result import BannerView, ResultView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.hit.views.compare_card import CompareCard
from mdt_alpr.ui.hit.views.gate_card import GateCard
from mdt_alpr.ui.hit.views.large_picture import LargePicture
from mdt_alpr.ui.hit.views.result_banner import ResultBanner
from mdt_alpr.ui.hit.views.status_card import StatusCard


class ResultPage(QWidget):
    """Banner, comparison and status card in eight columns, the gate in four.

    Signals:
        turned: the large picture came or went: taps rest for a moment (U18).
    """

    turned = Signal()

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self.banner, self.compare = ResultBanner(signals), CompareCard(signals)
        self.status, self.gate = StatusCard(signals), GateCard()
        self._facts = QWidget()
        self._shown: tuple[BannerView, bytes] | None = None
        self.large = LargePicture(self)
        left = QVBoxLayout(self._facts)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(14)
        left.addWidget(self.banner)
        left.addWidget(self.compare, 1)
        left.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(self._facts, 884)
        row.addWidget(self.gate, 434)
        self.gate.stop.held.connect(signals.initiate_stop)
        self.compare.picture.clicked.connect(self._enlarge)
        self.large.turned.connect(self.turned)

    def show_view(self, view: ResultView) -> None:
        """Show everything that is known of the hit; what is new is never behind a picture."""
        if (view.banner, view.compare.picture) != self._shown:
            self._shown = view.banner, view.compare.picture
            self.large.shut()
        self.banner.show_view(view.banner)
        self.compare.show_view(view.compare)
        self.status.show_view(view.status)
        self.gate.show_view(view.gate)

    def press_picture(self) -> bool:
        """Open the picture where the keyboard is at it."""
        picture = self.compare.picture
        if picture.hasFocus():
            picture.click()
        return picture.hasFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let a large picture cover all but the gate."""
        super().resizeEvent(event)
        self.large.setGeometry(self._facts.geometry())

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no large picture for who comes back, or behind the lock."""
        self.large.shut()
        super().hideEvent(event)

    @Slot()
    def _enlarge(self) -> None:
        self.large.setGeometry(self._facts.geometry())
        self.large.show_picture(self.compare.picture.jpeg)
