"""Searches that are reviewed: wide, in doubt, or of a case that nobody knows (SRC-02, SRC-03)."""

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.misuse import RecordKind
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.ui.desk.models.desk import ActRow, Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import ASKING, NO_LONGER_KEPT, SENDING, ActsTable
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.words import case_check_words
from mdt_alpr.ui.entries.presenters.past_read_words import purpose_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.misuse import CaseRequest
from mdt_alpr.wire.review import CasesMessage
from mdt_alpr.wire.search import MadeSearch, MadeSearches

_CASE = "open_case"


class Searches(ActsTable):
    """The newest first."""

    title, order = "Searches to review", 45
    permissions = (Permission.REVIEW_HITS, Permission.MANAGE_LISTS)
    by_team = True
    note = "Searches that were wide, in doubt, or of a case that nobody knows"
    acts = ActRow("Why it is suspicious. No plates here.", ((_CASE, "Open review case"),))
    answer = MadeSearches
    nothing = "No search needs a review. One appears here when it was confirmed as wide."
    columns = (
        Column("When", 130),
        Column("Person", 150),
        Column("Purpose", 170),
        Column("Case", 130),
        Column("Reason", 220),
        Column("Confirmed", 220),
        Column("Found", 60, right=True),
    )

    def load(self) -> None:
        """Request the searches of the team."""
        self.show_state(waits=ASKING)
        path = addresses.searches_of_team(self.team)
        self.wait(self.ask(self.answer, path), self.show_answer)

    def rows(self, searches: MadeSearches) -> list[TableRow]:
        """Return a row for each search."""
        return [_row(search) for search in searches.searches]

    def state(self, searches: MadeSearches) -> PageState:
        """Say how many there are."""
        number = len(searches.searches)
        more = ", the newest" if number >= searches.most else ""
        return PageState(foot=f"{number} {'search' if number == 1 else 'searches'}{more}.")

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Open a review case about who made the chosen search."""
        del act, choice
        if not key:
            self.show_state(problem="Choose a search first.")
            return
        self.show_state(waits=SENDING)
        asked = CaseRequest(RecordKind.SEARCH, key, why)
        self.wait(self.ask(CasesMessage, addresses.CASES, asked), self._opened)

    def _opened(self, answer: CasesMessage) -> None:
        self.act_recorded.emit()
        self.outdated.emit("review_cases")
        self.show_state(foot=f"Case {answer.cases[0].number} is open.")


PAGE = Searches


def _row(search: MadeSearch) -> TableRow:
    doubted = search.case_check in (CaseCheck.UNKNOWN, CaseCheck.NOT_CHECKED)
    return TableRow(
        search.search_id,
        (
            time_cell(search.at),
            Cell(search.name, below=search.person_id),
            Cell(purpose_words(Purpose(search.purpose))),
            Cell(
                search.case or NO_LONGER_KEPT, Mark.WEAK if doubted else None, warns=doubted,
                below=case_check_words(search),
            ),
            Cell(search.reason or NO_LONGER_KEPT),
            Cell(" ".join(search.confirmed)),
            Cell(f"{search.found:,}"),
        ),
    )  # fmt: skip
