"""Reviews of accounts that were signed, and what is overdue (ACC-11)."""

from mdt_alpr.acts import account_reviews
from mdt_alpr.ui.desk.act_table import ListTable


class AccountReviews(ListTable):
    """The newest review first; before it what is overdue."""

    title, order = "Signed reviews", 109
    heading = "Signed reviews of accounts"
    note = "The next one is signed in Account review"
    shows = account_reviews.SHOW_ACCOUNT_REVIEWS


PAGE = AccountReviews
