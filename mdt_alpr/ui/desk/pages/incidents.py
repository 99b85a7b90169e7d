"""Incidents at the desk: anybody reports a wrongful stop or another one (OPS-01, OPS-04)."""

import os
from dataclasses import replace
from typing import Any

from mdt_alpr.acts import incidents
from mdt_alpr.acts.act import Declaration
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.identity import new_id
from mdt_alpr.ui.desk.act_table import PagedActs
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import day_time
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.incidents import IncidentMessage, IncidentsMessage, OwnHitMessage

_NO_HIT = ("", "(choose a hit)")


class Incidents(PagedActs):
    """The menu shows how many wait for the person, from sign-in on."""

    title, order = "Incidents", 78
    heading = "Wrongful stops and other incidents"
    counts = True
    note = "Within an hour: a report freezes the alert and notifies the team"
    shows, acts = incidents.SHOW_INCIDENTS, (incidents.REPORT_INCIDENT,)
    opens = "incident", "Open chosen: Enter"
    nothing = "None reported. Fill in the form, then press Report now."
    choices = ("hit_id",)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._hits: tuple[tuple[str, str], ...] = ()
        self._open_hit = ""
        self._incident_id = ""

    def open(self, chosen: Any) -> None:
        """Begin a report about a hit that was open, or show an incident by its number."""
        self._open_hit = "" if str(chosen).isdigit() else str(chosen)
        super().open(chosen)

    def keep(self, answer: IncidentsMessage) -> None:
        super().keep(answer)
        hits = tuple((hit.hit_id, _hit_words(hit)) for hit in answer.hits)
        if hits != self._hits:
            self._hits = hits
            self._offer()

    def body(self, pressed: Declaration[Any], form: FormValues) -> Any:
        """Return the report, with the id by which it is one, however often it is sent."""
        return replace(super().body(pressed, form), incident_id=self._incident_id)

    def empty_form(self) -> None:
        self._incident_id = new_id(self.desk.now(), os.urandom(10))
        self._offer()
        super().empty_form()
        values = {"hit_id": self._open_hit, "discovered_at": full_time(self.desk.now())}
        self.form_changed.emit(FormValues(values))

    def was_done(self, answer: IncidentMessage) -> None:
        self._open_hit = ""
        super().was_done(answer)
        self.open_wanted.emit("incident", answer)

    def forget(self) -> None:
        super().forget()
        self._hits, self._open_hit = (), ""
        self.empty_form()

    def _offer(self) -> None:
        """Offer the hits to choose from; what was typed and chosen stays."""
        others = tuple(hit for hit in self._hits if hit[0] != self._open_hit)
        shown = ((self._open_hit, "The hit that you viewed"),) if self._open_hit else ()
        self.form_changed.emit(FormValues({}, {"hit_id": (_NO_HIT, *shown, *others)}))


PAGE = Incidents


def _hit_words(hit: OwnHitMessage) -> str:
    category = CATEGORIES.get(hit.category)
    name = category.name if category else hit.category
    return f"{day_time(hit.raised_at)}, {name}, unit {hit.unit}"
