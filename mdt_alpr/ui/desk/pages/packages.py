"""What was let out, under which hold or request, and where its copies are (8.D, 8.E)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from mdt_alpr.acts import disclosures as acts
from mdt_alpr.acts.act import Act
from mdt_alpr.domain.citations import under
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.printable import log_number, number_of
from mdt_alpr.domain.retention.media import MediumKind
from mdt_alpr.files.private_files import saved_whole
from mdt_alpr.ui.desk.act_form import body_of, form_of
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire.release import (
    MediumRequest,
    PackagePassphrase,
    PackagesMessage,
    PackageWritten,
    PortableMediaMessage,
    ReleaseMessage,
    ReleaseRequest,
)

_OUT = acts.LET_OUT.button
_SHEET, _NOTICE, _OPENS = "sheet", "notice", "opens"
_MEDIA = "packages_media"
_ACTS = acts.LET_OUT, acts.ACKNOWLEDGE, acts.RETURN_COPY, acts.DESTROY_COPY
_ASKED = form_of(
    *_ACTS, choices=("serial",), omits=("at",), in_row=7,
    saves=((_OUT, "alpr-package.zip"), (_NOTICE, "notice.pdf"), (_SHEET, "hit.pdf")),
)  # fmt: skip
_OUT_ACT, _RECEIPT, *_ENDS = _ASKED.acts
_NEW = FormField("new_serial", "Or the agency's new one")
_BEFORE_NEW = 1 + next(n for n, field in enumerate(_ASKED.fields) if field.name == "serial")
_FORM = replace(
    _ASKED,
    fields=(*_ASKED.fields[:_BEFORE_NEW], _NEW, *_ASKED.fields[_BEFORE_NEW:]),
    acts=(
        _OUT_ACT,
        (_NOTICE, "Save notice and receipt (PDF)"),
        _RECEIPT,
        (_OPENS, "Show passphrase"),
        *_ENDS,
        (_SHEET, "Save hit on one page (PDF)"),
    ),
)


class Packages(ListTable, FormTable):
    """The menu shows how many copies are due back or to destroy, from sign-in on.

    Signals:
        row_wanted: the number of a package to choose.
    """

    title, order = "Packages", 63
    does = (
        acts.LET_OUT,
        acts.REGISTER_MEDIUM,
        acts.GIVE_NOTICE,
        acts.NOTE_WRITTEN,
        acts.ACKNOWLEDGE,
        acts.END_COPY,
    )
    heading = "Released packages"
    shows = acts.SHOW_PACKAGES
    counts = True
    form, emptied = _FORM, ("by", "how")
    also_waits = (_MEDIA, _NOTICE)
    note = under("packages", "under a hold or a granted request only; kept for a year")

    row_wanted = Signal(str)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._wanted, self._is_new = 0, False

    def widget(self) -> FormPage:
        view = super().widget()
        self.row_wanted.connect(view.table.choose)
        return view

    def open(self, chosen: tuple[FormValues, int]) -> None:
        """Show the form with what a case carries on, and choose the package that it waits for."""
        (values, self._wanted), self._is_new = chosen, True
        self.form_changed.emit(values)
        self.load()

    def show_answer(self, answer: PackagesMessage) -> None:
        super().show_answer(answer)
        if self._wanted:
            self.row_wanted.emit(str(self._wanted))
            self._wanted = 0

    def load(self) -> None:
        """Request the packages, and the media that may carry one."""
        super().load()
        self.wait(self.ask(PortableMediaMessage, acts.SHOW_MEDIA.path()), self._offer, _MEDIA)

    def act(self, act: FormAct) -> None:
        """Let a package out, or record what became of a copy."""
        if act.act == _OUT:
            self._release(act)
        elif act.act == _SHEET:
            self._save_sheet(act)
        elif not act.key:
            self.show_state(problem="Choose a package first.")
        elif act.act == _OPENS:
            self._open(act.key)
        elif act.act == _NOTICE:
            self._save(acts.GIVE_NOTICE.path(number=act.key), act.place)
        else:
            self._record(act)

    def _record(self, act: FormAct) -> None:
        does = next(known for known in _ACTS if known.button == act.act)
        if (body := self._body(does, act.form)) is not None:
            seen = does.seen_in(self.found, number=act.key)
            self.send(does.path(seen=seen, number=act.key), body)

    def _body(self, does: Act[Any], form: FormValues) -> Any:
        try:
            return body_of(does, form, self.made(does))
        except DomainError as error:
            self.show_state(problem=str(error))
            return None

    def _open(self, number: str) -> None:
        path = acts.SHOW_PASSPHRASE.path(number=number)
        self.wait(self.ask(PackagePassphrase, path), self._show_passphrase)

    def _save_sheet(self, act: FormAct) -> None:
        try:
            number = log_number(act.form.text("hold"))
        except ValueError:
            self.show_state(problem="Under hold: enter it as 2026-0003 or 3.")
            return
        path = acts.PRINT_HIT.path(number=number, hit_id=act.form.text("hits"))
        self._save(path, act.place)

    def _release(self, act: FormAct) -> None:
        hits = act.form.text("hits").replace(",", " ").split()
        form = FormValues({**act.form.values, "hits": ";".join(hits)})
        if (ask := self._body(acts.LET_OUT, form)) is None:
            return
        if serial := form.text("new_serial"):
            self._register(serial, act)
            return
        self.desk.used()
        self.about_changed.emit("")
        self.show_state(waits="Encrypting at headquarters")
        self.wait(self._written(ask, act.place), partial(self._released, Path(act.place)))

    def _register(self, serial: str, act: FormAct) -> None:
        """Put the agency's new medium on the register, then release on it."""
        values = act.form.values | {"serial": serial, "new_serial": ""}
        body, path = MediumRequest(serial, MediumKind.USB_DRIVE), acts.REGISTER_MEDIUM.path()

        def registered(answer: PortableMediaMessage) -> None:
            self._offer(answer)
            self.form_changed.emit(FormValues({"serial": serial, "new_serial": ""}))
            self._release(replace(act, form=FormValues(values)))

        self.show_state(waits=SENDING)
        self.wait(self.ask(PortableMediaMessage, path, body), registered)

    def _written(self, ask: ReleaseRequest, place: str) -> Callable[[], ReleaseMessage | None]:
        person = self.desk.person

        def call() -> ReleaseMessage | None:
            if person is None:
                return None
            path = acts.LET_OUT.path()
            package, data = self.desk.link.parted(person, ReleaseMessage, path, ask)
            written = PackageWritten(saved_whole(Path(place), data))
            self.desk.link.post(person, acts.NOTE_WRITTEN.path(number=package.number), written)
            return package

        return call

    def _released(self, place: Path, answer: ReleaseMessage) -> None:
        """Write the notice beside the package, which goes with it (DIS-07)."""
        path = acts.GIVE_NOTICE.path(number=answer.number)
        notice = place.with_name(f"notice-{answer.number}.pdf")
        key = "" if answer.is_every_key_accepted else " The key of a car was never accepted."
        self.about_changed.emit(
            f"Package {answer.number}: {number_of(answer.reads, 'read')}, written.{key} Have "
            f"{notice.name} beside it signed and press Receipt signed; then Show passphrase."
        )
        self.load()
        self.wait(self.desk.saved(path, notice), self.say_saved, _NOTICE)

    def _show_passphrase(self, opens: PackagePassphrase) -> None:
        self.about_changed.emit(
            f"Package {opens.number}: passphrase {opens.passphrase}. Send it separately from the "
            "medium. Headquarters keeps it until the copy ends."
        )
        self.load()

    def _save(self, path: str, place: str) -> None:
        self.show_state(waits=ASKING)
        self.wait(self.desk.saved(path, Path(place)), self.say_saved)

    def _offer(self, answer: PortableMediaMessage) -> None:
        usable = [medium for medium in answer.media if medium.retired_at is None]
        options = tuple((m.serial, f"{m.serial} {m.label}".strip()) for m in usable)
        none = (("", "None is registered"),)
        focus = ("transport" if usable else "new_serial") if self._is_new else ""
        self._is_new = False
        self.form_changed.emit(FormValues(options={"serial": options or none}, focus=focus))


PAGE = Packages
