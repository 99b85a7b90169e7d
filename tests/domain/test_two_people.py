"""Two accounts are two people only where no one person can be behind both."""

import pytest

from mdt_alpr.domain.people.two_people import (
    AccountAct,
    Acts,
    NamedAccount,
    one_person_words,
    set_up_by,
)

RIVERA, BOYD = NamedAccount("j.rivera", "Jo Rivera"), NamedAccount("a.boyd", "Al Boyd")


def acts(*done: tuple[str, str]) -> Acts:
    """Return acts in their order: an account and who set it up, or "+" and who confirmed it."""
    found: dict[str, list[AccountAct]] = {}
    for number, (account, by) in enumerate(done):
        act = AccountAct(account, by.removeprefix("+"), number, by.startswith("+"))
        found.setdefault(account, []).append(act)
    return found


def test_two_accounts_that_nobody_else_set_up_are_two_people() -> None:
    assert one_person_words(RIVERA, BOYD, {}) == ""
    assert one_person_words(RIVERA, BOYD, acts(("k.lee", "j.rivera"))) == ""
    assert one_person_words(RIVERA, BOYD, acts(("a.boyd", "a.boyd"))) == ""


def test_one_account_is_one_person() -> None:
    assert "one account" in one_person_words(RIVERA, RIVERA, {})


@pytest.mark.parametrize("name", ["Jo Rivera", "JO RIVERA", " jo  rivera"])
def test_two_accounts_with_one_name_are_one_persons(name: str) -> None:
    assert "one name" in one_person_words(RIVERA, NamedAccount("rivera2", name), {})


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (acts(("a.boyd", "j.rivera")), "One of the two"),
        (acts(("j.rivera", "a.boyd")), "One of the two"),
        (acts(("j.rivera", "k.lee"), ("a.boyd", "k.lee")), "One person"),
        (acts(("k.lee", "j.rivera"), ("a.boyd", "k.lee")), "One of the two"),
        (acts(("k.lee", "j.rivera"), ("a.boyd", "k.lee"), ("k.lee", "+m.cruz")), "One of the two"),
        (acts(("a.boyd", "+m.cruz"), ("a.boyd", "j.rivera")), "One of the two"),
        (acts(("k.lee", "a.boyd"), ("a.boyd", "k.lee"), ("j.rivera", "k.lee")), "One of the two"),
    ],
    ids=[
        "the other's",
        "by the other",
        "both",
        "through a third",
        "through a third who was confirmed too late",
        "after it was confirmed",
        "in a circle",
    ],
)
def test_whoever_set_an_account_up_may_be_behind_it(done: Acts, words: str) -> None:
    assert words in one_person_words(RIVERA, BOYD, done)
    assert words in one_person_words(BOYD, RIVERA, done)


@pytest.mark.parametrize(
    "done",
    [
        acts(("a.boyd", "j.rivera"), ("a.boyd", "+m.cruz")),
        acts(("j.rivera", "k.lee"), ("a.boyd", "k.lee"), ("a.boyd", "+m.cruz")),
        acts(("k.lee", "j.rivera"), ("k.lee", "+m.cruz"), ("a.boyd", "k.lee")),
        acts(("a.boyd", "k.lee"), ("k.lee", "j.rivera")),
    ],
    ids=[
        "confirmed",
        "one of both confirmed",
        "a third who was confirmed before",
        "a third who was set up after",
    ],
)
def test_an_account_that_a_third_person_confirmed_is_its_own(done: Acts) -> None:
    assert one_person_words(RIVERA, BOYD, done) == ""
    assert one_person_words(BOYD, RIVERA, done) == ""


def test_who_set_an_account_up_is_named_until_it_is_confirmed() -> None:
    done = acts(("a.boyd", "k.lee"), ("a.boyd", "j.rivera"), ("a.boyd", "a.boyd"))
    assert set_up_by("a.boyd", done) == ("j.rivera", "k.lee")
    confirmed = acts(("a.boyd", "k.lee"), ("a.boyd", "+m.cruz"), ("a.boyd", "j.rivera"))
    assert set_up_by("a.boyd", confirmed) == ("j.rivera",)
    assert set_up_by("m.cruz", confirmed) == ()
