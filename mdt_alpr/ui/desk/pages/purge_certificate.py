"""The purge certificate at the desk: every place was searched, and what is left (RET-07)."""

from mdt_alpr.acts import keeping
from mdt_alpr.domain.citations import under
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.desk import PageState
from mdt_alpr.ui.desk.models.form import FormAct
from mdt_alpr.wire.keeping import PurgeSearchMessage


class PurgeCertificate(ActTable):
    """Nothing is searched before somebody asks for it."""

    title, order = "Purge certificate", 90
    note = under("preservation", "what is past its deadline and not held is gone")
    stopped = "Stopped. Headquarters may have finished the search; it is logged then."
    shows, acts = keeping.SEARCH_PLACES, (keeping.SEARCH_PLACES, keeping.PRINT_PURGE)
    saves = ((keeping.PRINT_PURGE.button, "purge-certificate.pdf"),)
    nothing = "Press Search every place now. It takes a while; the search is logged."
    tall = False

    def load(self) -> None:
        """Say what to do: a search reads everything, so none begins by itself."""
        self.show_state(foot=self.nothing)

    def act(self, act: FormAct) -> None:
        """Search, or save the certificate of a further search."""
        if act.act == self.shows.button:
            super().load()
        else:
            super().act(act)

    def state(self, answer: PurgeSearchMessage) -> PageState:
        """Return whether something is left, and where."""
        state = super().state(answer)
        return state if answer.found.is_clean else PageState(problem=state.foot)


PAGE = PurgeCertificate
