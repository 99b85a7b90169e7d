"""Count the presses and clicks of whole jobs at the desk; each is checked at headquarters."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication  # noqa: TID251 - nobody else makes one here
from sqlalchemy import func, select

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.enrolled import certificate_request, private_key
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.hit_tables import HIT_REVIEWS
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.disclosures import registers
from mdt_alpr.hq.people import enrolling
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR, UNITS
from mdt_alpr.lab.hq.sample_jobs import HITS, LOOKS, NOW, PASSWORD, SCAN, served_agency
from mdt_alpr.lab.measure.desk_hands import DeskHands
from mdt_alpr.ui.desk.presenters.sign_in import DeskFacts
from mdt_alpr.ui.desk.screen import DeskScreen
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.devices import EnrollRequest
from mdt_alpr.wire.messages import ReadMessage

_CAR, _NEWCOMER = "car-77", "n.newcomer"
Done = Callable[[], bool]
"""Whether headquarters has what the job was for."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The hands of who works, and what they work on."""

    hands: DeskHands
    hq: Headquarters
    reads: list[ReadMessage]
    folder: Path

    def sign_in(self, person: str) -> None:
        """Let another person sit down; signing in is not counted."""
        steps = self.hands.steps
        self.hands.sign_in(person, PASSWORD)
        self.hands.steps = steps

    def recorded(self, event: AuditEvent) -> int:
        """Return how often headquarters recorded an event."""
        query = select(func.count()).select_from(OWN_AUDIT).where(OWN_AUDIT.c.event == event)
        with self.hq.reading() as work:
            return work.connection.scalar(query) or 0


def figures() -> dict[str, Any]:
    """Return the steps and the aim of each job.

    Raises:
        OutsideError: a job cannot be done, or headquarters does not have its effect.
    """
    application = QApplication.instance() or QApplication(["mdt-alpr"])
    load_fonts()
    with (
        TemporaryDirectory() as folder,
        served_agency(Path(folder)) as (headquarters, clock, reads),
    ):
        client = open_client(headquarters.base_url)
        link = HttpDeskLink(client, clock, "training-desk")
        screen = DeskScreen(link, clock, DeskFacts(headquarters.base_url))
        screen.start()
        bench = Bench(DeskHands(screen), headquarters.hq, reads, Path(folder))
        try:
            jobs = [_counted(bench, name) for name in JOBS]
        finally:
            screen.stop()
            application.processEvents()
    return {"jobs": jobs}


def _counted(bench: Bench, name: str) -> dict[str, Any]:
    person, aim, job = JOBS[name]
    bench.hands.sign_in(person, PASSWORD)
    is_done = job(bench)
    if not is_done:
        raise OutsideError(f"{name}: headquarters does not have what the job was for.")
    return {"name": name, "steps": bench.hands.steps, "aim": aim}


# ---------------------------------------------------------------- the jobs


def _review_shift(bench: Bench) -> bool:
    """Open each hit of the shift, and say that it was reviewed."""
    hands = bench.hands
    hands.go("Shift hit log")
    hands.press(Qt.Key.Key_Return)
    for number in range(HITS):
        if number:
            hands.press(Qt.Key.Key_PageDown, ctrl=True)
        hands.press(Qt.Key.Key_Space)
    with bench.hq.reading() as work:
        query = select(func.count(func.distinct(HIT_REVIEWS.c.hit_id)))
        return work.connection.scalar(query) == HITS


def _read_and_who_looked(bench: Bench) -> bool:
    """Say whether a car read a plate that day, and who looked at it."""
    hands, read = bench.hands, bench.reads[0]
    begins = read.captured_at - timedelta(hours=2)
    hands.go("Search")
    hands.fill(
        plate=read.text, since=full_time(begins), until=full_time(NOW),
        purpose="Criminal", units=UNITS[0], case="26-038204",
        reason="Counsel asks whether the car read it",
    )  # fmt: skip
    hands.press(Qt.Key.Key_Return)
    hands.act("who")
    rows = hands.page.table.rows
    return rows.rowCount() > 0 and bench.recorded(AuditEvent.HQ_SEARCHED) > LOOKS


def _hold_to_prosecutor(bench: Bench) -> bool:
    """Find a plate's read, hold it, and let it go to a prosecutor with log and paper."""
    _hold(bench)
    _request(bench)
    return _release(bench)


def _hold(bench: Bench) -> None:
    """Search as the officer, and file the form over what was found; have it sworn."""
    hands, read = bench.hands, bench.reads[0]
    hands.go("Search")
    hands.fill(
        plate=read.text, purpose="Criminal", units=UNITS[0], case="26-038204",
        reason="A witness saw this car leave the lot after a robbery.",
    )  # fmt: skip
    hands.press(Qt.Key.Key_Return)
    hands.act("hold")
    hands.fill(parties="State v. Sample")
    hands.act("File and hold now")
    bench.sign_in(CUSTODIAN)
    hands.press(Qt.Key.Key_Return)
    with hands.naming(bench.folder / SCAN):
        hands.act("Make final")


def _request(bench: Bench) -> None:
    """Put the prosecutor's request on record, and let another person grant it."""
    hands = bench.hands
    hands.act("next")
    hands.fill(
        standing="Prosecutor", name="Dana Wells", agency="District Attorney",
        verified_by="Called the office",
    )  # fmt: skip
    with hands.naming(bench.folder / SCAN):
        hands.act("Record request")
    bench.sign_in(ADMINISTRATOR)
    hands.go("Data requests")
    hands.press(Qt.Key.Key_Return)
    hands.act("Grant")


def _release(bench: Bench) -> bool:
    """Release a package on a medium, with its notice, and have that signed."""
    hands, package = bench.hands, bench.folder / "package.zip"
    hands.fill(new_serial="KX-0017", transport="By hand")
    with hands.naming(package):
        hands.act("Release to a file")
    hands.act("Receipt signed")
    with bench.hq.reading() as work:
        lines = registers.packages_of(work, CUSTODIAN).packages
    is_noticed = (bench.folder / "notice-1.pdf").exists()
    signed = [line.acknowledged_by for line in lines]
    return package.exists() and is_noticed and signed == ["Dana Wells"]


def _ex_partner(bench: Bench) -> bool:
    """Find who looks for one person's car, see every search, and open a case."""
    hands = bench.hands
    hands.go("Misuse flags")
    hands.press(Qt.Key.Key_Return)
    hands.click(hands.page.why)
    hands.write("Eight looks at one plate, each with another case")
    hands.act("Open review case")
    return bench.recorded(AuditEvent.HQ_CASE_OPENED) == 1


def _officer_and_car(bench: Bench) -> bool:
    """Make an officer's account and enroll a car; then revoke both."""
    hands = bench.hands
    hands.go("Accounts")
    hands.fill(
        person_id=_NEWCOMER, name="N. Newcomer", role="Officer", password=PASSWORD,
        trained_on="Dec 1, 2026",
    )  # fmt: skip
    hands.act("Create account")
    hands.click(hands.page.question.yes)
    hands.go("Machines")
    hands.fill(device=_CAR)
    hands.act("enroll")
    code = code_in(hands.page.about.text().partition(": ")[2].partition(".")[0])
    key = private_key(os.urandom(32), os.urandom(16).hex())
    enrolling.enroll(
        bench.hq, EnrollRequest(code.spoken, certificate_request(key), DeviceKind.CAR)
    )
    hands.press(Qt.Key.Key_F5)
    hands.choose(_CAR)
    hands.fill(loss="Stolen or not back, locked", reason="It was stolen from the lot at night")
    hands.act("revoke")
    hands.click(hands.page.question.yes)
    hands.go("Accounts")
    hands.choose(_NEWCOMER)
    hands.fill(why="Left the agency today")
    hands.act("Disable")
    hands.click(hands.page.question.yes)
    with bench.hq.reading() as work:
        account = people.account(work.connection, _NEWCOMER)
    is_disabled = account is not None and account.disabled_at is not None
    return is_disabled and bench.recorded(AuditEvent.HQ_DEVICE_REVOKED) == 1


def _annual_report(bench: Bench) -> bool:
    """Save the report to the Chief."""
    hands, file = bench.hands, bench.folder / "annual.pdf"
    hands.go("Annual report")
    with hands.naming(file):
        hands.act("save")
    return file.read_bytes().startswith(b"%PDF")


def _public_page(bench: Bench) -> bool:
    """Make the page for the public."""
    hands, folder = bench.hands, bench.folder / "public"
    hands.go("Publications")
    with hands.naming(folder):
        hands.act("Make the public page")
    return any(folder.glob("*.html"))


JOBS: dict[str, tuple[str, int, Callable[[Bench], bool]]] = {
    "review_shift": (SUPERVISOR, 26, _review_shift),
    "read_and_who_looked": (CUSTODIAN, 16, _read_and_who_looked),
    "hold_to_prosecutor": (OFFICER, 24, _hold_to_prosecutor),
    "ex_partner": (SUPERVISOR, 4, _ex_partner),
    "officer_and_car": (ADMINISTRATOR, 24, _officer_and_car),
    "annual_report": (CUSTODIAN, 3, _annual_report),
    "public_page": (ADMINISTRATOR, 3, _public_page),
}
"""By job: who does it, in how many steps it is to be done, and how."""
