"""What a new password must be is said before one is chosen, and nothing else is refused."""

import pytest

from mdt_alpr.domain.people.passwords import (
    PASSWORD_RULES,
    SHORTEST_PASSWORD,
    PasswordRefusedError,
    demand_password,
)

COMMON = {"qwertyuiop"}
AGENCY = ("sample",)


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        ("x7#kq0!", f"At least {SHORTEST_PASSWORD} characters"),
        ("qwertyuiop", "commonly used"),
        ("aaaaaaaaaa", "commonly used"),
        ("the old rivera barn", "user name"),
        ("a sample of lamps", "the agency's name"),
        ("my password of 26", "the word password"),
    ],
)
def test_every_refusal_of_a_password_is_said_beforehand(refused: str, said: str) -> None:
    with pytest.raises(PasswordRefusedError):
        demand_password(refused, "rivera", COMMON, AGENCY)
    assert said in PASSWORD_RULES


def test_what_keeps_to_the_rules_is_accepted() -> None:
    demand_password("staple gun on the roof", "rivera", COMMON, AGENCY)
