"""The agency of the demo: five people who do not exist, and the units they drive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mdt_alpr.domain.people.adoption import PolicySubject
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.people.trainings import Course
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.adoption import adopt
from mdt_alpr.hq.people.second_factors import set_demand
from mdt_alpr.wire.accounts import TrainingClass
from mdt_alpr.wire.adoption import AdoptionRequest

OFFICER = "officer-1"
SECOND_OFFICER = "officer-2"
SUPERVISOR = "supervisor-1"
CUSTODIAN = "custodian-1"
ADMINISTRATOR = "administrator-1"
UNITS = ("Unit 12", "Unit 31")

_PEOPLE = {
    OFFICER: ("A. Sample", Role.OFFICER),
    SECOND_OFFICER: ("B. Sample", Role.OFFICER),
    SUPERVISOR: ("C. Sample", Role.SUPERVISOR),
    CUSTODIAN: ("D. Sample", Role.CUSTODIAN),
    ADMINISTRATOR: ("E. Sample", Role.ADMINISTRATOR),
}
PEOPLE = tuple(_PEOPLE)


_MAKER = "sample agency"
TAUGHT = TrainingClass(tuple(Course), version="1", presenter=_MAKER, paper="sample file")
"""The class that sample people attended, with its paper."""
_POLICY, _VERSION, _EFFECTIVE = "Sample policy", "1", date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class SampleAgency:
    """Who can sign in, by person id, and the names of the units."""

    people: Mapping[str, Role]
    units: tuple[str, ...]


def sample_agency(
    hq: Headquarters, passwords: Mapping[str, str], trained_on: date
) -> SampleAgency:
    """Make the accounts of the demo; ``passwords`` by person id, one each.

    Raises:
        DomainError: an account is there already, or a password is too short.
    """
    why = "sample people have no second factor"
    set_demand(hq, why, "sample agency", "the program", demanded=False)
    for person_id, (name, role) in _PEOPLE.items():
        new = NewAccount(person_id, name, role, passwords[person_id], trained_on, held=TAUGHT)
        make_account(hq, new, by=_MAKER)
    adopt_sample_policy(hq)
    return SampleAgency({person: role for person, (_, role) in _PEOPLE.items()}, UNITS)


def adopt_sample_policy(hq: Headquarters) -> None:
    """Record the policy of the demo, so that its cars are served (PUR-05)."""
    asked = AdoptionRequest(_POLICY, _VERSION, _EFFECTIVE, tuple(PolicySubject))
    with hq.writing() as work:
        adopt(work, _MAKER, asked)
