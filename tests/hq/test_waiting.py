"""What waits for a person is said once, by deadline and age, and counted so at each page."""

from datetime import date, timedelta

import pytest

from mdt_alpr.acts import waiting as acts
from mdt_alpr.domain.people.roles import Role, may
from mdt_alpr.domain.review.waiting import Waits, WaitsAt, urgent_first
from mdt_alpr.hq.waiting.service import ROOMS
from mdt_alpr.ui.desk.pages import page_kinds
from tests.builders import NOW


def test_what_has_a_day_comes_first_then_the_oldest() -> None:
    late = WaitsAt("schedule", Waits("", "Audit", "Overdue", None, date(2026, 11, 1)))
    soon = WaitsAt("holds", Waits("3", "Hold", "Not sworn", NOW, date(2026, 12, 9)))
    old = WaitsAt("hit", Waits("a", "Hit", "Not reviewed", NOW - timedelta(hours=20)))
    new = WaitsAt("hit", Waits("b", "Hit", "Not reviewed", NOW))
    assert urgent_first([new, soon, old, late]) == (late, soon, old, new)


def test_each_room_opens_a_page_of_the_desk_that_its_people_have() -> None:
    pages = {kind.page_name(): kind for kind in page_kinds()}
    for room in ROOMS:
        roles = [role for role in Role if any(may(role, one) for one in room.act.may)]
        assert [role for role in roles if not pages[room.page].is_for(role)] == [], room.page


@pytest.mark.parametrize("role", Role)
def test_every_role_begins_at_what_waits_for_it(role: Role) -> None:
    menu = [kind for kind in page_kinds() if kind.is_for(role) and not kind.opened_from]
    assert menu[0].page_name() == "mine"
    assert any(may(role, one) for one in acts.SHOW_WAITING.may)
