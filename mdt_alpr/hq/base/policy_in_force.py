"""The agency's policy that counts, for screens and papers (PUR-05)."""

from sqlalchemy import Connection, select

from mdt_alpr.domain.people.adoption import AdoptedPolicy
from mdt_alpr.hq.base.tables import POLICY_ADOPTIONS

_T = POLICY_ADOPTIONS.c


def adopted_policy(connection: Connection) -> AdoptedPolicy | None:
    """Return the policy that was adopted last, None before the first."""
    query = select(_T.policy, _T.version, _T.effective_on).order_by(_T.number.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else AdoptedPolicy(*row)
