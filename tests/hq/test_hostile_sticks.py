"""A stick speaks for a whole car: one of no known machine, or made to harm, is refused."""

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import pytest

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.intake.offload import load, offload_keys
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, SUPERVISOR
from mdt_alpr.keys import offload_file
from mdt_alpr.keys.offload_file import FORMAT, OffloadList, OffloadWriter, Signing
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import VERSION, BatchMessage
from tests.hq.enrolled import KnownMachines, known_machines
from tests.hq.senders import a_read_message, an_id, an_item


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownMachines]:
    with known_machines(tmp_path_factory.mktemp("known")) as found:
        yield found


@dataclass(frozen=True)
class Sticks:
    """Makes sticks of one machine, signed by whatever key."""

    machines: KnownMachines
    place: Path
    device: str = "car-5"
    signer: Ed25519Signer = field(default_factory=lambda: Ed25519Signer(bytes(32)))

    def written(self, batch: str = "") -> Path:
        now = self.machines.clock.now()
        read = replace(a_read_message(), read_id=an_id(now), captured_at=now, person_id=SUPERVISOR)
        sent = batch or encode(BatchMessage(VERSION, self.device, now, (an_item(read),)))
        with zipfile.ZipFile(self.place, "w") as out:
            writer = OffloadWriter(out, offload_keys(self.machines.hq, 1))
            writer.add(capture_date(now), sent, b"")
            writer.end(Signing(self.device, self.signer.public_key, self.signer.sign), now)
        return self.place

    def with_parts(self, *parts: tuple[str, bytes]) -> Path:
        """Write a signed file of these parts, whatever they are."""
        names = tuple((name, sha256(content).hexdigest()) for name, content in parts)
        now, key = self.machines.clock.now(), self.signer.public_key
        text = encode(OffloadList(FORMAT, self.device, key, now, names)).encode()
        signed = ("list.json", text), ("signature.bin", self.signer.sign(text))
        with zipfile.ZipFile(self.place, "w") as out:
            for name, content in (*parts, *signed):
                out.writestr(name, content)
        return self.place

    def load(self) -> tuple[tuple[str, int], ...]:
        return load(self.machines.hq, self.place, ADMINISTRATOR).outcomes


@pytest.fixture
def sticks(machines: KnownMachines, tmp_path: Path) -> Sticks:
    return Sticks(machines, tmp_path / "stick.mdt")


@pytest.fixture
def known(sticks: Sticks) -> Sticks:
    """Make the car's key count, as its enrollment does."""
    hq, now = sticks.machines.hq, sticks.machines.clock.now()
    with hq.database.writing() as connection:
        device_store.add_key(connection, "car-5", sticks.signer.public_key, now)
        device_store.accept_key(connection, "car-5", sticks.signer.public_key, ADMINISTRATOR, now)
    return sticks


@pytest.mark.attack("V1a")
@pytest.mark.attack("V1b")
def test_a_machine_that_was_never_enrolled_brings_nothing(sticks: Sticks) -> None:
    stranger = replace(sticks, device="car-99", signer=Ed25519Signer(os.urandom(32)))
    stranger.written()
    with pytest.raises(OutsideError, match="Enroll the machine"):
        stranger.load()


@pytest.mark.attack("V1a")
def test_an_enrolled_machine_brings_what_it_has_until_it_is_revoked(
    machines: KnownMachines, sticks: Sticks
) -> None:
    machines.machine("car-8", seals=True)
    with machines.hq.reading() as work:
        (key,) = device_store.accepted_keys(work.connection, "car-8")
    machines.machine("car-7")
    own = replace(sticks, device="car-7")
    own.written()
    with pytest.raises(OutsideError, match="accept-key"):
        own.load()
    assert key != own.signer.public_key
    with machines.hq.database.writing() as connection:
        now = machines.clock.now()
        device_store.add_key(connection, "car-7", own.signer.public_key, now)
        device_store.accept_key(connection, "car-7", own.signer.public_key, ADMINISTRATOR, now)
    assert own.load() == (("accepted", 1),)
    machines.revoke("car-7")
    with pytest.raises(OutsideError, match="is revoked"):
        own.load()


@pytest.mark.attack("V7")
def test_what_is_packed_is_not_unpacked_before_anybody_knows_whose_it_is(
    sticks: Sticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offload_file, "LARGEST_TEXT", 1000)
    for method, large in ((zipfile.ZIP_DEFLATED, 900), (zipfile.ZIP_STORED, 1001)):
        with zipfile.ZipFile(sticks.place, "w", method) as out:
            out.writestr("list.json", bytes(large))
            out.writestr("signature.bin", bytes(64))
        with pytest.raises(OutsideError, match="no whole offload file"):
            sticks.load()


@pytest.mark.attack("V7")
def test_a_batch_that_swells_is_refused(known: Sticks, monkeypatch: pytest.MonkeyPatch) -> None:
    known.written(batch=" " * 5000)
    monkeypatch.setattr(offload_file, "LARGEST_TEXT", 4999)
    with pytest.raises(OutsideError, match="no batch of a car"):
        known.load()


def _changed(content: bytes, in_list: int, in_front: int, value: int) -> bytes:
    """Return a zip with a byte changed in each of its heads."""
    parts = bytearray(content)
    for mark, offset in ((b"PK\1\2", in_list), (b"PK\3\4", in_front)):
        at = parts.find(mark)
        while at >= 0:
            parts[at + offset] = value
            at = parts.find(mark, at + 1)
    return bytes(parts)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: _changed(content, 10, 8, 99),  # packed as nobody knows
        lambda content: _changed(content, 8, 6, 1),  # encrypted
        lambda content: content[: len(content) // 2],
        lambda _: b"PK",
        lambda _: b"",
    ],
)
def test_a_damaged_zip_is_refused_in_words(
    known: Sticks, change: Callable[[bytes], bytes]
) -> None:
    known.place.write_bytes(change(known.written().read_bytes()))
    with pytest.raises(OutsideError, match="Offload again"):
        known.load()


@pytest.mark.parametrize(
    "name", ["parts/00001-2026-13-45", "parts/00001-", "../../day_keys/00001-2026-11-28"]
)
def test_a_part_of_no_day_is_refused_in_words(known: Sticks, name: str) -> None:
    known.with_parts((name, b"x"))
    with pytest.raises(OutsideError):
        known.load()


@pytest.mark.parametrize("batch", ["{}", "no JSON", '{"items":[]}'])
def test_a_part_that_is_no_batch_is_refused_in_words(known: Sticks, batch: str) -> None:
    known.written(batch=batch)
    with pytest.raises(OutsideError, match="cannot be read as an offload file"):
        known.load()


def test_bytes_that_nothing_packed_are_no_batch(
    known: Sticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zlib, "compress", lambda text: text)
    known.written(batch="plain")
    monkeypatch.undo()
    with pytest.raises(OutsideError, match="no batch of a car"):
        known.load()
