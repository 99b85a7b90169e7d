"""Enroll this machine: a car in its store, a desk in a sealed file (ACC-15, SEC-12)."""

import secrets
import tomllib
from collections.abc import Callable
from pathlib import Path

from mdt_alpr import private_files
from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.hq_link.enrolled import Enrolling, enroll
from mdt_alpr.adapters.hq_link.enrollment_file import keep_in, kept_in
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.vault.keyring_vault import KeyringVault
from mdt_alpr.adapters.vault.passphrase_vault import VARIABLE, PassphraseVault
from mdt_alpr.car.device_key import device_seed, device_vault_for, given_passphrase
from mdt_alpr.car.settings import load_settings
from mdt_alpr.car.wiring import STORE_FILE, vault_for
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind, EnrollmentCode
from mdt_alpr.patrol.ports import Vault
from mdt_alpr.process_memory import take_secret
from mdt_alpr.wire.devices import KeptEnrollment

Prompt = Callable[[str], str] | None
DESK_KEY_FILE, DESK_ENTRY = "desk.key", "desk-key"


def enroll_car(
    data: Path, address: str, code: EnrollmentCode, prompt: Prompt, kind: DeviceKind
) -> KeptEnrollment:
    """Enroll the car, or fixed camera, whose store is in ``data``; write its name to car.toml.

    Raises:
        OutsideError: headquarters refuses or is another one, or the store cannot be opened.
    """
    settings, given = load_settings(data / "car.toml"), given_passphrase()
    key = vault_for(data, prompt, given).key()
    seed = device_seed(key, device_vault_for(data, prompt, given))
    place = data / STORE_FILE

    def opened(device: str) -> CarStore:
        training = settings.training
        return CarStore(place, key, SystemClock(), secrets.token_bytes, device, training=training)

    store = opened(settings.device)
    try:
        before = store.enrollment()
    finally:
        store.close()
    if before is not None and before.kind is not kind:
        message = (
            f"The data in {data} are those of a {before.kind.value}. Begin with an empty folder "
            "(--data)."
        )
        raise OutsideError(message)
    name = before.device if before else settings.device
    asking = Enrolling(kind, seed, name, Ed25519Signer(seed), before)
    kept = enroll(address, code, asking)
    store = opened(kept.device)
    try:
        store.keep_enrollment(kept)
        with store.begin() as work:
            work.record(AuditEvent.ENROLLED, kept.device, "", ("at", kept.address))
    finally:
        store.close()
    _name_in(data / "car.toml", kept.device)
    return kept


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
    kept = enroll(address, code, Enrolling(DeviceKind.DESK, vault.key(), name, None, before))
    keep_in(data, vault, kept)
    return kept


def _name_in(file: Path, device: str) -> None:
    """Write the car's name into its settings, where they do not say it."""
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        if tomllib.loads(text).get("device") == device:
            return
        part = file.with_name(f"{file.name}.part")
        named = device.replace("\\", "\\\\").replace('"', '\\"')
        lines = [line for line in text.splitlines(keepends=True) if not _is_empty_name(line)]
        part.write_text(f'device = "{named}"\n' + "".join(lines), encoding="utf-8")
        private_files.replace(part, file)
    except (OSError, ValueError) as error:
        message = f'Enrolled. Now write device = "{device}" into {file}: it cannot be written.'
        raise OutsideError(message) from error


def _is_empty_name(line: str) -> bool:
    name, _, value = line.partition("=")
    return name.strip() == "device" and value.split("#")[0].strip() == '""'
