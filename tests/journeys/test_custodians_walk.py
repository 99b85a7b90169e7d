"""The custodian's walk by commands: form ALPR-1, package, a year, destruction (09.21.8.C to E)."""

import io
from pathlib import Path

import pytest
import pyzipper

from mdt_alpr.cli import main
from mdt_alpr.cli.encrypted import PASSPHRASE_VARIABLE
from mdt_alpr.cli.passwords import PASSWORD_VARIABLE
from mdt_alpr.domain.policy import PAPERS_KEPT_FOR, capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import check_own_chain, signer_of
from mdt_alpr.hq.keeping.purge import purge_watched
from mdt_alpr.hq.keeping.purge_search import search
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from tests.builders import NOW, SetClock
from tests.holds import FACTS, WHY
from tests.hq.commands import Terminal
from tests.hq.holding import DAY, PDF, days_pass
from tests.hq.papers import text_of
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

PARTIES = "State v. D. Marsh; victim R. Poole"
SERIAL = "KX-0017"
AES_256 = 3
"""As the format of WinZip numbers it."""


class Shell(Terminal):
    """A shell in which people sign in by command, and again as time passes."""

    def does(self, person: str, *words: object) -> str:
        """Give a command that works; return what it printed."""
        assert self.run(person, *words) == 0, self.err
        return self.out

    def session(self, person: str) -> str:
        if person not in self.sessions:
            self.patch.setenv(PASSWORD_VARIABLE, self.second)
            words = "sign-in", "--hq", self.base_url, "--print", person
            assert self.give("", *words) == 0, self.err
            self.sessions[person] = self.out.strip()
        return self.sessions[person]

    def renew_passwords(self, *people: str) -> None:
        for person in people:
            self.patch.setenv(PASSWORD_VARIABLE, self.second)
            assert self.give("", "change-password", "--hq", self.base_url, person) == 0, self.err
        self.second = self.new
        self.sessions.clear()  # a change ends every session of the person


class Walk:
    """The people of the agency, with their shell, their papers and the days that pass."""

    def __init__(self, hq: InProcessHq, clock: SetClock, shell: Shell, folder: Path) -> None:
        self.hq, self.clock, self.shell, self.folder = hq, clock, shell, folder
        self.scan = self.paper("scan.pdf", PDF)

    def paper(self, name: str, content: bytes) -> Path:
        place = self.folder / name
        place.write_bytes(content)
        return place

    def to_day(self, days: int) -> None:
        """Go on to a day that two people confirm, and let headquarters purge."""
        self.clock.at = NOW + days * DAY
        self.shell.sessions.clear()
        today = "--today", capture_date(self.clock.at), "--confirmed-by", ADMINISTRATOR
        self.shell.does(CUSTODIAN, "confirm-clock", *today)
        purge_watched(self.hq.hq)

    def search(self, name: str = "") -> str:
        """Search every place as the custodian does; return what is said, or the certificate."""
        pdf = self.folder / f"{name}.pdf"
        said = self.shell.does(CUSTODIAN, "purge-search")
        assert "Nothing is left." in said
        if name:
            self.shell.does(CUSTODIAN, "purge-certificate", "--to", pdf)
        return text_of(pdf.read_bytes()) if name else said


@pytest.fixture
def walk(
    hq: InProcessHq,
    clock: SetClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Walk:
    drive_past(tmp_path, clock, hq.base_url)
    shell = Shell(hq.base_url, monkeypatch, capsys)
    return Walk(hq, clock, shell, tmp_path)


def request(walk: Walk, number: int, plate: str) -> None:
    """File form ALPR-1 as the officer, who prints it to have it sworn."""
    said = walk.shell.does(
        OFFICER, "hold", "request", plate, "--state", "NC", "--camera", "Unit 12/front",
        "--from", "2026-11-25T06:00", "--to", "2026-11-25T12:00",
        "--for", "criminal_investigation", "--facts", FACTS, "--case", "26-038204",
        "--parties", PARTIES,
    )  # fmt: skip
    assert "Provisional: not sworn yet" in said
    assert "1 reads, 2 pictures" in said
    form = walk.folder / f"alpr-1-{number}.pdf"
    walk.shell.does(OFFICER, "hold", "form", number, "--to", form)
    assert plate in text_of(form.read_bytes())


def make_final(walk: Walk, number: int) -> None:
    """Enter the oath, the PowerDMS reference and the mailed copy as the custodian."""
    by = "--notary", "Pat Quinn", "--on", "2026-11-25", "--scan", walk.scan
    said = walk.shell.does(CUSTODIAN, "hold", "swear", number, *by)
    assert ": Held, ends 2027-11-25" in said
    filed = "--powerdms", f"PDMS-8812{number}", "--emailed", NOW.isoformat()
    assert "still to do" not in walk.shell.does(CUSTODIAN, "hold", "filed", number, *filed)


def grant(walk: Walk) -> None:
    """Put the detective's written request on record, and grant it."""
    walk.shell.does(
        CUSTODIAN, "record-data-request", "Dana Wells", "Reads under hold 1",
        "--standing", "criminal_justice_officer", "--came-by", "email",
        "--received", NOW.isoformat(), "--title", "Detective", "--agency", "Salisbury PD",
        "--verified-by", "Called the agency", "--purpose", "criminal_investigation",
        "--investigation", "Robbery on Innes Street", "--case", "26-CR-1", "--paper", walk.scan,
        "--plate", RENEWED, "--from", "2026-11-25T06:00-05:00", "--to", NOW.isoformat(),
    )  # fmt: skip
    granted = walk.shell.does(ADMINISTRATOR, "decide-data-request", 1, "grant")
    assert "Request 1: granted, until 2026-12-25." in granted


def release_package(walk: Walk) -> Path:
    """Write the package to the agency's own drive; return it."""
    package = walk.folder / "package.zip"
    walk.shell.does(CUSTODIAN, "register-medium", SERIAL, "usb_drive")
    said = walk.shell.does(
        CUSTODIAN, "export-evidence", package, "--hold", "2026-0001", "--request", 1,
        "--purpose", "criminal_investigation", "--medium", SERIAL, "--holder", "Casey Doyle",
        "--place", "Safe", "--transport", "By hand",
    )  # fmt: skip
    assert "1 reads, 1 hits, 2 pictures." in said
    notice = walk.folder / "notice.pdf"
    walk.shell.does(CUSTODIAN, "package-notice", 1, "--to", notice)
    assert SERIAL in text_of(notice.read_bytes())
    at = "--at", walk.clock.now().isoformat()
    said = walk.shell.does(CUSTODIAN, "package-receipt", 1, "Dana Wells", *at)
    walk.shell.patch.setenv(PASSPHRASE_VARIABLE, said.split("Passphrase: ")[1].split()[0])
    return package


def assert_sealed(walk: Walk, package: Path) -> None:
    """Demand AES-256, and that a stranger finds everything whole."""
    with pyzipper.AESZipFile(io.BytesIO(package.read_bytes())) as archive:
        assert {one.wz_aes_strength for one in archive.infolist()} == {AES_256}
    key = walk.paper("key", signer_of(walk.hq.hq).public_key.encode())
    walk.shell.capsys.readouterr()
    code = main(["verify", str(package), "--headquarters-key", str(key)])
    said = walk.shell.capsys.readouterr().out
    assert "under hold 1, request 1" in said, said
    assert "BROKEN" not in said
    assert code == 2, "the car's own key was not given"


def pass_a_year(walk: Walk) -> None:
    """Let a year pass in which one hold is renewed and one is not."""
    for day in (170, 250, 340):
        walk.to_day(day)
    train(walk, CUSTODIAN, by=ADMINISTRATOR)
    train(walk, ADMINISTRATOR, by=CUSTODIAN)
    walk.shell.renew_passwords(CUSTODIAN, ADMINISTRATOR)
    further = walk.paper("further.pdf", a_pdf("a further request"))
    today = capture_date(walk.clock.at)
    by = "--form", further, "--on", today
    assert "ends 2028-10-31" in walk.shell.does(CUSTODIAN, "hold", "renew", 1, *by)
    walk.to_day(366)


def destroy(walk: Walk) -> None:
    """Destroy the copy that is due, its drive, and what is held no longer."""
    assert walk.shell.run(CUSTODIAN, "packages") == 1
    assert "Out, Overdue: get it back  2027-11-25" in walk.shell.out
    walk.shell.does(CUSTODIAN, "package-destroyed", 1, "Shredded")
    walk.shell.does(CUSTODIAN, "retire-medium", SERIAL, "Shredded")
    cancel = "hold", "cancel", 1, "--reason", WHY
    assert walk.shell.run(CUSTODIAN, *cancel) == 1, "it is the officer's"
    said = walk.shell.does(CUSTODIAN, *cancel, "--confirmed-by", ADMINISTRATOR)
    assert "Until then it can be taken back" in said
    assert tables_that_say(walk.hq, RENEWED) == {"held", "holds"}
    walk.to_day(367)
    said = walk.shell.does(CUSTODIAN, "hold", "show", 1)
    assert "12 copies and 1 keys destroyed" in said


def train(walk: Walk, person: str, by: str) -> None:
    """Record this year's training of a person."""
    held = "--version", "2", "--presenter", "Pat Quinn", "--paper", "Binder 4"
    today = "--on", capture_date(walk.clock.now())
    walk.shell.does(by, "record-training", person, *today, *held)


@pytest.mark.clause("8.C")
@pytest.mark.clause("8.E")
def test_commands_lead_from_the_form_to_a_package_and_a_year_later_to_destruction(
    walk: Walk,
) -> None:
    request(walk, 1, RENEWED)
    request(walk, 2, EXPIRED)
    office = "--office", "executive_assistant", "--first-day", "2026-01-01"
    walk.shell.does(ADMINISTRATOR, "notary", "add", "--name", "Pat Quinn", *office)
    make_final(walk, 1)
    make_final(walk, 2)
    grant(walk)
    assert_sealed(walk, release_package(walk))
    walk.to_day(80)
    walk.to_day(92)
    assert "Hold 1 keeps 12. Hold 2 keeps 12." in walk.search()
    assert tables_that_say(walk.hq, UNHELD) == set()
    assert tables_that_say(walk.hq, RENEWED) == {"held", "holds"}
    assert tables_that_say(walk.hq, EXPIRED) == {"held", "holds"}
    pass_a_year(walk)
    assert "Hold 1 keeps 12. Backups" in walk.search()
    assert tables_that_say(walk.hq, RENEWED) == {"held", "holds"}
    assert tables_that_say(walk.hq, EXPIRED) == {"holds"}
    destroy(walk)
    assert "Nothing is kept past its deadline under a hold." in walk.search("certificate")
    assert tables_that_say(walk.hq, *PLATES) == {"holds"}, "the numbered log, for three years"
    assert capture_date(NOW).isoformat() not in keys_of_data(walk.hq)
    days_pass(walk.hq.hq, walk.clock, walk.clock.at + PAPERS_KEPT_FOR + DAY)
    assert search(walk.hq.hq).dirty == ()
    assert (tables_that_say(walk.hq, *PLATES), keys_of_data(walk.hq)) == (set(), set())
    assert check_own_chain(walk.hq.hq) is None
