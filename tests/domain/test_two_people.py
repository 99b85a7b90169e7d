"""Two accounts are two people only where no one person can be behind both."""

import pytest

from mdt_alpr.domain.people.two_people import NamedAccount, SetUp, one_person_words

RIVERA, BOYD = NamedAccount("j.rivera", "Jo Rivera"), NamedAccount("a.boyd", "Al Boyd")


def test_two_accounts_that_nobody_set_up_lately_are_two_people() -> None:
    assert one_person_words(RIVERA, BOYD, ()) == ""
    assert one_person_words(RIVERA, BOYD, [SetUp("k.lee", "j.rivera")]) == ""


def test_one_account_is_one_person() -> None:
    assert "one account" in one_person_words(RIVERA, RIVERA, ())


@pytest.mark.parametrize("name", ["Jo Rivera", "JO RIVERA", " jo  rivera"])
def test_two_accounts_with_one_name_are_one_persons(name: str) -> None:
    assert "one name" in one_person_words(RIVERA, NamedAccount("rivera2", name), ())


@pytest.mark.parametrize(
    "lately",
    [
        [SetUp("a.boyd", "j.rivera")],
        [SetUp("j.rivera", "a.boyd")],
        [SetUp("j.rivera", "k.lee"), SetUp("a.boyd", "k.lee")],
        [SetUp("k.lee", "j.rivera"), SetUp("a.boyd", "k.lee")],
        [SetUp("a.boyd", "k.lee"), SetUp("k.lee", "a.boyd"), SetUp("k.lee", "j.rivera")],
    ],
    ids=["the other's", "by the other", "both", "through a third", "in a circle"],
)
def test_whoever_set_an_account_up_lately_may_be_behind_it(lately: list[SetUp]) -> None:
    assert "set up" in one_person_words(RIVERA, BOYD, lately)
    assert "set up" in one_person_words(BOYD, RIVERA, lately)
