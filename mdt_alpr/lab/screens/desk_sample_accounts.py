"""Made-up accounts for the desk's pictures."""

from datetime import timedelta

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.accounts import AccountMessage, AccountsMessage

_PEOPLE = (
    ("bsmith", "Lt. B. Smith", Role.ADMINISTRATOR, "", 240, "", False),
    ("dlee", "D. Lee", Role.CUSTODIAN, "", 6, "", False),
    ("kdavis", "Ofc. K. Davis", Role.OFFICER, "A", 24, "here", False),
    ("ralvarez", "Ofc. R. Alvarez", Role.OFFICER, "A", -2, "", False),
    ("tjones", "Ofc. T. Jones", Role.OFFICER, "B", 301, "", True),
    ("whitfield", "Sgt. M. Whitfield", Role.SUPERVISOR, "A", 120, "", False),
)


def sample_accounts() -> AccountsMessage:
    """Return accounts in each state that the page marks."""
    return AccountsMessage(
        tuple(
            AccountMessage(
                person_id=person,
                name=name,
                role=role,
                team=team,
                last_sign_in_at=None if is_new else NOW - timedelta(hours=5),
                trained_until=NOW.date() + timedelta(days=left),
                locked=locked,
                disabled_at=NOW - timedelta(hours=3) if person == "ralvarez" else None,
                password_is_due=is_new,
            )
            for person, name, role, team, left, locked, is_new in _PEOPLE
        )
    )
