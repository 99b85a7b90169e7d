"""The custodian's walk in the real window: form, package, a year, destruction (09.21.8.C to E)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.people.trainings import Course
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.hq.people.trainings import record_trainings
from mdt_alpr.wire.accounts import TrainingClass, TrainingRecord, TrainingsRequest
from tests.builders import NOW, SetClock
from tests.holds import FACTS, WHY
from tests.hq.holding import DAY, PDF, days_pass
from tests.hq.letting import opened
from tests.hq.papers import text_of
from tests.hq.senders import PASSWORDS
from tests.journeys.conftest import hq
from tests.journeys.preserved import (
    EXPIRED,
    PLATES,
    RENEWED,
    UNHELD,
    drive_past,
    keys_of_data,
    tables_that_say,
)
from tests.scans import a_pdf
from tests.ui.desk_screens import Seat

__all__ = ["hq"]  # a fixture

SERIAL = "KX-0017"
NEW_PASSWORD = "nobody else's long word"  # noqa: S105 - of a person who does not exist


class Walk(Seat):
    """Somebody who presses, chooses and types, and sees what the window shows."""

    def __init__(
        self,
        qtbot: QtBot,
        hq: InProcessHq,
        clock: SetClock,
        folder: Path,
        patch: pytest.MonkeyPatch,
    ) -> None:
        super().__init__(qtbot, HttpDeskLink(open_client(hq.base_url), clock, "desk-1"), clock)
        self.hq, self.folder, self._patch = hq, folder, patch
        self.passwords = dict(PASSWORDS)
        self.scan = folder / "scan.pdf"
        self.scan.write_bytes(PDF)
        patch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(self.scan), ""))

    @property
    def about(self) -> str:
        """Return the line over the table."""
        words: str = self.page.about.text()
        return words

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until the window shows something."""
        self.qtbot.waitUntil(is_so)

    @property
    def foot(self) -> str:
        """Return the line under the table."""
        words: str = self.page.state.words.text()
        return words

    @property
    def page(self) -> Any:
        """Return the page that is seen."""
        return self.screen.window._page.currentWidget()

    def sign_in(self, person: str, password: str = "") -> None:
        """Lock what is open, and sign in by the keyboard."""
        window = self.screen.window
        if not window.sign_in.isVisible():
            self.click(window.lock)
        if window.sign_in.understand.isVisible():
            self.click(window.sign_in.understand)
        form = window.sign_in.form
        self.type_in(form.person, person)
        self.type_in(form.password, password or self.passwords[person])
        QTest.keyClick(form.password, Qt.Key.Key_Return)
        self.settle()
        if form.new.isVisible():
            self.type_in(form.new.first, NEW_PASSWORD)
            self.type_in(form.new.again, NEW_PASSWORD)
            self.passwords[person] = NEW_PASSWORD
            QTest.keyClick(form.new.again, Qt.Key.Key_Return)
            self.settle()
        assert not window.sign_in.isVisible(), window.sign_in.form

    def go(self, title: str) -> None:
        """Press a line of the menu, under More where it is there."""
        menu = self.screen.window.menu
        lines = {b.text().partition(":")[0]: b for b in menu._buttons}
        if lines[title].isHidden():
            self.click(menu.more)
        self.click(lines[title])

    def click(self, button: QWidget) -> None:
        self.qtbot.waitUntil(button.isVisible)
        assert button.isEnabled(), button.objectName()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def type_in(self, field: QWidget, words: str) -> None:
        assert field.isVisible(), field.accessibleName()
        field.setFocus()
        if isinstance(field, QLineEdit | QPlainTextEdit):
            field.selectAll()
        QTest.keyClicks(field, words)

    def fill(self, **fields: str) -> None:
        """Type into fields, and choose in choices."""
        for name, words in fields.items():
            field = self.page.fields[name]
            if isinstance(field, QComboBox):
                place = field.findText(words)
                assert place >= 0, (words, [field.itemText(n) for n in range(field.count())])
                field.setCurrentIndex(place)
            else:
                self.type_in(field, words)

    def press(self, act: str, *, yes: bool = False, saves: str = "") -> None:
        """Press an act; ``saves`` is the name of the file that is chosen."""
        place = str(self.folder / saves) if saves else ""
        self._patch.setattr(QFileDialog, "getSaveFileName", lambda *_: (place, ""))
        self.click(self.page.buttons[act])
        if yes:
            self.click(self.page.question.yes)

    def confirm(self, person: str) -> None:
        """Let a second person sign in for the act."""
        bar = self.page.second
        self.type_in(bar.fields["person"], person)
        self.type_in(bar.fields["password"], self.passwords[person])
        self.click(bar.confirm)

    def choose(self, words: str) -> None:
        """Choose the row in which these words are, and open it."""
        rows = self.page.table.rows
        row = next(n for n, line in enumerate(self.words()) if words in line)
        self.page.table.setFocus()
        self.page.table.selectRow(row)
        assert rows.key(row)

    def words(self) -> list[str]:
        """Return the words of the rows that are seen."""
        rows = self.page.table.rows
        wide = range(rows.columnCount())
        return [
            " | ".join(rows.cell(rows.index(r, c)).words for c in wide)
            for r in range(rows.rowCount())
        ]

    def saved(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def to_day(self, days: int) -> None:
        """Go on to a day; headquarters purges, and the custodian signs in again."""
        days_pass(self.hq.hq, self.clock, NOW + days * DAY)
        self.screen.presenter.tick()
        self.settle()
        self.sign_in(CUSTODIAN)


@pytest.fixture
def walk(
    hq: InProcessHq, clock: SetClock, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Walk:
    drive_past(tmp_path, clock, hq.base_url)
    return Walk(qtbot, hq, clock, tmp_path, monkeypatch)


def request(walk: Walk, plate: str) -> None:
    """File form ALPR-1 as the officer, and print it to have it sworn."""
    walk.go("Preservation")
    walk.press("request")
    walk.fill(
        text=plate, state="North Carolina", cameras="Unit 12 / front",
        begins_at="Nov 25, 2026 06:00",
        ends_at="Nov 25, 2026 12:00", ground="Ongoing criminal investigation", case="26-038204",
        parties="State v. D. Marsh; victim R. Poole", facts=FACTS,
    )  # fmt: skip
    walk.press("check")
    assert "Complete" in walk.foot
    walk.press("File and hold now")
    walk.until(lambda: "Provisional: not sworn yet. 90 days left" in walk.about)
    walk.press("print", saves=f"{plate}.pdf")
    assert plate in text_of(walk.saved(f"{plate}.pdf"))


def name_notary(walk: Walk) -> None:
    """Put who notarizes on the list."""
    walk.go("Preservation")
    walk.press("notaries")
    assert "press Add to list" in walk.foot
    walk.fill(name="Pat Quinn", office="Executive assistant", first_day="Jan 1, 2026")
    walk.press("Add to list")
    assert walk.words() == ["Pat Quinn | Executive assistant | Jan 1, 2026 | In office"]


def make_final(walk: Walk, plate: str) -> None:
    """Attach the sworn form, and enter oath, reference and copy."""
    walk.go("Preservation")
    walk.choose(plate)
    walk.press("open")
    walk.fill(kind="Sworn form")
    walk.press("attach")
    walk.fill(notary="Pat Quinn")
    walk.press("Make final")
    walk.fill(powerdms="PDMS-88123", emailed_at="Nov 25, 2026 09:30")
    walk.press("Note filing")
    walk.until(lambda: "Held. 365 days left" in walk.about)
    assert "Still to do" not in walk.about


def grant(walk: Walk) -> None:
    """Record the detective's written request, attach it, and grant it."""
    walk.go("Data requests")
    assert "press Record request" in walk.foot
    walk.fill(
        standing="Criminal justice officer, state or local agency", received_by="Email",
        name="Dana Wells",
        title="Detective", agency="Salisbury PD", verified_by="Called the agency",
        purpose="Criminal investigation", investigation="Robbery on Innes Street",
        case="26-CR-1", sought="Reads under hold 1", plate=RENEWED,
        since="Nov 25, 2026 06:00", until="Nov 25, 2026 09:30",
    )  # fmt: skip
    walk.press("Record request")
    walk.until(lambda: "Another custodian or administrator grants" in walk.about)
    walk.sign_in(ADMINISTRATOR, PASSWORDS[ADMINISTRATOR])
    walk.go("Data requests")
    walk.choose("Dana Wells")
    walk.press("open")
    walk.press("Grant")
    walk.until(lambda: walk.screen.window.page_name == "packages")
    walk.screen.presenter.back()
    granted = "Request 1: Granted. Data may be released until Dec 25, 2026."
    walk.until(lambda: walk.about.startswith(granted))
    walk.sign_in(CUSTODIAN, PASSWORDS[CUSTODIAN])


def release_package(walk: Walk) -> None:
    """Register a drive, let the package out to it, and have its receipt signed."""
    walk.go("Media register")
    assert "press Register as new" in walk.foot
    walk.fill(serial=SERIAL, kind="USB drive", label="Evidence 17")
    walk.press("Register as new")
    walk.go("Packages")
    assert "press Release to a file" in walk.foot
    walk.fill(
        hold="2026-0001", request="1", purpose="Criminal investigation",
        serial=f"{SERIAL} Evidence 17",
        holder="Casey Doyle", place="Safe", transport="By hand",
    )  # fmt: skip
    walk.press("Release to a file", saves="package.zip")
    walk.until(lambda: "Package 1: 1 read, written." in walk.about)
    walk.press("notice", saves="notice.pdf")
    assert SERIAL in text_of(walk.saved("notice.pdf"))
    walk.fill(by="Dana Wells")
    walk.press("Receipt signed")
    assert "signed by Dana Wells" in walk.words()[0]
    walk.press("opens")
    walk.until(lambda: "passphrase" in walk.about)
    passphrase = walk.about.split("passphrase ")[1].split(".")[0]
    files = opened(walk.saved("package.zip"), passphrase)
    assert RENEWED.encode() in b"".join(files.values())
    assert RENEWED.encode() not in walk.saved("package.zip")


def purged(walk: Walk) -> str:
    """Search every place at the desk; return what is said of the holds."""
    walk.go("Purge certificate")
    assert "Press Search every place now" in walk.foot
    walk.press("Search every place now")
    assert "Nothing is left." in walk.foot
    return walk.about


def renew(walk: Walk) -> None:
    """Renew one hold in the last month of its year; the two people were trained again."""
    held = TrainingClass(tuple(Course), "2", "Pat Quinn", "Binder 4")
    for person, by in ((CUSTODIAN, ADMINISTRATOR), (ADMINISTRATOR, CUSTODIAN)):
        trained = TrainingRecord(person, capture_date(walk.clock.now()))
        record_trainings(walk.hq.hq, TrainingsRequest((trained,), held), by)
    walk.go("Preservation")
    walk.choose(RENEWED)
    walk.press("open")
    walk.scan.write_bytes(a_pdf("a further request"))
    walk.fill(kind="Sworn form")
    walk.press("attach")
    walk.press("Renew")
    walk.until(lambda: "to Oct 31, 2028." in walk.about)


def destroy(walk: Walk) -> None:
    """Destroy the copy that is due, its drive, and what is held no longer."""
    assert "Packages: 1" in walk.menu()
    walk.go("Packages")
    assert "Overdue: get it back" in walk.words()[0]
    walk.fill(how="Shredded")
    walk.press("Copy destroyed")
    walk.go("Media register")
    walk.fill(how="Shredded")
    walk.press("Retire chosen medium")
    assert "Retired" in walk.words()[0]
    walk.go("Preservation")
    walk.choose(RENEWED)
    walk.press("open")
    walk.fill(why=WHY)
    walk.press("Cancel")
    walk.confirm(ADMINISTRATOR)
    walk.until(lambda: "Until then it can be taken back" in walk.foot)
    walk.to_day(367)
    walk.go("Preservation")
    walk.choose("2026-0001")
    walk.press("open")
    walk.until(lambda: "Destroyed Nov 27, 2027" in walk.foot)


@pytest.mark.clause("8.C")
@pytest.mark.clause("8.E")
@pytest.mark.clause("4.A.1")
def test_buttons_lead_from_the_form_to_a_package_and_a_year_later_to_destruction(
    walk: Walk,
) -> None:
    walk.sign_in(OFFICER)
    request(walk, RENEWED)
    request(walk, EXPIRED)
    walk.sign_in(ADMINISTRATOR)
    name_notary(walk)
    walk.sign_in(CUSTODIAN)
    make_final(walk, RENEWED)
    make_final(walk, EXPIRED)
    grant(walk)
    release_package(walk)
    walk.to_day(92)
    assert "Hold 1 keeps 12. Hold 2 keeps 12." in purged(walk)
    assert tables_that_say(walk.hq, UNHELD) == set()
    walk.to_day(340)
    renew(walk)
    walk.to_day(366)
    walk.sign_in(ADMINISTRATOR)
    walk.sign_in(CUSTODIAN)
    assert "Hold 1 keeps 12." in purged(walk)
    assert tables_that_say(walk.hq, EXPIRED) == {"holds"}
    destroy(walk)
    assert "Nothing is held." in purged(walk)
    walk.press("Save certificate as PDF", saves="certificate.pdf")
    assert "Nothing is kept past its deadline" in text_of(walk.saved("certificate.pdf"))
    assert tables_that_say(walk.hq, *PLATES) == {"holds"}
    assert capture_date(NOW).isoformat() not in keys_of_data(walk.hq)
