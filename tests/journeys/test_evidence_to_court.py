"""From a hit in the car to a file that a stranger checks: real store, HTTP, keys, command line."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.cli import main
from mdt_alpr.cli.encrypted import PASSPHRASE_VARIABLE
from mdt_alpr.cli.verify import NOT_PROVED
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import PassFrame
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import signer_of
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.evidence.packages import package_of
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, sample_agency
from mdt_alpr.keys.signing import pem_of
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol import outbox
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.outbox import DeliveryResult
from mdt_alpr.patrol.sealing import Sealing
from mdt_alpr.wire.evidence_file import ExportNote, packed
from tests.builders import SetClock, a_hit, a_read
from tests.hq.commands import Terminal
from tests.hq.letting import opened
from tests.hq.senders import JPEG, PASSWORDS
from tests.scans import a_pdf

SEED = bytes(range(32))
NOW = SystemClock().now()
"""The command line looks at the machine's clock."""


@pytest.fixture
def headquarters(tmp_path: Path) -> Iterator[InProcessHq]:
    settings = HqSettings(tmp_path / "hq", password_cost=PasswordCost(time=1, memory=8, lanes=1))
    with InProcessHq(settings, SystemClock(), os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, capture_date(NOW))
        yield found


class Car:
    """A car's store, key and link."""

    def __init__(self, folder: Path, device: str, seed: bytes = SEED) -> None:
        self.device, self.signer = device, Ed25519Signer(seed)
        clock = SetClock(NOW)
        self.store = CarStore(folder / f"{device}.db", b"k" * 32, clock, os.urandom, device)
        sealing = Sealing(self.signer, device, "Unit 12", "0", os.urandom)
        self.keeping = HitRecorder(self.store, clock, "Unit 12", "0", sealing)

    def reject(self, plate: str) -> Hit:
        """Raise and reject a hit of a pass of three frames."""
        read = a_read(
            plate, crop=JPEG + plate.encode(), context=JPEG + b"2", captured_at=NOW,
            read_id=new_id(NOW, os.urandom(10)),
        )  # fmt: skip
        hit = a_hit(read, raised_at=NOW, hit_id=new_id(NOW, os.urandom(10)))
        self.keeping.save_read(read, OFFICER)
        self.keeping.record_raised(hit, OFFICER)
        seen = tuple(
            PassFrame(NOW, read.characters, read.box, JPEG + b"%d" % n + plate.encode())
            for n in range(2)
        )
        trace = replace(hit.trace, pass_frames=seen)
        self.keeping.save(replace(hit, trace=trace))
        opened = verification.open_hit(replace(hit, trace=trace), NOW)
        closing = Closing(Disposition.MISREAD, NOW, Stopped.NO)
        closed = verification.close(opened, closing)
        self.keeping.record_end(closed, OFFICER)
        return closed

    def send(self, base_url: str) -> DeliveryResult:
        """Sign in, tell the key, send everything."""
        link = HttpLink(open_client(base_url), SetClock(NOW), self.device)
        session = link.sign_in(OFFICER, PASSWORDS[OFFICER])
        with self.store.begin() as work:
            self.keeping.announce_key(work)
        with self.store.begin() as work:
            batch = outbox.next_batch(work)
        delivered = outbox.deliver(link, session, batch)
        with self.store.begin() as work:
            left = outbox.settle(work, delivered)
        link.close()
        assert left.waiting == 0
        return delivered


@pytest.fixture
def terminal(
    headquarters: InProcessHq, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(headquarters.base_url, monkeypatch, capsys)


def ask(terminal: Terminal, paper: Path) -> None:
    """Put a written request of another agency on record, and grant it."""
    paper.write_bytes(a_pdf("a request"))
    words = (
        "--standing", "criminal_justice_officer", "--came-by", "email", "--title", "Detective",
        "--agency", "Salisbury PD", "--verified-by", "Called the agency", "--case", "26-CR-1",
        "--purpose", "criminal_investigation", "--investigation", "Robbery on Innes Street",
        "--plate", "EXN2894", "--from", (NOW - timedelta(days=30)).isoformat(),
        "--to", SystemClock().now().isoformat(),
    )  # fmt: skip
    record = "record-data-request", "Dana Wells", "Reads of the car", *words, "--paper", paper
    assert terminal.run(CUSTODIAN, *record) == 0
    assert terminal.run(ADMINISTRATOR, "decide-data-request", 1, "grant") == 0
    assert terminal.run(CUSTODIAN, "register-medium", "KX-0017", "usb_drive") == 0


def export(terminal: Terminal, hit_id: str, out: Path, by: str = CUSTODIAN) -> int:
    asked = (
        "--purpose", "criminal_investigation", "--request", 1, "--hit", hit_id, "--medium",
        "KX-0017", "--holder", "Casey Doyle", "--place", "Safe", "--transport", "By hand",
    )  # fmt: skip
    return terminal.run(by, "export-evidence", out, *asked)


def passphrase_of(terminal: Terminal) -> str:
    """Have the receipt of the package signed; return what opens it."""
    assert terminal.run(CUSTODIAN, "package-receipt", 1, "Dana Wells") == 0, terminal.err
    (line,) = [line for line in terminal.out.splitlines() if line.startswith("Passphrase")]
    return line.rpartition(" ")[2]


def two_cars_and_a_package(
    headquarters: InProcessHq, folder: Path, terminal: Terminal
) -> tuple[str, str, str]:
    """Return the hit that was let out, the key of the other car, and the passphrase."""
    car, other = Car(folder, "car-1"), Car(folder, "car-2", bytes(32))
    hits = [car.reject(plate) for plate in ("ABC1234", "EXN2894")]
    other.reject("EXN2894")
    for each in (car, other):
        each.send(headquarters.base_url)
        each.store.close()
    ask(terminal, folder / "request.pdf")
    package = folder / "package.zip"
    assert export(terminal, hits[1].hit_id, package) == 0
    assert package.stat().st_mode & 0o077 == 0
    (folder / "key.pem").write_text(pem_of(car.signer.public_key))
    (folder / "theirs").write_text(signer_of(headquarters.hq).public_key)
    return hits[1].hit_id, other.signer.public_key, passphrase_of(terminal)


def verify(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["verify", *map(str, arguments), "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, found


@pytest.mark.clause("7.B")
def test_a_hit_of_the_car_becomes_a_file_that_a_stranger_checks(
    headquarters: InProcessHq, tmp_path: Path, terminal: Terminal,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    hit_id, other, passphrase = two_cars_and_a_package(headquarters, tmp_path, terminal)
    package, key, theirs = (tmp_path / name for name in ("package.zip", "key.pem", "theirs"))
    monkeypatch.setenv(PASSPHRASE_VARIABLE, passphrase)
    code, found = verify(capsys, package, "--key", key, "--headquarters-key", theirs)
    assert (code, found["whole"], found["manifest"]["case"]) == (0, True, "26-CR-1")
    (of_hit,) = found["hits"]
    assert (of_hit["whole"], of_hit["parts"], of_hit["sequence"]) == (True, 9, 2)
    assert (of_hit["device"], of_hit["hit_id"]) == ("car-1", hit_id)
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "AAAA-BBBB")
    assert main(["verify", str(package)]) == 1
    assert "passphrase is wrong" in capsys.readouterr().err

    inside = opened(package.read_bytes(), passphrase)[f"hits/{hit_id}.zip"]
    package.write_bytes(inside)
    code, found = verify(capsys, package, "--key", key, "--headquarters-key", theirs)
    assert (code, found["whole"], found["export"]["request"]) == (0, True, 1)
    key.write_text(other)
    code, found = verify(capsys, package, "--key", key)
    assert (code, found["first_break"]) == (1, "signature is not of the key that was given")
    package.write_bytes(inside.replace(JPEG + b"1EXN2894", JPEG + b"0EXN2894"))
    code, found = verify(capsys, package)
    assert (code, found["whole"]) == (1, False)
    assert str(found["first_break"]).startswith("crop ")


def test_after_90_days_on_both_ends_the_chain_is_whole_without_content(
    headquarters: InProcessHq, tmp_path: Path, terminal: Terminal,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(f"{__name__}.NOW", NOW.replace(year=NOW.year - 1))
    car = Car(tmp_path, "car-1")
    hit = car.reject("EXN2894")
    with car.store.begin() as work:
        work.purge(SystemClock().now())
    car.send(headquarters.base_url)
    purge(headquarters.hq, SystemClock().now())
    out = tmp_path / "package.zip"
    ask(terminal, tmp_path / "request.pdf")
    assert export(terminal, hit.hit_id, out) == 1
    assert "is not kept" in terminal.err
    note = ExportNote("", SystemClock().now(), "checked", "", "0")
    out.write_bytes(packed(package_of(headquarters.hq, hit.hit_id, note)))
    code, found = verify(capsys, str(out))
    assert (code, found["content"]) == (NOT_PROVED, "purged")
    car.store.close()


def test_the_list_is_known_by_the_digest_of_what_headquarters_served(
    headquarters: InProcessHq,
) -> None:
    import_csv(headquarters.hq, resource("demo/hotlist.csv"), ADMINISTRATOR)
    link = HttpLink(open_client(headquarters.base_url), SystemClock(), "car-1")
    session = link.sign_in(OFFICER, PASSWORDS[OFFICER])
    first, again = (link.hotlist(session, 0) for _ in range(2))
    served = httpx.get(
        f"{headquarters.base_url}/v1/hotlist",
        headers={"Authorization": f"Bearer {session.token}"},
        trust_env=False,
    )
    link.close()
    assert first is not None
    assert again is not None
    assert first.digest == again.digest == sha256(served.content)


def test_an_officer_lets_nothing_out_and_what_cannot_be_read_is_said(
    headquarters: InProcessHq, tmp_path: Path, terminal: Terminal,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    car = Car(tmp_path, "car-1")
    hit = car.reject("EXN2894")
    car.send(headquarters.base_url)
    car.store.close()
    out = tmp_path / "package.zip"
    ask(terminal, tmp_path / "request.pdf")
    assert export(terminal, hit.hit_id, out, by=OFFICER) == 1
    assert not out.exists()
    assert "may not do this" in terminal.err
    out.write_bytes(b"no zip")
    assert export(terminal, hit.hit_id, out) == 1
    assert "exists already" in terminal.err
    assert verify(capsys, str(out))[1]["first_break"] == (
        "the file is no zip, or it is damaged or cut off"
    )
    assert main(["verify", str(tmp_path / "nothing.zip")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert main(["verify", str(out), "--key", str(out)]) == 1
    assert "no Ed25519 public key" in capsys.readouterr().err
