"""Who saw a read, a hit, a picture, an entry, a case or a person: the looks, by entry (AUD-08)."""

from mdt_alpr.acts.who_saw import SHOW_WHO_SAW
from mdt_alpr.ui.desk.act_table import AskedTable
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire.who_saw import LookMessage

_ENTRY, _HIT = "entry", "hit"


class WhoSaw(AskedTable):
    """Opened from what was seen, with it in the field; Enter opens a look's audit entry."""

    title, order = "Who saw it", 77
    note = "Every look, search, print and package that names it, in headquarters and in cars"
    shows = SHOW_WHO_SAW
    also = (_ENTRY, "Audit entry"), (_HIT, "Open hit")
    opens = "audit", "Audit entry"
    prompt = "Enter what was seen. Headquarters records each look here, too."

    def begin(self) -> None:
        """Ask about nothing yet, and offer hits to who reviews them."""
        super().begin()
        hits = (_HIT,) if "hit" in self.desk.pages else ()
        self.acts_changed.emit((SHOW_WHO_SAW.button, _ENTRY, *hits))

    def act(self, act: FormAct) -> None:
        """Ask, or open a look's entry or the hit that it is about."""
        if act.act == SHOW_WHO_SAW.button:
            self.ask_for(act.form)
        elif act.act == _HIT and act.key in self.known:
            self.open_wanted.emit("hit", self.known[act.key].subject)
        else:
            self.open_row(act.key)

    def of_person(self, person: str) -> str:
        return person

    def open_row(self, key: str) -> None:
        look: LookMessage | None = self.known.get(key)
        if look is None:
            self.show_state(problem="Choose a line first.")
            return
        day = date_words(local_day(look.at))
        about = {"person": look.person, "event": look.event, "subject": look.subject}
        self.open_wanted.emit("audit", FormValues({"since": day, "until": day, **about}))


PAGE = WhoSaw
