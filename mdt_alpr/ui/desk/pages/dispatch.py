"""Who is told of hits by signed webhooks."""

from functools import partial
from typing import Any

from mdt_alpr.acts import dispatch
from mdt_alpr.acts.act import Act
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.lists import SecondPerson
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.two_people import TwoPeople
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.second_person import SecondPersonBar

TAKES_TWO = "What is told leaves the agency. A custodian or another administrator confirms:"


class Dispatch(TwoPeople, ActTable):
    """An ended one stays in the list; its secret is shown once, when it is made."""

    title, order = "Dispatch", 59
    heading = "Who is told of hits"
    note = "Signed letters; a plate is in them only once verified, and where allowed"
    shows, acts = dispatch.SHOW_SUBSCRIPTIONS, (dispatch.SUBSCRIBE, dispatch.END_SUBSCRIPTION)

    def widget(self) -> FormPage:
        view = super().widget()
        bar = SecondPersonBar()
        view.add_above(bar)
        self.connect_second(bar)
        self.second_changed.connect(bar.ask)
        return view

    def _do(self, act: Act[Any], path: str, body: object) -> None:
        if act.needs_second:
            self.want_second(TAKES_TWO, partial(self._send_confirmed, path, body))
        else:
            super()._do(act, path, body)

    def _send_confirmed(self, path: str, body: object, entered: SecondPerson) -> None:
        self.desk.used()
        self.show_state(waits=SENDING)
        self.wait(self.desk.confirmed(self.answer, path, body, entered), self.recorded)


PAGE = Dispatch
