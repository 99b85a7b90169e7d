"""Facts on the left, gate on the right (design 04 to 06)."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_result import ResultView
from mdt_alpr.ui.hit.models.hit_wishes import InitiateStop
from mdt_alpr.ui.hit.views.compare_card import CompareCard
from mdt_alpr.ui.hit.views.gate_card import GateCard
from mdt_alpr.ui.hit.views.result_banner import ResultBanner
from mdt_alpr.ui.hit.views.status_card import StatusCard
from mdt_alpr.ui.kit.theme import Palette


class ResultPage(QWidget):
    """Banner, comparison and status card in eight columns, the gate in four.

    Signals:
        asked: a wish.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.banner, self.compare = ResultBanner(), CompareCard()
        self.status, self.gate = StatusCard(), GateCard()
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self.banner)
        left.addWidget(self.compare, 1)
        left.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addLayout(left, 884)
        row.addWidget(self.gate, 434)
        for part in (self.banner, self.compare, self.status):
            part.asked.connect(self.asked)
        self.gate.stop.held.connect(self._held)

    def show_view(self, view: ResultView) -> None:
        """Show everything that is known of the hit."""
        self.banner.show_view(view.banner)
        self.compare.show_view(view.compare)
        self.status.show_view(view.status)
        self.gate.show_view(view.gate)

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        for part in (self.banner, self.compare, self.status, self.gate):
            part.use_palette(palette)

    @Slot()
    def _held(self) -> None:
        self.asked.emit(InitiateStop())
