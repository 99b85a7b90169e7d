"""Who saw a read, a hit, a picture, an entry, a case or a person: the looks, by entry (AUD-08)."""

from dataclasses import replace

from mdt_alpr.acts.who_saw import SHOW_WHO_SAW
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.ui.desk.act_table import ListTable, body_of, form_of
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import AuditWanted
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire.who_saw import LookMessage, WhoSawMessage

_ENTRY, _HIT = "entry", "hit"
_FORM = form_of(SHOW_WHO_SAW, above=True)
FOOT = "Enter what was seen. Headquarters records each look here, too."


class WhoSaw(ListTable, FormTable):
    """Opened from what was seen, with it in the field; Enter opens a look's audit entry."""

    title, order = "Who saw it", 77
    note = "Every look, search, print and package that names it, in headquarters and in cars"
    shows = SHOW_WHO_SAW
    form = replace(_FORM, acts=(*_FORM.acts, (_ENTRY, "Audit entry"), (_HIT, "Open hit")))
    emptied = ("thing",)
    opens = "audit", "Audit entry"
    failed = "Nothing is shown."

    def begin(self) -> None:
        """Ask about nothing yet, and offer hits to who reviews them."""
        self.forget()
        hits = (_HIT,) if "hit" in self.desk.pages else ()
        self.acts_changed.emit((SHOW_WHO_SAW.button, _ENTRY, *hits))

    def open(self, thing: str) -> None:
        """Show who saw what another page shows."""
        self.form_changed.emit(FormValues({"thing": thing}))
        self._ask(FormValues({"thing": thing}))

    def load(self) -> None:
        """Show what to do: each look is recorded, so none begins by itself."""
        self.show_state(foot=FOOT)

    def act(self, act: FormAct) -> None:
        """Ask, or open a look's entry or the hit that it is about."""
        if act.act == SHOW_WHO_SAW.button:
            self._ask(act.form)
        elif act.act == _HIT and act.key in self.known:
            self.open_wanted.emit("hit", self.known[act.key].subject)
        else:
            self.open_row(act.key)

    def open_row(self, key: str) -> None:
        """Open the entry of the audit that records a look."""
        look: LookMessage | None = self.known.get(key)
        if look is None:
            self.show_state(problem="Choose a line first.")
            return
        day = local_day(look.at).isoformat()
        wanted = AuditWanted(day, day, look.person, event=look.event, subject=look.subject)
        self.open_wanted.emit("audit", wanted)

    def show_answer(self, answer: WhoSawMessage) -> None:
        """Show the looks; what was erased is said, where there are none, too."""
        self.show(*self.rows(answer))
        self.state_changed.emit(self.state(answer))

    def refused(self, why: str) -> None:
        """Show why there is no answer, and no rows."""
        self.show()
        super().refused(why)

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self.empty_form()

    def _ask(self, form: FormValues) -> None:
        try:
            body = body_of(SHOW_WHO_SAW, form)
        except DomainError as error:
            self.show_state(problem=str(error))
            return
        self.show_state(waits=ASKING)
        self.wait(self.ask(WhoSawMessage, SHOW_WHO_SAW.path(), body), self.show_answer)


PAGE = WhoSaw
