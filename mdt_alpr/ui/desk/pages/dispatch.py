"""Who is told of hits by signed webhooks."""

from mdt_alpr.acts import dispatch
from mdt_alpr.ui.desk.act_table import ActTable


class Dispatch(ActTable):
    """An ended one stays in the list; its secret is shown once, when it is made."""

    title, order = "Dispatch", 59
    heading = "Who is told of hits"
    note = "Signed letters without a plate, but for who may have verified ones"
    shows, acts = dispatch.SHOW_SUBSCRIPTIONS, (dispatch.SUBSCRIBE, dispatch.END_SUBSCRIPTION)
    tall = False


PAGE = Dispatch
