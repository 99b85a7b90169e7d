"""The log of restricted files at the desk: what was shown, and what is told to others (HOT-10)."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.acts import hits as hits_acts
from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.ui.desk.views.form_page import FormPage
from tests.ui.desk_screens import a_seat

REPORTED = {
    "subject": "26-118204",
    "agency": "Charlotte-Mecklenburg PD",
    "requester": "Det. R. Poole",
    "secondary": "",
    "reason": "Threat to a protected person",
}


@pytest.mark.proved("HOT-10")
@pytest.mark.clause("5.A.3")
def test_the_custodian_sees_each_line_and_records_whom_another_agency_told(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    seat.open("restricted_log")
    view = seat.screen.window.pages["restricted_log"]
    assert isinstance(view, FormPage)
    lines = [" ".join(cell.words for cell in row.cells) for row in view.table.rows.shown]
    assert "Disclosed" in lines[0]
    assert "Charlotte-Mecklenburg PD" in lines[0]
    assert "Shown" in lines[1]
    assert "2 rows loaded." in view.state.words.text()
    for name, words in REPORTED.items():
        view.fields[name].setText(words)
    view.fields["category"].setCurrentIndex(view.fields["category"].findData("K"))
    link.asked.clear()
    view.buttons["Record a disclosure"].click()
    seat.settle()
    (path, body), (again, _) = link.asked
    assert (path, body) == (
        hits_acts.SHOW_RESTRICTED.address,
        RestrictedDisclosure(category="K", **REPORTED),
    )
    assert again.startswith(f"{hits_acts.SHOW_RESTRICTED.address}?"), "the log is read again"
    assert view.entered().text("agency") == "", "what was recorded is not recorded twice"
    link.lost = True
    view.fields["agency"].setText("Kannapolis Police")
    view.buttons["Record a disclosure"].click()
    seat.settle()
    assert "cannot be reached" in view.state.words.text()
    assert view.entered().text("agency") == "Kannapolis Police", "what was not recorded stays"
