"""The tile pages tell neither the record nor which glyph was read, before the outcome (D1, D2).

Only the last of them shows a number: the officer's own checked text.
"""

import logging
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.ui.hit.models.hit_blind import BlindView, TilePadView, WholePadView
from mdt_alpr.ui.hit.models.hit_signals import ChosenGlyph
from mdt_alpr.ui.hit.models.hit_view import HitView
from tests.builders import an_entry
from tests.profiles import examples
from tests.ui.acts import Act, acts
from tests.ui.officer import Officer
from tests.ui.screen import Screen
from tests.ui.test_hit_leaks import (
    READ,
    RECORD,
    SECOND,
    WANTED,
    actions,
    assert_screen_tells_nothing,
    assert_tells_nothing,
    raise_hit,
)
from tests.ui.tile_officer import answer, drive, say, to_whole

CHECKED = "EXN2394"
"""What an officer sees who sees neither the read's nor the record's character."""
LISTED_ONLY = (WANTED, "DODG", "V220914871", "NC0600100", "SECRETNOTE")


def began(_: Officer) -> None:
    pass


def answered(officer: Officer) -> None:
    answer(officer, CHECKED)


def at_state(officer: Officer) -> None:
    answer(officer, CHECKED)
    officer.do.go_next()


def at_whole(officer: Officer) -> None:
    to_whole(officer, CHECKED)


def called_same(officer: Officer) -> None:
    to_whole(officer, CHECKED)
    say(officer)


def called_different(officer: Officer) -> None:
    to_whole(officer, CHECKED)
    say(officer, "different")


def again(officer: Officer) -> None:
    called_different(officer)
    officer.do.enter_again()


def twice(officer: Officer) -> None:
    again(officer)
    to_whole(officer, CHECKED)
    say(officer)


def withdrawn(officer: Officer) -> None:
    called_different(officer)
    (hit_id,) = officer.desk.hits
    officer.desk.contradict(hit_id, Contrary.RECORD_CANCELED)


STEPS: tuple[Callable[[Officer], None], ...] = (
    began, answered, at_state, at_whole, called_same, called_different, again, twice, withdrawn,
)  # fmt: skip


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
@pytest.mark.parametrize("second", [None, SECOND])
def test_no_widget_view_word_or_log_line_tells_read_or_record(
    step: Callable[[Officer], None],
    second: str | None,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    screen = Screen(qtbot)
    drive(screen)
    raise_hit(screen, second_text=second)
    assert_screen_tells_nothing(screen)
    step(screen)
    assert_screen_tells_nothing(screen)
    for view in screen.views:
        assert_tells_nothing(repr(view))
    for record in caplog.records:
        assert_tells_nothing(record.getMessage())


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
@pytest.mark.parametrize("reader", [None, SECOND])
def test_all_is_the_same_whichever_of_two_was_read_and_whichever_is_listed(
    step: Callable[[Officer], None], reader: str | None, qapp: object
) -> None:
    """Positions, glyphs, their order, the whole number and every word."""
    assert qapp
    officers = []
    for read, wanted in ((WANTED, READ), (READ, WANTED)):
        officer = Officer()
        drive(officer)
        entry = an_entry(wanted, "NC", **RECORD)
        officer.hit(entry, text=read, hit_id="hit", second_text=reader)
        step(officer)
        officers.append(officer)
    first, second = officers
    assert any(_shows_tiles(view) for view in first.views)
    assert first.views == second.views
    assert first.said == second.said


def _shows_tiles(view: HitView | None) -> bool:
    page = view.page if view else None
    return isinstance(page, BlindView) and isinstance(page.pad, TilePadView)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_the_whole_number_holds_the_officers_answers_and_shows_nowhere_else(qtbot: QtBot) -> None:
    screen = Screen(qtbot)
    drive(screen)
    raise_hit(screen)
    to_whole(screen, CHECKED)
    assert isinstance(screen.page.pad, WholePadView)
    assert screen.page.pad.text == CHECKED
    say(screen, "different")
    assert CHECKED not in repr(screen.view)
    assert CHECKED not in repr(screen.said)


tile_actions = st.one_of(
    acts(
        "choose_glyph",
        st.builds(ChosenGlyph, st.integers(0, 3), st.sampled_from("3EXN294FKCAHMWPRZ7")),
    ),
    acts("choose_glyph", st.builds(ChosenGlyph, st.integers(0, 3), st.just(""))),
    acts("compare_whole", st.sampled_from(["same", "same", "different", "", "equal"])),
    st.sampled_from([Act("use_tiles"), Act("use_keyboard")]),
    st.just(Act("choose_state", ("NC",))),
    st.just(Act("choose_body", ("SUV",))),
    st.just(Act("choose_color", ("black",))),
    st.just(Act("go_next")),
    st.just(Act("go_next")),
)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@settings(
    max_examples=examples(200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(tile_actions | actions | st.floats(0, 40), max_size=50))
def test_no_order_of_actions_and_speeds_tells_the_record_or_opens_the_gate(
    qapp: object, order: list[Act | float]
) -> None:
    """No glyph that was read or is listed at the look-alike position is ever chosen here."""
    assert qapp
    officer = Officer()
    drive(officer)
    hit = raise_hit(officer)
    for action in order:
        officer.look(0.4)
        if isinstance(action, float):
            drive(officer, action)
            continue
        officer.act(action)
        if officer.view is None:
            officer.presenter.open(hit.hit_id)
    for view in officer.views:
        assert not [secret for secret in LISTED_ONLY if secret in repr(view)]
    for spoken in officer.said:
        assert_tells_nothing(spoken.text)
    assert officer.desk.hits[hit.hit_id].entry is None
    assert officer.desk.hits[hit.hit_id].stop_at is None
