"""Enroll this machine: a car in its store, a desk in a sealed file (ACC-15, SEC-12)."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.hq_link.enrolled import Enrolling, enroll
from mdt_alpr.adapters.hq_link.enrollment_file import keep_in, kept_in
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.vault.keyring_vault import KeyringVault
from mdt_alpr.adapters.vault.passphrase_vault import VARIABLE, PassphraseVault
from mdt_alpr.car.device_key import STORE_FILE, device_seed
from mdt_alpr.car.settings import CarSettings, load_settings
from mdt_alpr.car.settings_file import SETTINGS_FILE, write_settings
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind, EnrollmentCode
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.machine.process_memory import take_secret
from mdt_alpr.patrol.ports import Vault
from mdt_alpr.wire.devices import KeptEnrollment

Prompt = Callable[[str], str] | None
DESK_KEY_FILE, DESK_ENTRY = "desk.key", "desk-key"


def enroll_car(
    data: Path, address: str, code: EnrollmentCode, vaults: tuple[Vault, Vault], kind: DeviceKind
) -> KeptEnrollment:
    """Enroll the car, or fixed camera, whose store is in ``data``; write its name to car.toml.

    Raises:
        OutsideError: headquarters refuses or is another one, or the store cannot be opened.
    """
    settings = load_settings(data / SETTINGS_FILE)
    key = vaults[0].key()
    seed = device_seed(key, vaults[1])
    before = enrollment_of(data, settings, key)
    if before is not None and before.kind is not kind:
        message = (
            f"The data in {data} are those of a {before.kind.value}. Begin with an empty folder "
            "(--data)."
        )
        raise OutsideError(message)
    name = before.device if before else settings.device
    asking = Enrolling(kind, seed, name, Ed25519Signer(seed), before)
    enrollment = enroll(address, code, asking)
    store = _opened(data, replace(settings, device=enrollment.device), key)
    try:
        store.keep_enrollment(enrollment)
        with store.begin() as work:
            work.record(AuditEvent.ENROLLED, enrollment.device, "", ("at", enrollment.address))
    finally:
        store.close()
    name_car(data, enrollment.device)
    return enrollment


def enrollment_of(data: Path, settings: CarSettings, key: bytes) -> KeptEnrollment | None:
    """Return where the car whose store is in ``data`` is enrolled, None where nowhere yet.

    Raises:
        OutsideError: the store cannot be opened.
    """
    store = _opened(data, settings, key)
    try:
        return store.enrollment()
    finally:
        store.close()


def name_car(data: Path, device: str) -> None:
    """Write the car's name into its settings.

    Raises:
        OutsideError: they cannot be written; says what to write by hand.
    """
    try:
        write_settings(data / SETTINGS_FILE, {"device": device})
    except OutsideError as error:
        message = f'Enrolled. Now write device = "{device}" into {data / SETTINGS_FILE}: {error}'
        raise OutsideError(message) from error


def _opened(data: Path, settings: CarSettings, key: bytes) -> CarStore:
    device, training = settings.device, settings.training
    clock, place = SystemClock(), data / STORE_FILE
    return CarStore(place, key, clock, secrets.token_bytes, device, training=training)


def desk_vault(data: Path, prompt: Prompt) -> Vault:
    """Return where a desk's key is kept: the keyring, or a file under a passphrase."""
    path, given = data / DESK_KEY_FILE, {VARIABLE: take_secret(VARIABLE)}
    if path.exists() or given[VARIABLE]:
        return PassphraseVault(path, secrets.token_bytes, environment=given, prompt=prompt)
    return KeyringVault(secrets.token_bytes, account=DESK_ENTRY)


def enroll_desk(data: Path, address: str, code: EnrollmentCode, prompt: Prompt) -> KeptEnrollment:
    """Enroll the desk whose folder is ``data``.

    Raises:
        OutsideError: headquarters refuses or is another one, or the file cannot be written.
    """
    vault = desk_vault(data, prompt)
    known = kept_in(data, vault)
    before = known.kept if known else None
    name = before.device if before else ""
    enrollment = enroll(address, code, Enrolling(DeviceKind.DESK, vault.key(), name, None, before))
    keep_in(data, vault, enrollment)
    return enrollment
