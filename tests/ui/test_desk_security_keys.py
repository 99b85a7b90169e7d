"""One's own security keys at the desk: named, and removed after a question (ACC-02)."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.ui.desk.views.table_page import ActsPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import KeyName
from mdt_alpr.wire.manual import ReasonMessage
from tests.ui.desk_screens import a_seat


@pytest.mark.proved("ACC-02")
def test_own_keys_are_renamed_and_removed_after_a_question(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.SUPERVISOR)
    seat.open("security_keys")
    view = seat.screen.window.pages["security_keys"]
    assert isinstance(view, ActsPage)
    key = view.table.chosen
    link.asked.clear()
    view.buttons["name"].click()
    assert "Enter the new name first" in view.state.words.text()
    assert link.asked == []
    view.why.setText(" Desk key ")
    view.buttons["name"].click()
    seat.settle()
    named = addresses.filled(addresses.SECURITY_KEY_NAME, key_id=key)
    assert link.asked.pop() == (named, KeyName("Desk key"))
    view.why.setText("Lost")
    view.buttons["remove"].click()
    assert "Nobody signs in with it any more" in view.question.words.text()
    view.question.no.click()
    view.buttons["remove"].click()
    view.table.selectRow(1)
    assert view.question.isHidden(), "another key was asked about"
    assert link.asked == []
    view.buttons["remove"].click()
    view.question.yes.click()
    seat.settle()
    removed = addresses.filled(addresses.SECURITY_KEY_REMOVAL, key_id=view.table.rows.key(1))
    assert link.asked == [(removed, ReasonMessage("Lost"))]
