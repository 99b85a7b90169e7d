"""A desk of its own process: somebody types on form ALPR-1, and the process is then killed."""

import sys
import time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.presenters.sign_in import DeskFacts
from mdt_alpr.ui.desk.screen import DeskScreen
from mdt_alpr.ui.desk.views.form_page import FormPage
from tests.builders import NOW, SetClock
from tests.ui.desk_screens import drafts_in


def main(folder: Path, person: str, words: str) -> None:
    """Type, print a line once that is on the disk, and wait for the end."""
    application = QApplication(["mdt-alpr"])
    facts = DeskFacts("https://hq.example", drafts_in=drafts_in(folder))
    screen = DeskScreen(SampleLink(Role.CUSTODIAN, 3), SetClock(NOW), facts)
    screen.start()
    presenter = screen.presenter
    presenter.signing_in.sign_in(person, "anything")
    while presenter.session is None or presenter.desk.asking.waits_for_any:
        application.processEvents()
    presenter.open("hold_request", "")
    form = screen.window.pages["hold_request"]
    assert isinstance(form, FormPage)
    QTest.keyClicks(form.fields["facts"], words)
    while not list(folder.glob("*.draft")):
        application.processEvents()
    sys.stdout.write("typed\n")
    sys.stdout.flush()
    time.sleep(60)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
