"""A listing with acts on the chosen row, and one about whose records review cases are opened."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from mdt_alpr.acts import misuse
from mdt_alpr.acts.act import Act, Nothing
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.review.misuse import RecordKind
from mdt_alpr.ui.desk.act_form import body_of
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.form_table import ActsTable
from mdt_alpr.ui.desk.models.desk import ActRow
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING
from mdt_alpr.wire import addresses
from mdt_alpr.wire.review import CasesMessage


class RowActs(ActsTable, ListTable):
    """The one line under the rows is every text that the pressed act asks for.

    Beside it is the choice of the act that has one. A question before an act may name
    ``{row...}``, the chosen one, and ``{body...}``, what is sent.
    """

    row_acts: ClassVar[tuple[Act[Any], ...]]
    says: ClassVar[str]
    """What the line is for."""
    asks_first: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Buttons of acts that cannot be undone, each with the question before it."""
    further: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Buttons of no act, each as name and words."""

    def __init_subclass__(cls) -> None:
        """Make the row of acts of their declarations."""
        super().__init_subclass__()
        if not hasattr(cls, "row_acts"):  # a kind of such pages, not a page
            return
        cls.does = (*cls.does, *cls.row_acts)
        fields = (field for act in cls.row_acts for field in act.fields if field.options)
        choice = next(fields, None)
        offered = (*buttons_of(cls.row_acts), *cls.further)
        words, options = (choice.words, choice.options) if choice else ("", ())
        cls.acts = ActRow(cls.says, offered, words, options)

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Do what was pressed, unless no row is chosen or a field refuses."""
        pressed = next(row_act for row_act in self.row_acts if row_act.button == act)
        row = self.row(key)
        if row is None:
            self.show_state(problem="Choose a line first.")
            return
        known = self.known_of(pressed, row)
        asked = [field for field in pressed.fields if field.name not in known]
        if not why.strip() and any(f.is_required and not f.options for f in asked):
            self.show_state(problem="Write the reason first.")
            return
        typed = {field.name: choice if field.options else why for field in asked}
        try:
            body = body_of(pressed, FormValues(typed), known=known)
        except DomainError as error:
            self.show_state(problem=str(error))
            return
        places = self.places(pressed, key, row)
        path = pressed.path(seen=pressed.seen_in(self.found, **places), **places)
        send = partial(self._do, pressed, path, body)
        if question := dict(self.asks_first).get(act):
            self.ask_first(question.format(row=row, body=body), send)
        else:
            send()

    def row(self, key: str) -> Any:
        """Return what an act is on; None where nothing is chosen."""
        return self.known.get(key)

    def known_of(self, _act: Act[Any], _row: Any) -> dict[str, object]:
        """Return the values of an act's body that the chosen row has."""
        return {}

    def places(self, act: Act[Any], key: str, _row: Any) -> dict[str, object]:
        """Return what is filled in in an act's address."""
        return dict.fromkeys(act.places, key)

    def was_done(self, _answer: Any) -> None:
        """Load the table after an act that answered something else."""
        self.posted()

    def _do(self, act: Act[Any], path: str, body: object) -> None:
        if act.answers is self.answer:
            self.send(path, body)
        elif act.answers is Nothing:
            self.post(path, body)
        else:
            self.show_state(waits=SENDING)
            self.wait(self.ask(act.answers, path, body), self.was_done)


class CaseTable(RowActs):
    """A list of a team's records about each of which a review case may be opened."""

    kind: ClassVar[RecordKind]
    says: ClassVar[str] = "Reason, at least 10 characters"
    on_row: ClassVar[tuple[Act[Any], ...]] = ()
    """The acts on the chosen row, beside the case."""
    links: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pages that open with the key of a row, each with what its button is called."""
    by_team = True

    def __init_subclass__(cls) -> None:
        """Put the case's button behind those of the acts."""
        opens = replace(misuse.OPEN_CASE_OF, says={"kind": cls.kind})
        cls.row_acts = (*cls.on_row, opens)
        cls.further = (*((cls.opens,) if cls.opens[0] else ()), *cls.links)
        super().__init_subclass__()

    def load(self) -> None:
        self.show_state(waits=ASKING)
        path = addresses.asking(self.address, team=self.team)
        self.wait(self.ask(self.answer, path), self.show_answer)

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Open the chosen row's page, or do what else was pressed."""
        if act == self.opens[0]:
            self.open_row(key)
        elif act in dict(self.links) and key:
            self.open_wanted.emit(act, key)
        else:
            super().act(act, key, why, choice)

    def known_of(self, act: Act[Any], row: Any) -> dict[str, object]:
        return {"record": str(self.listing.key(row))} if act.answers is CasesMessage else {}

    def was_done(self, answer: CasesMessage) -> None:
        """Say which case is open."""
        self.act_recorded.emit()
        self.outdated.emit("review_cases")
        self.show_state(foot=f"Case {answer.cases[0].number} is open.")


def buttons_of(acts: Iterable[Act[Any]]) -> tuple[tuple[str, str], ...]:
    """Return the acts as the row under a table takes them: name and words."""
    return tuple((act.button, act.button) for act in acts)
