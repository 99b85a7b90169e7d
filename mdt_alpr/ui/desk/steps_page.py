"""A page that shows one numbered record with its steps, and takes the next one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.form import FormAct


class StepsPage(ActTable):
    """The steps, oldest first; buttons for those that this person may take now."""

    in_row: ClassVar[int] = 6

    def open(self, chosen: Any) -> None:
        """Show a record as the page before had it, and ask for it where it is shown anew."""
        self.forget()
        self.empty_form()
        self.show_answer(chosen)
        self.load()

    def load(self) -> None:
        if self.found is not None and isinstance(self.shows, Look):
            path = self.shows.path(number=self.found.number)
            self.wait(self.ask(self.answer, path), self.show_answer)

    def act(self, act: FormAct) -> None:
        """Take a step of the record, whichever line is chosen."""
        if self.found is not None:
            super().act(replace(act, key=str(self.found.number)))

    def question(self, pressed: Act[Any], row: Any, body: Any) -> str:
        del row
        return super().question(pressed, self.found, body)

    def open_acts(self, answer: Any) -> Sequence[str]:
        """Return the buttons of the steps that the person may take now."""
        steps = answer.steps_open
        return [act.button for act in self.acts if act.says.get("step") in steps]

    def show_answer(self, answer: Any) -> None:
        super().show_answer(answer)
        self.acts_changed.emit(self.open_acts(answer))

    def recorded(self, answer: Any) -> None:
        self.outdated.emit(self.opened_from)
        super().recorded(answer)

    def begin(self) -> None:
        self.acts_changed.emit(())

    def forget(self) -> None:
        super().forget()
        self.acts_changed.emit(())
