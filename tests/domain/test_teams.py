"""Whose hits a reviewer sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.people.roles import (
    EVERY_TEAM,
    OWN_TEAM,
    Placement,
    TeamRefusedError,
    may_see_person,
    team_named,
    team_seen,
)

TEAMS = st.sampled_from(["", "A", "B"])
ASKED = st.sampled_from([OWN_TEAM, EVERY_TEAM, "A", "B"])


@given(TEAMS, ASKED)
def test_where_there_are_no_teams_everybodys_is_shown(team: str, asked: str) -> None:
    assert team_seen(Placement(team), asked, in_use=False) == EVERY_TEAM


@given(TEAMS, ASKED)
def test_who_does_not_review_all_sees_the_own_team_or_nothing(team: str, asked: str) -> None:
    if team and asked in (OWN_TEAM, team):
        assert team_seen(Placement(team), asked, in_use=True) == team
        return
    with pytest.raises(TeamRefusedError):
        team_seen(Placement(team), asked, in_use=True)


@given(TEAMS, ASKED)
def test_who_reviews_all_sees_the_own_team_first_and_any_that_is_asked_for(
    team: str, asked: str
) -> None:
    seen = team_seen(Placement(team, sees_all=True), asked, in_use=True)
    assert seen == (asked or team or EVERY_TEAM)


@given(TEAMS, TEAMS)
def test_what_a_person_did_is_open_to_the_own_team_and_to_who_reviews_all(
    own: str, other: str
) -> None:
    assert may_see_person(Placement(own, sees_all=True), other, in_use=True)
    assert may_see_person(Placement(own), other, in_use=False)
    assert may_see_person(Placement(own), other, in_use=True) is bool(own and own == other)


@pytest.mark.parametrize("name", ["*", "x" * 41, "a\n*", "<b>"])
def test_a_name_that_could_mean_something_else_is_none(name: str) -> None:
    with pytest.raises(TeamRefusedError):
        team_named(name)


def test_a_name_loses_blanks_around_it() -> None:
    assert team_named("  Night  B-2 ") == "Night B-2"
