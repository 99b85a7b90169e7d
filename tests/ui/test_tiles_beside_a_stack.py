"""The tile pages of a plate with small characters beside its serial (D2)."""

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.hotlist.matching import DictIndex, matches
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.ui.hit.models.hit_result import ResultView
from tests.builders import NOW, a_hit, a_list, a_stacked_read, an_entry
from tests.ui.officer import BLACK_SUV, Officer
from tests.ui.tile_officer import asked, drive, say, to_whole

SEEN = a_stacked_read("AB1234", 2, box=Box(0, 0, 241, 100))


@pytest.fixture
def driving(qapp: object) -> Officer:
    assert qapp
    officer = Officer()
    drive(officer)
    return officer


def open_hit_on(officer: Officer, listed: str) -> None:
    """Let the plate be listed so, and open its hit."""
    index = DictIndex(a_list(an_entry(listed, **BLACK_SUV), look_alikes_allowed=True))
    found = matches(SEEN.plate, index, NOW, SEEN.stacked)
    hit = officer.desk.raise_hit(a_hit(SEEN, matches=found))
    officer.presenter.open(hit.hit_id)


def test_a_record_that_is_listed_without_the_stack_is_said_to_need_typing(
    driving: Officer,
) -> None:
    open_hit_on(driving, "1234")
    assert driving.page.pad.tiles == ()
    assert "Park to type it" in driving.page.pad.prompt


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_small_stacked_characters_are_asked_with_the_whole_number_alone(driving: Officer) -> None:
    open_hit_on(driving, "AB1234")
    assert not {0, 1} & set(asked(driving))
    to_whole(driving, "AB1234")
    assert driving.page.pad.text == "AB1234"
    assert len(driving.page.pad.middles) == len("AB1234")
    assert "the small ones too" in driving.page.pad.prompt
    say(driving)
    assert driving.shows(ResultView)


def test_a_plate_without_a_stack_is_not_asked_for_small_characters(driving: Officer) -> None:
    driving.hit()
    to_whole(driving)
    assert "small" not in driving.page.pad.prompt
