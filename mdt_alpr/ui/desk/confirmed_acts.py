"""A page made of acts, of which some need another person, who signs in at this desk (ACC-12)."""

from functools import partial
from typing import Any

from mdt_alpr.acts.act import Act
from mdt_alpr.domain.people.roles import Role, may
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.lists import SecondPerson
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.presenters.words import ROLE_WORDS
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

    def takes_two(self, act: Act[Any], _path: str, _body: Any) -> str:
        """Return what another person is asked to confirm, empty for nothing."""
        if not (act.needs_second and act.second):
            return ""
        roles = (ROLE_WORDS[role].lower() for role in Role if may(role, act.second))
        return f"{act.summary}. Another {' or '.join(roles)} confirms:"

    def _do(self, act: Act[Any], path: str, body: object) -> None:
        if words := self.takes_two(act, path, body):
            self.want_second(words, partial(self._send_confirmed, act, path, body))
        else:
            super()._do(act, path, body)

    def _send_confirmed(
        self, act: Act[Any], path: str, body: object, entered: SecondPerson
    ) -> None:
        self.desk.used()
        self.show_state(waits=SENDING)
        is_put, done = act.method == "PUT", self.recorded
        call = self.desk.confirmed(act.answers, path, body, entered, put=is_put)
        self.wait(call, done if act.answers is self.answer else self.was_done)
