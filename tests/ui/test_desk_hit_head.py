"""A hit's page at the desk says at its head why it is flagged, and how it ended (09.21.6)."""

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.lab.screens.desk_sample_hits import sample_file
from mdt_alpr.ui.desk.pages.hit import HitFile
from mdt_alpr.wire.desk import HitFileMessage
from tests.ui.desk_screens import a_seat


def stopped_without_checks(file: HitFileMessage) -> HitFileMessage:
    """Return the sample as a car stopped before the checks, of another state, and let go."""
    trail, record = file.trail, file.trail.hit.records[0]
    ending: dict[str, Any] = {
        "disposition": Disposition.WRONG_STATE,
        "stopped": Stopped.BEFORE,
        "outcome": Outcome.RELEASED,
    }
    answers = tuple(
        replace(answer, facts=(("text", record.text), ("state", "NC"), ("outcome", "matched")))
        for answer in trail.answers
        if answer.step == AuditEvent.ENTRY_MADE
    )
    changed = replace(
        trail,
        hit=replace(trail.hit, records=(replace(record, state="SC"),)),
        stops=(),
        answers=answers,
        dispositions=tuple(replace(disposition, **ending) for disposition in trail.dispositions),
    )
    return replace(file, trail=changed, unchecked="Device was not checked this shift.")


@pytest.mark.proved("K13")
def test_the_head_of_a_hit_says_why_it_is_flagged_and_how_it_ended(qtbot: QtBot) -> None:
    seat, _link = a_seat(qtbot)
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    page = seat.hit
    page.show_hit(seat.screen.page(HitFile)._view(stopped_without_checks(sample_file(1))))
    assert page.warning.words.text() == (
        "Unverified stop. Entered North Carolina, but the record is of South Carolina. "
        "Device was not checked this shift."
    )
    assert page.ending.text() == "Wrong state. Stopped before. Released"
