"""Another agency's Nlets plate reader query, answered offline to a form (INT-03, 09.21.7.B)."""

from dataclasses import replace

from mdt_alpr.acts import nlets as acts
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.ui.desk.act_form import body_of
from mdt_alpr.ui.desk.act_table import AskedTable
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.nlets import NletsDetail
from mdt_alpr.wire.papers import PaperFile

_PRINTS = {act.button: act for act in (acts.PRINT_ANSWER, acts.PRINT_DETAIL)}
_BY_ITSELF = ("confirmed", "search")
"""What the page fills in."""


class NletsQueries(AskedTable):
    """The program sends nothing: the paper goes as the agency sends what is written."""

    title, order = "Nlets query", 73
    heading = "Nlets query, answered offline"
    note = f"Only on a granted request, with its case and purpose{cited('requests')}"
    shows = replace(
        acts.ANSWER,
        asks=tuple(part.name for part in acts.ANSWER.fields if part.name not in _BY_ITSELF),
    )
    is_above = False
    also = tuple((button, button) for button in _PRINTS)
    saves = tuple(zip(_PRINTS, ("nlets-answer.pdf", "nlets-event.pdf"), strict=True))
    confirm = "The look-up will be reviewed. Look all the same?"
    stopped = "Stopped. Headquarters may have logged this search. Try again."
    prompt = (
        "Fill in the form as the query has it. Nothing is sent; headquarters logs each answer."
    )

    def begin(self) -> None:
        super().begin()
        self.form_changed.emit(FormValues({"most": "10", "end": full_time(self.desk.now())}))

    def load(self) -> None:
        """Show what to do: each answer is logged, so none is asked for again by itself."""
        self.show_state(foot=self.prompt)

    def act(self, act: FormAct) -> None:
        """Show the answer, or save it or one event of it as a form."""
        if act.act == self.shows.button:
            self.ask_for(act.form)
            return
        try:
            query = body_of(self.shows, act.form)
        except DomainError as error:
            self.show_state(problem=str(error))
            return
        if self.found is not None and replace(self.asked, confirmed=False) == query:
            query = replace(self.asked, search=self.found.search)
        prints, body = _PRINTS[act.act], query
        if prints is acts.PRINT_DETAIL:
            if (event := self.known.get(act.key)) is None:
                self.show_state(problem="Choose an event of the answer first.")
                return
            body = NletsDetail(query, event.eid, event.dat)
        self.show_state(waits=ASKING)
        call = saved_to(act.place, self.ask(PaperFile, prints.path(), body))
        self.wait(call, self._saved)

    def _saved(self, paper: PaperFile) -> None:
        self.show_state(foot=f"Saved {paper.name}. Give it on the written request only.")


PAGE = NletsQueries
