"""Wherever the key of the car's store is kept: 32 bytes, the same each time, and nobody else's."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mdt_alpr.adapters.vault.keyring_vault import KeyringVault
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.adapters.vault.passphrase_vault import VARIABLE, PassphraseVault
from mdt_alpr.database import KEY_BYTES
from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.patrol.ports import Vault
from tests.adapters.vault.test_keyring_vault import LockedRing, Ring

Place = Callable[[], Vault]
"""Returns the vault at one place, anew each time, as a start of the program does."""
PASSPHRASE = {VARIABLE: "a staple of correct horses"}


def in_a_keyring(_folder: Path) -> Place:
    ring = Ring()
    return lambda: KeyringVault(os.urandom, ring)


def in_a_file(folder: Path) -> Place:
    path = folder / f"{os.urandom(4).hex()}.key"
    return lambda: PassphraseVault(path, os.urandom, environment=PASSPHRASE, cost=2)


def in_memory(_folder: Path) -> Place:
    """Return the demo's, which ends with the program: one start is one place."""
    vault = MemoryVault(os.urandom)
    return lambda: vault


PLACES = {"keyring": in_a_keyring, "file": in_a_file, "memory": in_memory}


@pytest.mark.parametrize("name", PLACES)
def test_a_key_is_made_once_and_is_the_same_at_every_start(name: str, tmp_path: Path) -> None:
    place = PLACES[name](tmp_path)
    key = place().key()
    assert len(key) == KEY_BYTES
    assert place().key() == place().key() == key


@pytest.mark.parametrize("name", PLACES)
def test_another_place_has_another_key(name: str, tmp_path: Path) -> None:
    first, second = (PLACES[name](tmp_path) for _ in range(2))
    assert first().key() != second().key()


@pytest.mark.parametrize("name", PLACES)
def test_no_key_stands_in_what_a_vault_says_of_itself(name: str, tmp_path: Path) -> None:
    vault = PLACES[name](tmp_path)()
    key = vault.key()
    said = f"{vault!r}{vault}"
    assert key.hex() not in said
    assert repr(key) not in said


@pytest.mark.parametrize("name", ["keyring", "file"])
def test_one_that_cannot_be_opened_says_what_to_do_and_makes_no_other_key(
    name: str, tmp_path: Path
) -> None:
    place = tmp_path / "store.key"
    key = PassphraseVault(place, os.urandom, environment=PASSPHRASE, cost=2).key()
    locked: dict[str, Vault] = {
        "keyring": KeyringVault(os.urandom, LockedRing()),
        "file": PassphraseVault(place, os.urandom, environment={}, cost=2),
    }
    with pytest.raises(StoreLockedError, match=rf"{VARIABLE}.*\.$"):
        locked[name].key()
    assert PassphraseVault(place, os.urandom, environment=PASSPHRASE, cost=2).key() == key


@pytest.mark.parametrize("name", PLACES)
def test_what_is_forgotten_comes_back_at_no_start_and_is_forgotten_again_without_harm(
    name: str, tmp_path: Path
) -> None:
    place = PLACES[name](tmp_path)
    place().forget()
    key = place().key()
    for _ in range(2):
        place().forget()
    assert place().key() != key
