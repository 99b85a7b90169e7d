"""How each person left the desk on this machine: window, order, choices and columns."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject

from mdt_alpr.files import private_files
from mdt_alpr.ui.desk.frame import DeskPresenter
from mdt_alpr.ui.desk.page import Page
from mdt_alpr.ui.desk.views.desk_window import DeskWindow
from mdt_alpr.ui.desk.views.table import DeskTable
from mdt_alpr.wire.codec import DecodeError, decode, encode

FILE = "left.json"


@dataclass(frozen=True, slots=True)
class PageLeft:
    """What ``Page.habits`` and the page's table had, by name."""

    name: str
    habits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DeskLeft:
    """The window as Qt describes it, and each page that was used, not the one in front."""

    who: str = ""
    window: str = ""
    pages: tuple[PageLeft, ...] = ()


@dataclass(frozen=True, slots=True)
class AllLeft:
    """The desk of everybody who used this machine."""

    people: tuple[DeskLeft, ...]


class Remembered(QObject):
    """Keeps it in a file, from one session of a person to the next.

    Nothing that was typed, and nothing captured: of the filters only those whose choices the
    program itself has. The file does not name the person, either.
    """

    def __init__(
        self,
        window: DeskWindow,
        pages: Mapping[str, Page],
        presenter: DeskPresenter,
        file: Path | None,
    ) -> None:
        """Keep it in ``file``; without one nothing is kept."""
        super().__init__(window)
        self._window, self._pages, self._presenter, self._file = window, pages, presenter, file
        self._left = DeskLeft()

    def begin(self, person: str) -> None:
        """Give the person the desk as it was left, before a page is in front."""
        who, last = hashlib.sha256(person.encode()).hexdigest()[:16], self._left.who
        self._left = next((left for left in self._all() if left.who == who), DeskLeft(who))
        if self._left.window and who != last:
            self._window.restoreGeometry(QByteArray.fromBase64(self._left.window.encode()))
        for name in self._window.made:
            self.made(name)

    def made(self, name: str) -> None:
        """Arrange a page as the person left it."""
        page = self._pages.get(name)
        habits = next((dict(known.habits) for known in self._left.pages if known.name == name), {})
        if page is None or not habits:
            return
        with suppress(KeyError, ValueError):  # of another version of the program
            page.take_habits(habits)
            for table in self._tables(name):
                table.take_habits(habits)

    def end(self) -> None:
        """Keep how the person leaves it; a disk that takes nothing costs the habits only."""
        if self._file is None or self._presenter.session is None:
            return
        before = {left.name: left for left in self._left.pages}
        for name in self._window.made:
            if name in self._pages:
                habits = self._pages[name].habits()
                for table in self._tables(name):
                    habits |= table.habits()
                before[name] = PageLeft(name, tuple(sorted(habits.items())))
        window = bytes(self._window.saveGeometry().toBase64().data()).decode()
        self._left = replace(self._left, window=window, pages=tuple(before.values()))
        others = (left for left in self._all() if left.who != self._left.who)
        with suppress(OSError):
            private_files.make_folder(self._file.parent)
            content = encode(AllLeft((*others, self._left)))
            private_files.write_whole(self._file, content.encode())

    def _tables(self, name: str) -> list[DeskTable]:
        """Return the page's table, where it is one of rows."""
        table = self._window.page(name).findChild(DeskTable)
        return [] if table is None else [table]

    def _all(self) -> tuple[DeskLeft, ...]:
        if self._file is not None:
            with suppress(OSError, UnicodeDecodeError, DecodeError):
                return decode(AllLeft, self._file.read_text("utf-8")).people
        return ()
