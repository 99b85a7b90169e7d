"""Car and desk agree: one time zone on every screen, and one answer to who unlocks an account."""

import ast
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import mdt_alpr.ui
from mdt_alpr.domain.accounts import (
    WHO_UNLOCKS_WORDS,
    AccountRefusedError,
    AccountStanding,
    demand_release,
)
from mdt_alpr.domain.roles import Role
from mdt_alpr.domain.teams import Placement
from mdt_alpr.ui.presenters.desk_words import day_time
from mdt_alpr.ui.presenters.hit_words import clock_words
from mdt_alpr.ui.views.hit_page import HitPage
from mdt_alpr.ui.views.window import CarWindow
from mdt_alpr.ui.words import clock_time, local_day
from mdt_alpr.wire.problems import Problem


def zone_calls(source: str) -> set[str]:
    """Return the calls of ``astimezone`` in a module."""
    return {
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "astimezone"
    }


@pytest.mark.proved("S26")
def test_no_screen_turns_a_time_into_a_zone_but_by_the_one_function() -> None:
    ui = Path(mdt_alpr.ui.__file__).parent
    found = {
        file.relative_to(ui).as_posix(): calls
        for file in ui.rglob("*.py")
        if (calls := zone_calls(file.read_text(encoding="utf-8")))
    }
    assert found == {"words.py": {"at.astimezone(zone or CAPTURE_ZONE)"}}


@pytest.mark.proved("S26")
@pytest.mark.skipif(not hasattr(time, "tzset"), reason="only POSIX changes its zone in a process")
def test_a_computer_in_another_zone_shows_the_agencys_time_on_every_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        at = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
        shown = clock_time(at), clock_words(at, None), day_time(at), local_day(at)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert shown == ("22:30:00", "22:30:00", "Nov 23, 22:30:00", date(2026, 11, 23))


@pytest.mark.proved("S28")
def test_a_locked_out_person_reads_at_every_place_who_can_unlock_the_account(
    qtbot: QtBot,
) -> None:
    form = CarWindow(HitPage())
    qtbot.addWidget(form)
    told = [part.text() for part in form.findChildren(QLabel) if "Locked out" in part.text()]
    assert told == [f"Locked out? {WHO_UNLOCKS_WORDS}"]
    assert WHO_UNLOCKS_WORDS in Problem.LOCKED.sentence


@pytest.mark.proved("S28")
@pytest.mark.parametrize("by", Role)
@pytest.mark.parametrize("of", Role)
def test_who_unlocks_whom_is_what_the_help_says(by: Role, of: Role) -> None:
    said = by is Role.ADMINISTRATOR or (by is Role.SUPERVISOR and of is Role.OFFICER)
    team = Placement("watch-a")
    releaser, locked = (AccountStanding(role.value, role, is_live=True) for role in (by, of))
    refused = False
    try:
        demand_release(releaser, team, locked, "watch-a", in_use=True)
    except AccountRefusedError:
        refused = True
    assert refused is not said
