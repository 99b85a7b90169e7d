"""What each person typed at this desk and did not send: there again for that person alone."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from mdt_alpr.domain.policy import DRAFTS_KEPT_FOR
from mdt_alpr.ui.desk.page import Page
from mdt_alpr.ui.desk.presenters.session import DeskSession, DraftPlace
from mdt_alpr.ui.desk.views.desk_window import DeskWindow
from mdt_alpr.ui.desk.views.typed import Typed, put_back, take_away, typed_in
from mdt_alpr.wire.codec import DecodeError, decode, encode

Place = tuple[str, str]
"""A page, and the record that it shows; empty for a page of its own."""
_SAVES_MS = 2000


@dataclass(frozen=True, slots=True)
class PageDraft:
    """What was typed at a place."""

    page: str
    record: str
    typed: Typed


@dataclass(frozen=True, slots=True)
class AllTyped:
    """Everything that a person typed at this desk."""

    drafts: tuple[PageDraft, ...] = ()


_NOTHING = encode(AllTyped())


class Drafts(QObject):
    """Keeps typed text over Esc, another page, a lock, a session's end and a crash (ACC-07).

    By person, for some days, and sealed where it outlives the process; nobody else is shown it.

    Signals:
        changed: whether the page in front has what was typed before, and whether it was emptied.
    """

    changed = Signal(bool, bool)

    def __init__(
        self,
        window: DeskWindow,
        pages: Mapping[str, Page],
        desk: DeskSession,
        place: DraftPlace | None,
    ) -> None:
        """Keep what is typed in ``place``, too; without one in memory only."""
        super().__init__(window)
        self._window, self._pages, self._desk, self._place = window, pages, desk, place
        self._saved = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._save)
        self._kept: dict[str, dict[Place, Typed]] = {}
        self._ended_at: dict[str, datetime] = {}
        self._person = ""
        self._shown: dict[str, str] = {}
        """By page, the record that it shows in this session."""
        self._back: dict[str, Typed] = {}
        """By page, what was put back on it."""
        self._unanswered: set[str] = set()
        """Pages that may be filled once more, by an answer of headquarters."""
        desk.asking.answered.connect(self._answered)

    def begin(self, person: str) -> None:
        """Give back to who signs in what that person typed."""
        for name, at in list(self._ended_at.items()):
            if self._desk.now() - at >= DRAFTS_KEPT_FOR:
                self._kept.pop(name, None)
                del self._ended_at[name]
        self._person, self._saved = person, ""
        if person not in self._kept and self._place is not None:
            self._saved = self._place.text(person, self._desk.now())
            with suppress(DecodeError):  # of another version of the program
                drafts = decode(AllTyped, self._saved or _NOTHING).drafts
                self._kept[person] = {(line.page, line.record): line.typed for line in drafts}
        for name in self._window.made:
            self.made(name)

    def made(self, name: str) -> None:
        """Give back what was typed on a page of the menu, whose view is there now."""
        page = self._pages.get(name)
        if page is not None and self._person and not page.opened_from:
            self._enter(name, "")

    def leave(self, name: str) -> None:
        """Keep what is typed on a page before it shows another record."""
        if name in self._shown:
            typed, place = typed_in(self._window.page(name)), (name, self._shown[name])
            kept = self._kept.setdefault(self._person, {})
            if typed is None:
                kept.pop(place, None)
            else:
                kept[place] = typed

    def enter(self, name: str, chosen: object) -> None:
        """Give back what was typed about a record that a page shows now."""
        names = ("number", "entry_id", "hit_id")
        known = next((n for n in names if hasattr(chosen, n)), "")
        self._enter(name, str(getattr(chosen, known) if known else chosen or ""))

    def end(self) -> None:
        """Keep what is typed on every page, before the session's end clears them."""
        if not self._person:
            return
        self._save()
        self._ended_at[self._person] = self._desk.now()
        self._person = ""
        for known in (self._shown, self._back, self._unanswered):
            known.clear()

    def save_soon(self) -> None:
        """Keep what is being typed; it costs a crash the last seconds at most."""
        if self._place is not None and not self._timer.isActive():
            self._timer.start(_SAVES_MS)

    def show_page(self, name: str) -> None:
        """Say whether the page in front has what was typed before."""
        self.changed.emit(name in self._back, False)  # noqa: FBT003 - a signal

    def empty(self, wanted: bool) -> None:
        """Empty the page in front, or put back what was there."""
        name = self._window.page_name
        if (typed := self._back.get(name)) is None:
            return
        if wanted:
            take_away(self._window.page(name), typed)
        else:
            put_back(self._window.page(name), typed)
        self.changed.emit(True, wanted)  # noqa: FBT003 - a signal

    def _enter(self, name: str, record: str) -> None:
        self._shown[name] = record
        typed = self._kept.get(self._person, {}).get((name, record))
        if typed is None:
            self._back.pop(name, None)
        else:
            put_back(self._window.page(name), typed)
            self._back[name] = typed
            self._unanswered.add(name)
        if name == self._window.page_name:
            self.show_page(name)

    def _save(self) -> None:
        self._timer.stop()
        for name in self._shown:
            self.leave(name)
        kept = self._kept.get(self._person, {})
        drafts = (PageDraft(page, record, typed) for (page, record), typed in kept.items())
        text = encode(AllTyped(tuple(drafts))) if kept else ""
        if self._place is not None and self._person and text != self._saved:
            self._saved = text
            self._place.keep(self._person, text, self._desk.now())

    def _answered(self, call: str) -> None:
        """Put it back once more where an answer filled the page; forget what was recorded."""
        self.save_soon()
        for name, typed in list(self._back.items()):
            if call not in self._pages[name].calls:
                continue
            view = self._window.page(name)
            if name in self._unanswered:
                self._unanswered.discard(name)
                put_back(view, typed)
            elif typed_in(view) is None:
                del self._back[name]
                self.show_page(self._window.page_name)
