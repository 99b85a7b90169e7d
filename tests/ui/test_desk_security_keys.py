"""One's own security keys at the desk: named, and removed after a question (ACC-02)."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.acts.security_keys import NAME_OWN_KEY, REMOVE_OWN_KEY
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire.accounts import KeyName
from mdt_alpr.wire.manual import ReasonMessage
from tests.ui.desk_screens import a_seat


@pytest.mark.proved("ACC-02")
def test_own_keys_are_renamed_and_removed_after_a_question(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.SUPERVISOR)
    seat.open("security_keys")
    view = seat.screen.window.pages["security_keys"]
    assert isinstance(view, FormPage)
    key = view.table.chosen
    link.asked.clear()
    view.fields["name"].setText(" Desk key ")
    view.buttons["Rename"].click()
    seat.settle()
    named = NAME_OWN_KEY.path(key_id=key)
    path, body = link.asked.pop()
    assert (path.partition("?seen=")[0], body) == (named, KeyName("Desk key"))
    view.fields["why"].setText("Lost")
    view.buttons["Remove chosen key"].click()
    assert "Nobody signs in with it any more" in view.question.words.text()
    view.question.no.click()
    view.buttons["Remove chosen key"].click()
    view.table.selectRow(1)
    assert view.question.isHidden(), "another key was asked about"
    assert link.asked == []
    view.buttons["Remove chosen key"].click()
    view.question.yes.click()
    seat.settle()
    removed = REMOVE_OWN_KEY.path(key_id=view.table.rows.key(1))
    ((path, body),) = link.asked
    assert (path.partition("?seen=")[0], body) == (removed, ReasonMessage("Lost"))
