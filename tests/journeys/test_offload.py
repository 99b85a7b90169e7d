"""What waits in a car without a link reaches headquarters on a stick, once, within its time."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.offload import Offloading, offload
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import READS_LIFE
from mdt_alpr.domain.retention.outbox import ReceiptOutcome
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.hq.intake.offload import Loaded, load, offload_keys
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER
from mdt_alpr.keys.offload_file import OffloadKeys, Signing
from tests.builders import NOW, SetClock
from tests.hq.senders import DEVICE
from tests.journeys.test_outbox_to_headquarters import drive, headquarters, held, send_all, store

__all__ = ["headquarters", "store"]
SIGNER = Ed25519Signer(bytes(32))


def written(store: CarStore, keys: OffloadKeys, place: Path, signer: Ed25519Signer) -> int:
    signing = Signing(DEVICE, signer.public_key, signer.sign)
    return offload(Offloading(store, SetClock(), keys, signing), place)


@pytest.fixture
def stick(headquarters: InProcessHq, store: CarStore, tmp_path: Path) -> Path:
    drive(store)
    place = tmp_path / "stick.mdt"
    assert written(store, offload_keys(headquarters.hq, 60), place, SIGNER) == 9
    return place


def test_everything_arrives_once_by_stick_and_by_link(
    headquarters: InProcessHq, store: CarStore, stick: Path
) -> None:
    assert load(headquarters.hq, stick, ADMINISTRATOR) == Loaded(DEVICE, (("accepted", 9),), 2, 0)
    assert load(headquarters.hq, stick, ADMINISTRATOR).outcomes == (("known", 9),)
    there = held(headquarters)
    assert (there.reads, there.hits, there.pictures_held) == (1, 1, 2)
    online = send_all(store, headquarters.base_url, settle=True)
    assert online.count(ReceiptOutcome.KNOWN) == 9
    assert held(headquarters).reads == 1


def test_nothing_readable_is_on_the_stick(stick: Path) -> None:
    content = stick.read_bytes()
    for secret in (b"EXN2894", b"a picture", OFFICER.encode()):
        assert secret not in content


@pytest.mark.clause(READS_LIFE.number)
def test_a_stick_that_comes_after_its_day_is_over_tells_nothing(
    headquarters: InProcessHq, stick: Path
) -> None:
    purge(headquarters.hq, NOW + timedelta(days=92))
    loaded = load(headquarters.hq, stick, ADMINISTRATOR)
    assert (loaded.outcomes, loaded.expired_parts) == ((), 1)


def test_a_changed_or_foreign_stick_or_an_officer_is_refused(
    headquarters: InProcessHq, store: CarStore, stick: Path, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError):
        load(headquarters.hq, stick, OFFICER)
    content = bytearray(stick.read_bytes())
    content[200] ^= 1
    (tmp_path / "changed").write_bytes(content)
    with pytest.raises(OutsideError):
        load(headquarters.hq, tmp_path / "changed", ADMINISTRATOR)
    with pytest.raises(OutsideError, match="offload-keys"):
        written(store, OffloadKeys("", ()), tmp_path / "old", SIGNER)
    with pytest.raises(OutsideError, match="exists already"):
        written(store, offload_keys(headquarters.hq, 1), stick, SIGNER)
    assert held(headquarters).reads == 0


def test_a_stick_signed_by_a_key_that_does_not_count_is_refused(
    headquarters: InProcessHq, stick: Path
) -> None:
    with headquarters.hq.database.writing() as connection:
        key = Ed25519Signer(os.urandom(32)).public_key
        device_store.add_key(connection, DEVICE, key, NOW)
        device_store.accept_key(connection, DEVICE, key, ADMINISTRATOR, NOW)
    with pytest.raises(OutsideError, match="accept-key"):
        load(headquarters.hq, stick, ADMINISTRATOR)
