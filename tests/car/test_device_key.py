"""The key with which a car signs: an entry of its own, the same after a restart."""

import os
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend

from mdt_alpr.adapters import discovery
from mdt_alpr.adapters.hq_link.no_link import NoLink
from mdt_alpr.adapters.model_files import checked_model
from mdt_alpr.adapters.state_classifier import OwnStateClassifier
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.vault.keyring_vault import KeyringVault
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.device_key import (
    ENTRY,
    KEY_FILE,
    device_seed,
    device_vault_for,
    engines_of,
    sealing_for,
)
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.runtime import Car
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.retention.evidence import key_claim
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.keys.signing import is_signed, key_of, pem_of
from mdt_alpr.patrol.events import EngineMissing, SignedIn
from mdt_alpr.patrol.position import ClockChecks
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.evidence import DeviceKeyMessage
from tests.builders import SetClock
from tests.car.test_runtime import EventLog, keep_session, no_engines
from tests.patrol.scripted_link import OFFICER
from tests.played_devices import PlayedCamera

SETTINGS = CarSettings()


class NotedKeyring(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[f"{service}/{username}"] = password


def test_the_keyring_keeps_two_entries_that_differ() -> None:
    keyring = NotedKeyring()
    store = KeyringVault(os.urandom, keyring).key()
    device = KeyringVault(os.urandom, keyring, ENTRY).key()
    assert store != device
    assert sorted(keyring.kept) == ["mdt-alpr/car-store", "mdt-alpr/device-key"]
    assert KeyringVault(os.urandom, keyring, ENTRY).key() == device


def test_a_passphrase_keeps_the_key_in_a_file_of_its_own(tmp_path: Path) -> None:
    environment = {"MDT_ALPR_PASSPHRASE": "correct horse battery"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MDT_ALPR_PASSPHRASE", environment["MDT_ALPR_PASSPHRASE"])
        first = device_vault_for(tmp_path, environ=environment).key()
        again = device_vault_for(tmp_path, environ=environment).key()
    assert first == again
    assert (tmp_path / KEY_FILE).exists()
    assert first.hex().encode() not in (tmp_path / KEY_FILE).read_bytes()


def test_the_signer_signs_for_its_public_key_and_shows_nothing_else() -> None:
    vault = MemoryVault(lambda n: bytes(range(n)))
    signer = sealing_for(SETTINGS, device_seed(bytes(32), vault), ClockChecks()).signer
    assert is_signed(signer.public_key, b"message", signer.sign(b"message"))
    assert not is_signed(signer.public_key, b"another", signer.sign(b"message"))
    assert vault.key().hex() not in repr(signer)
    assert key_of(pem_of(signer.public_key)) == signer.public_key


def test_without_an_entry_the_key_follows_from_the_stores_and_is_another() -> None:
    one, again, other = (
        sealing_for(SETTINGS, device_seed(key, None), ClockChecks()).signer.public_key
        for key in (bytes(32), bytes(32), b"1" * 32)
    )
    assert one == again != other


NO_KEY_IN_PEM = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"


@pytest.mark.parametrize("text", ["", "ab", NO_KEY_IN_PEM, "zz" * 32])
def test_what_is_no_key_is_none(text: str) -> None:
    assert key_of(text) is None


def test_engines_are_named_with_the_digest_of_their_weights() -> None:
    detector, reader = discovery.detector("own"), discovery.reader("own")
    found = engines_of(detector, reader, discovery.reader("ppocr"), OwnStateClassifier(threads=1))
    assert [(e.role, e.name) for e in found] == [
        ("detector", "own"),
        ("reader", "own"),
        ("state", "own"),
        ("second reader", "ppocr"),
    ]
    names = (
        ("own_detector", "own_outline"),
        ("own_reader", "own_outline", "own_zero"),
        ("own_state", "own_outline"),
        ("ppocr_reader", "own_outline"),
    )
    for engine, listed in zip(found, names, strict=True):
        digests = [digest for _, digest in engine.weights]
        assert digests == [sha256(checked_model(name).read_bytes()) for name in listed]


def test_a_car_tells_its_key_to_headquarters_when_somebody_signs_in(tmp_path: Path) -> None:
    keep_session(tmp_path, OFFICER)
    log, clock = EventLog(), SetClock()
    store = CarStore(tmp_path / "car.db", bytes(32), clock, os.urandom, "car-1")
    sealing = sealing_for(SETTINGS, device_seed(bytes(32), None), ClockChecks())
    parts = CarParts(
        PlayedCamera(), no_engines, store, NoLink(), clock, "Unit 12", "car-1", sealing=sealing
    )
    car = Car(parts, log.take)
    car.start()
    log.wait_for(SignedIn)
    log.wait_for(EngineMissing)
    car.stop()
    store = CarStore(tmp_path / "car.db", bytes(32), clock, os.urandom, "car-1")
    with store.begin() as work:
        result = [item.body for item in work.waiting(100) if item.kind is ItemKind.DEVICE_KEY]
    store.close()
    (body,) = result
    message = decode(DeviceKeyMessage, body)
    claim = key_claim(SETTINGS.device, message.public_key)
    assert is_signed(sealing.signer.public_key, claim, bytes.fromhex(message.proof))
