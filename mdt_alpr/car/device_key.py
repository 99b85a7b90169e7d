"""Where a car keeps its two keys, that of its store and that with which it signs evidence.

And what it says of the engines that read. A server enrolls as a desk without the car's libraries.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from mdt_alpr import __version__
from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.model_files import listed_models, models_folder, placed_models
from mdt_alpr.adapters.vault.asked_once import AskedOnce
from mdt_alpr.adapters.vault.keyring_vault import KeyringVault
from mdt_alpr.adapters.vault.passphrase_vault import VARIABLE, PassphraseVault
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.domain.hit.trace import Engine
from mdt_alpr.machine.process_memory import take_secret
from mdt_alpr.patrol.frame_scanner import StateClassifier
from mdt_alpr.patrol.ports import PlateDetector, PlateReader, Vault
from mdt_alpr.patrol.position import ClockChecks
from mdt_alpr.patrol.sealing import Sealing

STORE_FILE, STORE_KEY_FILE = "car.db", "car.key"
KEY_FILE, ENTRY = "device.key", "device-key"
_PURPOSE = b"mdt-alpr device key of a car without an entry of its own"


def given_passphrase() -> dict[str, str]:
    """Take the passphrase out of the environment; return it for both vaults."""
    return {VARIABLE: take_secret(VARIABLE)}


def vault_for(
    data: Path, prompt: Callable[[str], str] | None = None, environ: Mapping[str, str] = os.environ
) -> Vault:
    """Return the keyring, or the passphrase's file where there is one or a passphrase is given."""
    path = data / STORE_KEY_FILE
    if path.exists() or environ.get(VARIABLE):
        return PassphraseVault(path, secrets.token_bytes, environment=environ, prompt=prompt)
    return KeyringVault(secrets.token_bytes)


def device_vault_for(
    data: Path, prompt: Callable[[str], str] | None = None, environ: Mapping[str, str] = os.environ
) -> Vault:
    """Return where the device's key is kept: an entry of its own beside that of the store."""
    path = data / KEY_FILE
    if path.exists() or environ.get(VARIABLE):
        return PassphraseVault(path, secrets.token_bytes, environment=environ, prompt=prompt)
    return KeyringVault(secrets.token_bytes, account=ENTRY)


def vaults_for(data: Path, prompt: Callable[[str], str] | None) -> tuple[Vault, Vault]:
    """Return the vaults of the store's key and of the device's, each asked once.

    The passphrase is taken out of the environment.
    """
    given = given_passphrase()
    own, device = vault_for(data, prompt, given), device_vault_for(data, prompt, given)
    return AskedOnce(own), AskedOnce(device)


def device_seed(store_key: bytes, vault: Vault | None) -> bytes:
    """Return the seed of the device's keys.

    Without an entry of its own (demo, drill, test) it follows from the store's key: it lasts as
    long, and is another one.

    Raises:
        StoreLockedError: it cannot be had.
    """
    return vault.key() if vault else hmac.digest(store_key, _PURPOSE, hashlib.sha256)


def sealing_for(settings: CarSettings, seed: bytes, checks: ClockChecks) -> Sealing:
    """Return what seals this car's evidence; ``seed`` is the device's."""
    return Sealing(
        signer=Ed25519Signer(seed),
        device=settings.device,
        unit=settings.unit,
        software=__version__,
        random_bytes=secrets.token_bytes,
        clock_check=lambda: checks.current,
    )


def engines_of(
    detector: PlateDetector,
    reader: PlateReader,
    second: PlateReader | None,
    classifier: StateClassifier,
) -> tuple[Engine, ...]:
    """Return what reads here, by name and by the SHA-256 that its weights had when loaded."""
    given: list[tuple[str, PlateDetector | PlateReader | StateClassifier]]
    given = [("detector", detector), ("reader", reader), ("state", classifier)]
    if second is not None:
        given.append(("second reader", second))
    return tuple(Engine(role, engine.name, _weights(role, engine)) for role, engine in given)


def _weights(
    role: str, engine: PlateDetector | PlateReader | StateClassifier
) -> tuple[tuple[str, str], ...]:
    if engine.name == "agency":
        kind = "detector" if role == "detector" else "reader"
        placed = placed_models(models_folder()).get(kind)
        return ((placed.file, placed.sha256),) if placed else ()
    known = listed_models()
    names: tuple[str, ...] = getattr(engine, "weights", ())
    return tuple((Path(known[name].file).name, known[name].sha256) for name in names)


def models_of(settings: CarSettings) -> str:
    """Return what is to read here, for headquarters' list; the agency's own by their SHA-256."""
    named = ("detector", settings.detector), ("reader", settings.reader)
    placed = placed_models(models_folder()) if "agency" in dict(named).values() else {}

    def words(kind: str, name: str) -> str:
        return f"{name} {placed[kind].sha256[:8]}" if name == "agency" and kind in placed else name

    engines = [words(kind, name) for kind, name in named]
    return ", ".join(filter(None, (*engines, settings.second_reader)))
