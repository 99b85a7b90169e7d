"""What dispatch did not receive: each can be sent again."""

from mdt_alpr.acts import dispatch
from mdt_alpr.ui.desk.act_table import ActTable


class DispatchLetters(ActTable):
    """Letters go by themselves for two hours, then they wait for a person."""

    title, order = "Not received", 51
    heading = "What dispatch did not receive"
    note = "Tried for two hours, then it waits for you"
    renews = True
    shows, acts = dispatch.SHOW_LETTERS, (dispatch.SEND_AGAIN,)


PAGE = DispatchLetters
