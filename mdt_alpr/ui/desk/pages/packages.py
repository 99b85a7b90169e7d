"""What was let out, under which hold or request, and where its copies are (8.D, 8.E)."""

from collections.abc import Callable
from pathlib import Path

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import log_number
from mdt_alpr.domain.retention.media import CopyState
from mdt_alpr.private_files import saved_whole
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.cells import year_cell
from mdt_alpr.ui.desk.presenters.words import number_of
from mdt_alpr.ui.entries.presenters.past_read_words import purpose_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.release import (
    Acknowledgment,
    CopyEnd,
    LetOutMessage,
    LetOutRequest,
    PackageLine,
    PackagePassphrase,
    PackagesMessage,
    PackageWritten,
    PortableMediaMessage,
)

_OUT, _SHEET, _NOTICE, _RECEIVED = "let_out", "sheet", "notice", "received"
_OPENS = "opens"
_MEDIA = "packages_media"
_STATES = {
    CopyState.OUT: "Out",
    CopyState.RETURNED: "Returned",
    CopyState.DESTROYED: "Destroyed",
}
_PURPOSES = tuple((one.value, purpose_words(one)) for one in Purpose)
_FORM = FormHead(
    (
        FormField("hold", "Under hold, number"),
        FormField("request", "On data request, number"),
        FormField("purpose", "Purpose", options=_PURPOSES, wide=True),
        FormField("serial", "Medium", is_choice=True, wide=True),
        FormField("hits", "These hits only, IDs", "All under the hold", wide=True),
        FormField("recipient", "Restricted: who else gets it", "nobody"),
        FormField("holder", "Who holds the medium"),
        FormField("place", "Where it is kept"),
        FormField("transport", "How it is delivered"),
        FormField("words", "Signed by, or how it ended", wide=True),
    ),
    (
        (_OUT, "Release to a file"),
        (_NOTICE, "Save notice and receipt (PDF)"),
        (_RECEIVED, "Receipt signed"),
        (_OPENS, "Show passphrase"),
        (CopyState.RETURNED.value, "Copy returned"),
        (CopyState.DESTROYED.value, "Copy destroyed"),
        (_SHEET, "Save hit on one page (PDF)"),
    ),
    in_row=7,
    saves=((_OUT, "alpr-package.zip"), (_NOTICE, "notice.pdf"), (_SHEET, "hit.pdf")),
)
_NO_NUMBER = "Enter hold and request as numbers of their logs, such as 2026-0003 or 3."
_TEXTS = ("hold", "request", "hits", "recipient", "holder", "place", "transport", "words")


class Packages(FormTable):
    """The menu shows how many copies are due back or to destroy, from sign-in on."""

    title, order = "Packages", 63
    heading = "Released packages"
    permissions = (Permission.DOWNLOAD,)
    counts = True
    form, emptied = _FORM, ("words",)
    also_waits = (_MEDIA,)
    note = "Order 09.21.8.D and E: under a hold or a granted request only; kept for a year"
    address, answer = addresses.LET_OUT, PackagesMessage
    nothing = "Nothing was released. Name a hold or a granted request; press Release to a file."
    columns = (
        Column("No.", 60),
        Column("Made", 170),
        Column("Under", 170),
        Column("Holds", 170),
        Column("Medium", 190),
        Column("Where", 190),
        Column("Copy", 200),
    )

    def load(self) -> None:
        """Request the packages, and the media that may carry one."""
        super().load()
        self.wait(self.ask(PortableMediaMessage, addresses.PORTABLE_MEDIA), self._offer, _MEDIA)

    def rows(self, answer: PackagesMessage) -> list[TableRow]:
        """Return a row for each package."""
        return list(map(_row, answer.packages))

    def state(self, answer: PackagesMessage) -> PageState:
        """Return how many there are."""
        return PageState(
            foot=f"{number_of(len(answer.packages), 'package')}, {answer.waiting} due back or to "
            "destroy."
        )

    def act(self, act: FormAct) -> None:
        """Let a package out, or record what became of a copy."""
        if act.act == _OUT:
            self._let_out(act)
        elif act.act == _SHEET:
            self._save_sheet(act)
        elif not act.key:
            self.show_state(problem="Choose a package first.")
        elif act.act == _OPENS:
            self._open(act.key)
        elif act.act == _NOTICE:
            self._save(addresses.filled(addresses.PACKAGE_NOTICE, number=act.key), act.place)
        else:
            self._record(act)

    def _record(self, act: FormAct) -> None:
        words, address = act.form.text("words"), addresses.PACKAGE_END
        body: Acknowledgment | CopyEnd
        if act.act == _RECEIVED:
            body, address = Acknowledgment(words, self.desk.now()), addresses.PACKAGE_RECEIPT
        else:
            body = CopyEnd(CopyState(act.act), words)
        self.send(addresses.filled(address, number=act.key), body)

    def _open(self, number: str) -> None:
        path = addresses.filled(addresses.PACKAGE_OPENING, number=number)
        self.wait(self.ask(PackagePassphrase, path), self._show_passphrase)

    def _save_sheet(self, act: FormAct) -> None:
        try:
            number = log_number(act.form.text("hold"))
        except ValueError:
            self.show_state(problem=_NO_NUMBER)
            return
        places = {"number": str(number), "hit_id": act.form.text("hits")}
        self._save(addresses.filled(addresses.HELD_HIT_SHEET, **places), act.place)

    def _let_out(self, act: FormAct) -> None:
        form = act.form
        try:
            ask = LetOutRequest(
                serial=form.text("serial"),
                holder=form.text("holder"),
                place=form.text("place"),
                transport=form.text("transport"),
                purpose=Purpose(form.text("purpose")),
                hold=log_number(form.text("hold") or "0"),
                request=log_number(form.text("request") or "0"),
                hits=tuple(form.text("hits").replace(",", " ").split()),
                recipient=form.text("recipient"),
            )
        except ValueError:
            self.show_state(problem=_NO_NUMBER)
            return
        self.desk.used()
        self.about_changed.emit("")
        self.show_state(waits="Encrypting at headquarters")
        self.wait(self._written(ask, act.place), self._released)

    def _written(self, ask: LetOutRequest, place: str) -> Callable[[], LetOutMessage | None]:
        person = self.desk.person

        def call() -> LetOutMessage | None:
            if person is None:
                return None
            found, data = self.desk.link.parted(person, LetOutMessage, addresses.LET_OUT, ask)
            written = PackageWritten(saved_whole(Path(place), data))
            number = str(found.number)
            path = addresses.filled(addresses.PACKAGE_WRITTEN, number=number)
            self.desk.link.post(person, path, written)
            return found

        return call

    def _released(self, answer: LetOutMessage) -> None:
        key = "" if answer.is_every_key_accepted else " The key of a car was never accepted."
        self.about_changed.emit(
            f"Package {answer.number}: {number_of(answer.reads, 'read')}, written.{key} Have the "
            "notice signed and press Receipt signed; then Show passphrase."
        )
        self.load()

    def _show_passphrase(self, found: PackagePassphrase) -> None:
        self.about_changed.emit(
            f"Package {found.number}: passphrase {found.passphrase}. Send it separately from the "
            "medium. Headquarters keeps it until the copy ends."
        )
        self.load()

    def _save(self, path: str, place: str) -> None:
        self.show_state(waits=ASKING)
        self.wait(self.desk.saved(path, Path(place)), self.say_saved)

    def _offer(self, answer: PortableMediaMessage) -> None:
        usable = [medium for medium in answer.media if medium.retired_at is None]
        options = tuple((one.serial, f"{one.serial} {one.label}".strip()) for one in usable)
        none = (("", "Register a medium first"),)
        self.form_changed.emit(FormValues(options={"serial": options or none}))


PAGE = Packages


def _row(line: PackageLine) -> TableRow:
    named = (("Hold", line.hold), ("Request", line.request))
    under = ", ".join(f"{word} {number}" for word, number in named if number)
    restricted = "restricted file" if line.is_restricted else ""
    return TableRow(
        str(line.number),
        (
            Cell(str(line.number), strong=True),
            year_cell(line.made_at, below=f"by {line.made_by}"),
            Cell(under, below=restricted),
            Cell(number_of(line.reads, "read"), below=_rest(line)),
            Cell(line.serial, below=line.holder),
            Cell(line.place, below=line.transport),
            _copy(line),
        ),
    )


def _rest(line: PackageLine) -> str:
    return f"{number_of(line.hits, 'hit')}, {number_of(line.pictures, 'picture')}"


def _copy(line: PackageLine) -> Cell:
    words = _STATES[line.state]
    if line.state is CopyState.DESTROYED:
        return Cell(words, Mark.TICK, below=line.ended_how)
    if not line.is_written:
        return Cell("Not written", Mark.WEAK, warns=True, strong=True, below="release it again")
    due = "No end: warrant"
    if line.days_left is not None:
        due = f"{number_of(line.days_left, 'day')} left" if line.days_left else "Overdue"
    if line.is_reminded:
        return Cell(words, Mark.WEAK, warns=True, strong=True, below=f"{due}: get it back")
    received = f", signed by {line.acknowledged_by}" if line.acknowledged_by else ""
    return Cell(words, Mark.RING, below=f"{due}{received}")
