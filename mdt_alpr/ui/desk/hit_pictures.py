"""Small pictures of the plates in the rows of the log (SUP-02, DIS-05)."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from mdt_alpr.acts.hits import SHOW_SMALL_PICTURES
from mdt_alpr.ui.desk.page import Page
from mdt_alpr.ui.desk.views.table_page import LogPage
from mdt_alpr.wire.desk import MOST_SMALL, SMALL_PICTURE, SmallPicturesRequest

HIT_PICTURES = "hit pictures"
"""The name of the call for small pictures."""


class HitPictures(QObject):
    """Asks for the pictures of the rows in sight, while the person wants any.

    Each is a look that headquarters records, so none is asked for unless the person turned them
    on. They stay in memory while their rows are shown, and nowhere else.

    Signals:
        came: pictures by hit.
        turned: whether the rows have pictures.
    """

    came = Signal(object)
    turned = Signal(bool)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self.are_on = page, False

    def connect_view(self, view: LogPage) -> None:
        """Connect the rows."""
        view.pictures_turned.connect(self.turn)
        view.pictures.wanted.connect(self.fetch)
        self.came.connect(view.pictures.take)
        self.turned.connect(view.show_pictures)

    def turn(self) -> None:
        """Turn to small pictures, or to none."""
        self.show(on=not self.are_on)

    def show(self, *, on: bool) -> None:
        """Show pictures in the rows, or none."""
        self.are_on = on
        self._page.desk.asking.cancel(HIT_PICTURES)
        self.turned.emit(on)

    def fetch(self, hit_ids: Sequence[str]) -> None:
        """Ask for the pictures of hits; the rest of many is asked for when these are here."""
        if not self.are_on or self._page.desk.person is None:
            return
        some = tuple(hit_ids[:MOST_SMALL])
        ask = self._page.desk.content(SHOW_SMALL_PICTURES.path(), SmallPicturesRequest(some))

        def call() -> dict[str, QImage]:
            sheet = QImage.fromData(ask())
            width, height = SMALL_PICTURE
            return {
                hit_id: sheet.copy(0, place * height, width, height)
                for place, hit_id in enumerate(some)
            }

        self._page.desk.asking.ask(HIT_PICTURES, call, self.came.emit, self._page.refused)
