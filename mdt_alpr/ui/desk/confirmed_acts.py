"""A page made of acts, of which some need another person, who signs in at this desk (ACC-12)."""

from functools import partial
from typing import Any

from mdt_alpr.acts.act import Act
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.lists import SecondPerson
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.two_people import TwoPeople
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.second_person import SecondPersonBar


class ConfirmedActs(TwoPeople, ActTable):
    """A listing with the acts on it."""

    def widget(self) -> FormPage:
        view = super().widget()
        bar = SecondPersonBar()
        view.add_above(bar)
        self.connect_second(bar)
        self.second_changed.connect(bar.ask)
        return view

    def takes_two(self, act: Act[Any], path: str, body: Any) -> str:
        """Return what another person is asked to confirm, empty for nothing."""
        raise NotImplementedError

    def _do(self, act: Act[Any], path: str, body: object) -> None:
        if words := self.takes_two(act, path, body):
            self.want_second(words, partial(self._send_confirmed, path, body))
        else:
            super()._do(act, path, body)

    def _send_confirmed(self, path: str, body: object, entered: SecondPerson) -> None:
        self.desk.used()
        self.show_state(waits=SENDING)
        self.wait(self.desk.confirmed(self.answer, path, body, entered), self.recorded)
