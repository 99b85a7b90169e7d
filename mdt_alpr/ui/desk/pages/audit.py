"""The audit at the desk: who did what, in headquarters and in the cars (AUD-01, AUD-08)."""

from dataclasses import replace
from typing import Any

from mdt_alpr.acts.keeping import EXPORT_AUDIT, SEARCH_AUDIT
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR
from mdt_alpr.ui.desk.act_form import body_of
from mdt_alpr.ui.desk.act_table import AskedTable
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.wire.audit_search import AuditExportRequest, AuditFile, AuditForm, AuditSearch

FOOT = "Choose days and what to search for."
_SAVE = "audit_save"
_BACKWARD = "The last day is before the first."


class Audit(AskedTable):
    """One search at a time."""

    title, order = "Audit", 75
    shows, prompt = SEARCH_AUDIT, FOOT
    does = (EXPORT_AUDIT,)
    also_waits = (_SAVE,)
    also = (AuditForm.CSV.value, "Save CSV"), (AuditForm.JSON_LINES.value, "Save JSON lines")
    saves = tuple((form.value, f"audit.{form.value}") for form in AuditForm)
    saved_as = ()
    stopped = "Stopped. Headquarters may have logged this search. Try again."
    note = "Headquarters and cars together. Headquarters logs each search and each saved file."

    def begin(self) -> None:
        """Reset for the person who signs in: today, everybody."""
        super().begin()
        today = date_words(self.desk.today())
        self.form_changed.emit(FormValues({"since": today, "until": today}))

    def of_person(self, person: str) -> FormValues:
        today = self.desk.today()
        first, last = date_words(today - CAPTURED_DATA_KEPT_FOR), date_words(today)
        return FormValues({"since": first, "until": last, "person": person})

    def open(self, chosen: FormValues) -> None:
        """Search for what another page asks about, such as who saw a read."""
        form = replace(chosen, values=dict.fromkeys(self.emptied, "") | chosen.values)
        self.form_changed.emit(form)
        self.ask_for(form)

    def load(self) -> None:
        """Show what to do: each search is logged, so none begins by itself."""
        self.show_state(foot=FOOT)

    def act(self, act: FormAct) -> None:
        """Search, or ask for the file and write it; headquarters logs both."""
        if act.act == self.shows.button:
            self.ask_for(act.form)
            return
        try:
            search = body_of(self.shows, act.form)
        except DomainError as error:
            self.show_state(problem=str(error))
            return
        if self._is_forward(search):
            self.show_state(waits=ASKING)
            asked = AuditExportRequest(search, AuditForm(act.act))
            call = self.ask(AuditFile, EXPORT_AUDIT.path(), asked)
            self.wait(saved_to(act.place, call), self._saved, _SAVE)

    def _ask(self, body: Any) -> None:
        if self._is_forward(body):
            super()._ask(body)

    def _is_forward(self, search: AuditSearch) -> bool:
        if search.until <= search.since:
            self.show_state(problem=_BACKWARD)
        return search.until > search.since

    def _saved(self, file: AuditFile) -> None:
        self.show_state(foot=f"Saved {file.entries} entries. SHA-256 {file.sha256}")


PAGE = Audit
