"""The desk never hides that the vehicle contradicts the record (S9)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.lab.screens.desk_sample_hits import NOW, sample_file, sample_row
from mdt_alpr.ui.desk.pages.hit import HitFile
from mdt_alpr.ui.desk.presenters.log_rows import flag_cell, vehicle_cell
from mdt_alpr.ui.desk.presenters.timeline import timeline
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire.desk import HitFileMessage, HitLogRow
from mdt_alpr.wire.messages import AnswerMessage, StopMessage
from tests.ui.desk_screens import Seat, a_seat


def silver_car(file: HitFileMessage) -> HitFileMessage:
    """Return the sample of a black SUV with an officer who saw a silver car."""
    seen = (("body", "car"), ("color", "silver"))
    answers = tuple(
        replace(answer, facts=seen) if answer.step == AuditEvent.VEHICLE_ANSWERED else answer
        for answer in file.trail.answers
    )
    return replace(file, trail=replace(file.trail, answers=answers))


def show(seat: Seat, file: HitFileMessage) -> list[str]:
    page = seat.hit
    page.show_hit(seat.screen.page(HitFile)._view(file))
    return [part.text() for part in page.findChildren(QLabel)]


@pytest.mark.proved("S9")
def test_a_hit_page_says_first_that_the_vehicle_contradicts_the_record(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    bar = seat.hit.warning
    assert not bar.isVisible()
    shown = show(seat, silver_car(sample_file(1)))
    assert bar.isVisible()
    assert bar.words.text() == (
        "Vehicle contradicts the record. Color and body DIFFER, no reason given."
    )
    assert (
        "Record: black 2019 Dodge SUV. Officer saw: silver car. "
        "Color and body DIFFER, no reason given."
    ) in shown
    assert seat.screen.window.minimumSizeHint().height() <= 768
    seat.screen.presenter.lock()
    assert bar.words.text() == ""


def test_a_hit_page_says_that_the_pictures_showed_another_state_and_why_that_did_not_count(
    qtbot: QtBot,
) -> None:
    seat, _link = a_seat(qtbot)
    file = sample_file(1)
    facts = (("reason", "plate checked again"), ("read", "Georgia"))
    step, at = AuditEvent.STATE_REASON_GIVEN.value, NOW + timedelta(seconds=1)
    reason = AnswerMessage("hit-0", NOW, step, at, "officer-1", "compared", facts)
    checks = ("plate", "true"), ("state", "reason_given")
    stop = StopMessage("hit-0", NOW, at, "officer-1", "open", checks)
    trail = replace(file.trail, answers=(*file.trail.answers, reason), stops=(stop,))
    show(seat, replace(file, trail=trail))
    assert seat.hit.warning.words.text() == (
        "The pictures show Georgia, the officer entered North Carolina. "
        "Reason: plate checked again."
    )
    line = next(one for one in timeline(trail) if "Stop init" in one.title)
    assert line.title == "Stop initiated: picture shows ANOTHER STATE, reason given"
    assert line.mark is Mark.WEAK


def test_a_hit_ends_with_the_days_for_which_this_agency_keeps_it(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    ends = []
    for days in (90, 30):
        show(seat, replace(sample_file(1), kept_days=days))
        ends.append(seat.hit.kept_until.text())
    assert ends == ["Ends Feb 22, 2027.", "Ends Dec 24, 2026."]


@pytest.mark.proved("S9")
def test_a_car_that_calls_every_check_true_is_not_believed_over_what_was_seen() -> None:
    trail = silver_car(sample_file(1)).trail
    stop = StopMessage("hit-0", NOW, NOW, "officer-1", "open", (("vehicle", "true"),))
    line = next(li for li in timeline(replace(trail, stops=(stop,))) if "Stop init" in li.title)
    assert line.title == "Stop initiated: vehicle DIFFERS, no reason given"
    assert line.mark is Mark.WEAK


@pytest.mark.proved("S9")
@pytest.mark.parametrize(
    ("form", "checks", "words"),
    [
        ("open", (("dcin", "true"),), "all checks passed"),
        ("open", (("dcin", "not_practicable"),), "DCIN NOT checked"),
        ("open_without_status", (("status", "not_practicable"),), "status NOT checked"),
    ],
)
def test_a_stop_is_said_to_have_passed_all_checks_only_where_each_was_made(
    form: str, checks: tuple[tuple[str, str], ...], words: str
) -> None:
    stop = StopMessage("hit-0", NOW, NOW, "officer-1", form, checks)
    trail = replace(sample_file(1).trail, stops=(stop,))
    line = next(li for li in timeline(trail) if "Stop init" in li.title)
    assert line.title == f"Stop initiated: {words}"


def a_row(**fields: Any) -> HitLogRow:
    given = {"vehicle_comparison": "differs", "differs": "color, body", "attention": "",
             "left_open": False, "review": "", "check_ms": None, **fields}  # fmt: skip
    return replace(sample_row(1), **given)


@pytest.mark.proved("S9")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Vehicle differs color, body"),
        ({"vehicle_comparison": "reason_given"}, "Vehicle, reason color, body"),
        ({"vehicle_comparison": "reason_later"}, "Vehicle differs color, body"),
        ({"differs": ""}, "Vehicle differs not recorded in what"),
        ({"attention": "stopped_unverified"}, "Unverified stop color, body differ"),
        (
            {"attention": "stopped_unverified", "differs": "body", "review": "agreed"},
            "Unverified stop body differs, Reviewed",
        ),
        ({"left_open": True}, "Vehicle differs color, body, Open after shift"),
        ({"vehicle_comparison": "fits", "differs": ""}, ""),
    ],
)
def test_the_log_flags_each_contradiction_by_name(fields: dict[str, Any], words: str) -> None:
    flag = flag_cell(a_row(**fields))
    assert flag.words == words
    assert flag.warns == bool(words)


@pytest.mark.proved("S9")
@pytest.mark.parametrize(
    ("fields", "words", "warns"),
    [
        ({"listed_vehicle": "a SUV", "seen_vehicle": "red car"}, "a SUV saw red car", True),
        ({"listed_vehicle": "", "seen_vehicle": "red car", "vehicle_comparison": "not_compared"},
         "Not listed saw red car", False),
        ({"listed_vehicle": "black SUV", "seen_vehicle": "", "vehicle_comparison": ""},
         "black SUV not entered", False),
        ({"listed_vehicle": "", "vehicle_comparison": "not_recorded"}, "Not recorded", False),
    ],
)  # fmt: skip
def test_the_log_shows_the_records_vehicle_above_the_one_that_was_seen(
    fields: dict[str, Any], words: str, *, warns: bool
) -> None:
    cell = vehicle_cell(a_row(**fields))
    assert (cell.words, cell.warns) == (words, warns)


@pytest.mark.proved("S9")
def test_the_log_in_the_window_names_the_contradiction(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    line = seat.lines()["hit-8"]
    assert line["Flag"].text == "Vehicle differs"
    assert "color, body" in line["Flag"].below
    assert line["Vehicle"].below == "saw silver car"
