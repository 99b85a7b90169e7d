import os
import sys

import keyring.backend
import pytest
from keyring.backends import chainer
from keyring.core import load_keyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from mdt_alpr.adapters.vault.keyring_vault import ACCOUNT, SERVICE, KeyringVault
from mdt_alpr.domain.errors import StoreLockedError


class Ring(keyring.backend.KeyringBackend):
    """A keyring that keeps what it is given."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


class KeepingRing(Ring):
    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError(service, username)


class LockedRing(Ring):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(service, username)


class PlaintextRing(Ring):
    pass


class RoamingRing(Ring):
    """As Windows Credential Manager, whose entries follow a domain user by default."""

    persist = "enterprise"


def test_the_key_is_made_once_and_kept_under_our_name() -> None:
    ring = Ring()
    key = KeyringVault(os.urandom, ring).key()
    assert len(key) == 32
    assert ring.kept == {(SERVICE, ACCOUNT): key.hex()}
    assert KeyringVault(os.urandom, ring).key() == key
    assert SERVICE == "mdt-alpr"


@pytest.mark.parametrize(
    "ring",
    [
        load_keyring("keyring.backends.null.Keyring"),
        load_keyring("keyring.backends.fail.Keyring"),
        LockedRing(),
    ],
    ids=["null", "fail", "locked"],
)
def test_a_keyring_that_keeps_nothing_names_the_passphrase_instead(
    ring: keyring.backend.KeyringBackend,
) -> None:
    with pytest.raises(StoreLockedError, match="MDT_ALPR_PASSPHRASE"):
        KeyringVault(os.urandom, ring).key()


def test_the_machines_own_keyring_is_used_where_none_is_given() -> None:
    with pytest.raises(StoreLockedError, match="keeps nothing"):  # the tests have the null one
        KeyringVault(os.urandom).key()


def test_a_keyring_in_the_clear_is_refused_also_in_a_chain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ring = PlaintextRing()
    with pytest.raises(StoreLockedError, match="in the clear"):
        KeyringVault(os.urandom, ring).key()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [Ring(), ring])
    with pytest.raises(StoreLockedError, match="in the clear"):
        KeyringVault(os.urandom, load_keyring("keyring.backends.chainer.ChainerBackend")).key()
    assert ring.kept == {}


@pytest.mark.parametrize("entry", ["not hex", "abcd", ""])
def test_a_foreign_entry_is_refused_and_not_overwritten(entry: str) -> None:
    ring = Ring()
    ring.kept[SERVICE, ACCOUNT] = entry
    with pytest.raises(StoreLockedError, match="no key"):
        KeyringVault(os.urandom, ring).key()
    assert ring.kept == {(SERVICE, ACCOUNT): entry}


def test_a_keyring_that_keeps_what_it_was_told_to_forget_is_named() -> None:
    vault = KeyringVault(os.urandom, KeepingRing())
    vault.forget()
    vault.key()
    with pytest.raises(StoreLockedError, match=f"still holds {SERVICE}/{ACCOUNT}"):
        vault.forget()


def test_a_key_stays_on_its_machine_and_roams_with_no_profile() -> None:
    ring = RoamingRing()

    KeyringVault(os.urandom, ring).key()

    assert ring.persist == "local machine"


@pytest.mark.skipif(sys.platform != "win32", reason="Windows Credential Manager")
def test_windows_credential_manager_keeps_the_key_for_this_machine_alone() -> None:
    from keyring.backends.Windows import WinVaultKeyring
    from win32ctypes.pywin32 import win32cred

    ring = WinVaultKeyring()  # type: ignore[no-untyped-call]
    vault = KeyringVault(os.urandom, ring, "key-of-a-test")
    try:
        assert vault.key() == vault.key()
        read = win32cred.CredRead(SERVICE, win32cred.CRED_TYPE_GENERIC)
        assert read["Persist"] == win32cred.CRED_PERSIST_LOCAL_MACHINE
    finally:
        vault.forget()
