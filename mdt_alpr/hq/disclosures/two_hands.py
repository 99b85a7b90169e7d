"""Let nobody alone ask for, grant and give captured data (09.21.7.B, 8.D, ACC-12).

Whoever put a request on record, and whoever it names as asking, does not grant it. One that was
granted so by an earlier program is given by another person.
"""

from mdt_alpr.domain.people.two_people import is_one_name
from mdt_alpr.domain.retention.disclosure import Disclosure, DisclosureRefusedError
from mdt_alpr.domain.retention.grants import is_own_agency
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, Work
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.two_people import PeopleBehind

_ANOTHER = "Another custodian or administrator grants this request"


def demand_grantor(work: Work, disclosure: Disclosure, caller: Caller) -> None:
    """Refuse a grant by who recorded the request, or in whose name it is.

    Raises:
        DisclosureRefusedError: says why.
    """
    if words := why_not_grantor(work, disclosure, caller.person_id):
        raise DisclosureRefusedError(words)


def why_not_grantor(work: Work, disclosure: Disclosure, grantor: str) -> str:
    """Return why a person, by user name, may not grant a request; empty where that may be."""
    if _is_one(work, grantor, *_accounts_of_asker(work, disclosure)):
        return f"{_ANOTHER}: it is in your own name."
    if _is_one(work, grantor, disclosure.recorded_by):
        return f"{_ANOTHER}: you put it on record, or may be behind that account."
    return ""


def demand_giver(work: Work, disclosure: Disclosure, giver: str) -> None:
    """Refuse data by the one person who asked for it and granted it.

    Raises:
        DisclosureRefusedError: says so.
    """
    if why_not_grantor(work, disclosure, disclosure.decided_by) and _is_one(
        work, giver, disclosure.decided_by
    ):
        raise DisclosureRefusedError(
            "One person recorded and granted this request: another custodian or administrator "
            "gives the data."
        )


def is_own(hq: Headquarters, work: Work, disclosure: Disclosure) -> bool:
    """Return whether a request is the agency's own: of its name, or of one of its people."""
    if is_own_agency(disclosure.asked.requester.agency, hq.settings.agency):
        return True
    return bool(_accounts_of_asker(work, disclosure))


def _accounts_of_asker(work: Work, disclosure: Disclosure) -> list[str]:
    """Return the accounts whose person a request names as who asks."""
    asker = disclosure.asked.requester.name
    return [
        person
        for person, name in people.names(work.connection).items()
        if is_one_name(person, asker) or is_one_name(name, asker)
    ]


def _is_one(work: Work, person: str, *others: str) -> bool:
    behind = PeopleBehind(work, person, *others) if others else None
    return behind is not None and any(behind.why_one(person, other) for other in others)
