"""From a hit in the car to a file that a stranger checks: real store, HTTP, keys, command line."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.cli import main
from mdt_alpr.cli.verify import NOT_PROVED
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import PassFrame
from mdt_alpr.domain.identity import new_id
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import signer_of
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, sample_agency
from mdt_alpr.paths import resource
from mdt_alpr.patrol import outbox
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.outbox import DeliveryResult
from mdt_alpr.patrol.sealing import Sealing
from mdt_alpr.signing import pem_of
from tests.builders import SetClock, a_hit, a_read
from tests.hq.commands import Terminal
from tests.hq.senders import JPEG, PASSWORDS

SEED = bytes(range(32))
NOW = SystemClock().now()
"""The command line looks at the machine's clock."""


@pytest.fixture
def headquarters(tmp_path: Path) -> Iterator[InProcessHq]:
    settings = HqSettings(tmp_path / "hq", password_cost=PasswordCost(time=1, memory=8, lanes=1))
    with InProcessHq(settings, SystemClock(), os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, NOW.date())
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


def export(terminal: Terminal, hit_id: str, out: Path, by: str = CUSTODIAN) -> int:
    asked = "--purpose", "criminal_investigation", "--case", "26-CR-1"
    return terminal.run(by, "export-evidence", hit_id, out, *asked)


def verify(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main(["verify", *arguments, "--json"])
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return code, found


def test_a_hit_of_the_car_becomes_a_file_that_a_stranger_checks(
    headquarters: InProcessHq, tmp_path: Path, terminal: Terminal,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    car, other = Car(tmp_path, "car-1"), Car(tmp_path, "car-2", bytes(32))
    hits = [car.reject(plate) for plate in ("ABC1234", "EXN2894")]
    other.reject("EXN2894")
    for each in (car, other):
        each.send(headquarters.base_url)
    package, key = tmp_path / "package.zip", tmp_path / "key.pem"
    assert export(terminal, hits[1].hit_id, package) == 0
    assert package.stat().st_mode & 0o077 == 0
    key.write_text(pem_of(car.signer.public_key))
    theirs = tmp_path / "headquarters"
    theirs.write_text(signer_of(headquarters.hq).public_key)
    both = ["--key", str(key), "--headquarters-key", str(theirs)]
    code, found = verify(capsys, str(package), *both)
    assert (code, found["whole"], found["parts"], found["sequence"]) == (0, True, 9, 2)
    assert (found["device"], found["hit_id"]) == ("car-1", hits[1].hit_id)

    key.write_text(other.signer.public_key)
    code, found = verify(capsys, str(package), "--key", str(key))
    assert (code, found["first_break"]) == (1, "signature is not of the key that was given")

    changed = bytearray(package.read_bytes())
    changed[changed.index(JPEG + b"1EXN2894") + len(JPEG)] ^= 1
    package.write_bytes(changed)
    code, found = verify(capsys, str(package))
    assert (code, found["whole"]) == (1, False)
    assert str(found["first_break"]).startswith("crop ")
    car.store.close()
    other.store.close()


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
    assert export(terminal, hit.hit_id, out) == 0
    assert "content purged after 90 days; chain whole" in terminal.out
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
