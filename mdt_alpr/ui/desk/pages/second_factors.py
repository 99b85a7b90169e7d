"""Second factors: whether one is demanded of everybody, and each person's keys (ACC-02)."""

from mdt_alpr.acts import accounts, security_keys
from mdt_alpr.ui.desk.confirmed_acts import ConfirmedActs


class SecondFactors(ConfirmedActs):
    """Two administrators change the demand; a lost app is reset in Accounts."""

    title, order = "Second factors", 119
    permissions = security_keys.PERSONS_KEYS.may
    note = "Enter shows a person's security keys. Two administrators decide what is demanded."
    shows = accounts.SHOW_ACCOUNTS
    acts = security_keys.DEMAND_FACTOR, security_keys.END_FACTOR_DEMAND
    opens = "persons_keys", "Security keys"


PAGE = SecondFactors
