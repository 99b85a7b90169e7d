"""Record the agency's policy; no car is served before (PUR-05, G.S. 20-183.31(a))."""

from sqlalchemy import Connection, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.adoption import AdoptedPolicy, AdoptionRefusedError, demand_adoption
from mdt_alpr.domain.policy import PROFILE, capture_date
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.base.policy_in_force import adopted_policy
from mdt_alpr.hq.base.tables import POLICY_ADOPTIONS
from mdt_alpr.hq.people import store as people
from mdt_alpr.wire.adoption import AdoptionMessage, AdoptionRequest, AdoptionsMessage
from mdt_alpr.wire.problems import Problem

_T = POLICY_ADOPTIONS.c


def adopt(work: Work, by: str, asked: AdoptionRequest) -> None:
    """Record an adoption; earlier ones stay on record.

    Raises:
        RefusedError: no number or version, not in effect yet, or a subject is not covered.
    """
    try:
        policy = AdoptedPolicy(asked.policy, asked.version, asked.effective_on)
        adopted = demand_adoption(policy, asked.covered, capture_date(work.now))
    except AdoptionRefusedError as error:
        raise RefusedError(Problem.ADOPTION_REFUSED, str(error)) from error
    row = {
        "policy": adopted.number,
        "version": adopted.version,
        "effective_on": adopted.effective_on,
        "covered": [subject.value for subject in asked.covered],
        "at": work.now,
        "person_id": by,
    }
    work.connection.execute(POLICY_ADOPTIONS.insert(), row)
    facts = (
        ("version", adopted.version),
        ("effective_on", asked.effective_on.isoformat()),
        ("covered", " ".join(subject.value for subject in asked.covered)),
        ("profile", PROFILE.words),
    )
    record(work, AuditEvent.HQ_POLICY_ADOPTED, adopted.number, by, *facts)


def adoptions(work: Work, by: str) -> AdoptionsMessage:
    """Return every adoption, newest first; the view is recorded."""
    record(work, AuditEvent.HQ_POLICY_VIEWED, "policy", by)
    names = people.names(work.connection)
    rows = work.connection.execute(select(POLICY_ADOPTIONS).order_by(_T.number.desc()))
    return AdoptionsMessage(
        tuple(
            AdoptionMessage(
                row.policy,
                row.version,
                row.effective_on,
                row.at,
                row.person_id,
                names.get(row.person_id, row.person_id),
            )
            for row in rows
        ),
        PROFILE.words,
    )


def is_adopted(connection: Connection) -> bool:
    """Tell whether a policy is on record."""
    return adopted_policy(connection) is not None


def adoption_problem(hq: Headquarters, work: Work) -> Problem | None:
    """Return why no car is served, None where a policy is on record or nothing here is real."""
    if hq.settings.training or is_adopted(work.connection):
        return None
    return Problem.POLICY_NOT_ADOPTED
