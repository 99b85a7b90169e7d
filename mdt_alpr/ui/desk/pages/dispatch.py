"""Who is told of hits by signed webhooks."""

from typing import Any

from mdt_alpr.acts import dispatch
from mdt_alpr.acts.act import Act
from mdt_alpr.ui.desk.confirmed_acts import ConfirmedActs

TAKES_TWO = "What is told leaves the agency. A custodian or another administrator confirms:"


class Dispatch(ConfirmedActs):
    """An ended one stays in the list; its secret is shown once, when it is made."""

    title, order = "Dispatch", 59
    heading = "Who is told of hits"
    note = "Signed letters; a plate is in them only once verified, and where allowed"
    shows, acts = dispatch.SHOW_SUBSCRIPTIONS, (dispatch.SUBSCRIBE, dispatch.END_SUBSCRIPTION)

    def takes_two(self, act: Act[Any], _path: str, _body: Any) -> str:
        return TAKES_TWO if act.needs_second else ""


PAGE = Dispatch
