"""Hit IDs at the desk: purpose and case first, then the hits whose evidence is exported."""

from typing import Any

from PySide6.QtGui import QGuiApplication

from mdt_alpr.acts.hits import SHOW_HIT_IDS
from mdt_alpr.ui.desk.act_table import AskedTable
from mdt_alpr.ui.desk.models.desk import PageState
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.hit.presenters.hit_words import date_words

FOOT = "Choose days, purpose and case, then show hits."


class HitIds(AskedTable):
    """One search at a time; the chosen hit's ID can be copied."""

    title, order = "Hit IDs", 46
    note = "Find the ID of a hit for a package. Headquarters logs this search."
    shows, prompt = SHOW_HIT_IDS, FOOT
    opens = "copy", "Copy hit ID"
    also = (opens,)
    stopped = "Stopped. Headquarters may have logged this search. Try again."

    def begin(self) -> None:
        """Reset for the person who signs in: today, no purpose, no case."""
        super().begin()
        today = date_words(self.desk.today())
        self.form_changed.emit(FormValues({"since": today, "until": today}))

    def act(self, act: FormAct) -> None:
        """Ask headquarters, which records the search, or copy the chosen ID."""
        if act.act == self.shows.button:
            self.ask_for(act.form)
        else:
            self.open_row(act.key)

    def open_row(self, key: str) -> None:
        """Copy the ID of the chosen hit alone: it names no plate and no person."""
        if key in self.known:
            QGuiApplication.clipboard().setText(key)
            self.show_state(foot=f"Copied hit ID {key}")
        else:
            self.show_state(problem="Choose a hit first.")

    def state(self, answer: Any) -> PageState:
        purpose = self.asked.purpose.replace("_", " ")
        foot = f"{super().state(answer).foot} Recorded: {purpose}, case {self.asked.case}."
        return PageState(foot=foot)

    def _ask(self, body: Any) -> None:
        if body.until <= body.since:
            self.show_state(problem="The last day is before the first.")
        else:
            super()._ask(body)


PAGE = HitIds
