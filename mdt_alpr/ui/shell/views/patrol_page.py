"""What an officer on patrol sees: the picture, the band of the hit, what was read."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.shell.views.hit_band import HitBand
from mdt_alpr.ui.shell.views.live_view import LiveView
from mdt_alpr.ui.shell.views.reel import Reel


class PatrolPage(QWidget):
    """Picture and band over eight columns, reel over four."""

    def __init__(self) -> None:
        super().__init__()
        self.live, self.band, self.reel = LiveView(), HitBand(), Reel()
        left = spaced(QVBoxLayout(), 16)
        left.addWidget(self.live, 1)
        left.addWidget(self.band)
        row = spaced(QHBoxLayout(self), 16, (16, 16, 16, 16))
        row.addLayout(left, 884)
        row.addWidget(self.reel, 434)
