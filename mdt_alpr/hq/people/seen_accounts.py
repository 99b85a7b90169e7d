"""An act on an account changes nothing where who asks was shown it as it was before."""

from mdt_alpr.acts.accounts import changed_of
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import RefusedError, Work
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people import team_store as teams
from mdt_alpr.hq.people.store import Account
from mdt_alpr.wire.problems import Problem


def account_as_seen(work: Work, person_id: str) -> Account:
    """Return an account that is as its sender was shown it.

    Raises:
        RefusedError: no such account, or it was changed meanwhile.
    """
    account = people.account(work.connection, person_id)
    if account is None:
        raise RefusedError(Problem.NO_SUCH_ACCOUNT)
    demand_seen(changed_of(account, teams.placement(work.connection, person_id).team))
    return account
