"""A list of a team's records about each of which a review case may be opened."""

from typing import Any, ClassVar

from mdt_alpr.acts import misuse
from mdt_alpr.acts.act import Act
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.review.misuse import RecordKind
from mdt_alpr.ui.desk.act_form import body_of
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.form_table import ActsTable
from mdt_alpr.ui.desk.models.desk import ActRow
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING
from mdt_alpr.wire import addresses
from mdt_alpr.wire.misuse import CaseRequest
from mdt_alpr.wire.review import CasesMessage

_OPEN_CASE = "Open review case"


class CaseTable(ActsTable, ListTable):
    """A listing with acts in a row, whose one line is every text that the pressed act asks for."""

    kind: ClassVar[RecordKind]
    says: ClassVar[str] = "Reason, at least 10 characters"
    does: ClassVar[tuple[Act[Any], ...]] = ()
    """The acts on the chosen row, beside the case."""
    links: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pages that open with the key of a row, each with what its button is called."""
    by_team = True

    def __init_subclass__(cls) -> None:
        """Put the case's button behind those of the acts and of the page that a row opens."""
        super().__init_subclass__()
        buttons = (*((act.button, act.button) for act in cls.does), cls.opens)
        offered = (*(pair for pair in buttons if pair[0]), (_OPEN_CASE, _OPEN_CASE), *cls.links)
        cls.acts = ActRow(cls.says, offered)

    def load(self) -> None:
        self.show_state(waits=ASKING)
        path = addresses.asking(self.address, team=self.team)
        self.wait(self.ask(self.answer, path), self.show_answer)

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Open a case about the chosen row, open its page, or do what else was pressed."""
        del choice
        if act == self.opens[0] or not key:
            self.open_row(key)
        elif act in dict(self.links):
            self.open_wanted.emit(act, key)
        elif act == _OPEN_CASE:
            self.show_state(waits=SENDING)
            asked = CaseRequest(self.kind, key, why)
            self.wait(self.ask(CasesMessage, misuse.OPEN_CASE.path(), asked), self._opened)
        else:
            self._do(next(known for known in self.does if known.button == act), key, why)

    def _do(self, act: Act[Any], key: str, why: str) -> None:
        try:
            body = body_of(act, FormValues(dict.fromkeys((part.name for part in act.fields), why)))
        except DomainError as error:
            self.show_state(problem=str(error))
            return
        places = dict.fromkeys(act.places, key)
        self.post(act.path(seen=act.seen_in(self.found, **places), **places), body)

    def _opened(self, answer: CasesMessage) -> None:
        self.act_recorded.emit()
        self.outdated.emit("review_cases")
        self.show_state(foot=f"Case {answer.cases[0].number} is open.")
