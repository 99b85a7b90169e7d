"""Every cryptographic algorithm of the program, and the modules that do the work (SC-13, IA-7).

A test compares this list with what the sources use. ``approved`` says whether NIST approves the
algorithm for the use that is made of it; a validated module is another question, which
``modules`` answers for this machine.
"""

import ssl
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Algorithm:
    """``names`` are what the sources call it; ``standard`` is where it is defined."""

    name: str
    names: tuple[str, ...]
    standard: str
    used_for: str
    approved: bool = True


ALGORITHMS = (
    Algorithm(
        "AES-256-GCM", ("AESGCM",), "FIPS 197, SP 800-38D",
        "rows, pictures, backups, lists and packages; keys under a passphrase",
    ),
    Algorithm(
        "SHA-256", ("SHA256", "sha256", "hashes"), "FIPS 180-4", "digests, chains, signatures"
    ),
    Algorithm(
        "HMAC-SHA-256", ("digest", "new"), "FIPS 198-1", "keyed digests, keys by their purpose"
    ),
    Algorithm("HKDF-SHA-256", ("HKDF",), "SP 800-56C", "keys from an agreed secret"),
    Algorithm(
        "Ed25519", ("Ed25519PrivateKey", "Ed25519PublicKey"), "FIPS 186-5",
        "lists, receipts, evidence, checkpoints, the program's files",
    ),
    Algorithm(
        "ECDSA P-256", ("ec",), "FIPS 186-5", "certificates of headquarters and of machines"
    ),
    Algorithm("TLS 1.2 and 1.3", ("ssl",), "SP 800-52", "the way between machines"),
    Algorithm(
        "TOTP (HMAC-SHA-1)", ("pyotp",), "RFC 6238, FIPS 198-1", "one-time codes of an app"
    ),
    Algorithm(
        "WebAuthn: ECDSA P-256 and P-384, Ed25519, RSA", ("fido2",), "FIPS 186-5",
        "answers of security keys",
    ),
    Algorithm(
        "AES-256-SIV", ("AESSIV",), "RFC 5297",
        "forms under which a day's plates are found", approved=False,
    ),
    Algorithm(
        "X25519", ("X25519PrivateKey", "X25519PublicKey"), "RFC 7748",
        "the key of what a car offloads on a stick", approved=False,
    ),
    Algorithm("Argon2id", ("argon2",), "RFC 9106", "passwords at headquarters", approved=False),
    Algorithm(
        "scrypt", ("scrypt", "Scrypt"), "RFC 7914",
        "recovery codes, a car's verifiers, passphrases", approved=False,
    ),
    Algorithm(
        "BLAKE2b", ("blake2b",), "RFC 7693", "places in the car's list, under its key",
        approved=False,
    ),
    Algorithm(
        "SQLCipher: AES-256-CBC, HMAC-SHA-512", ("sqlcipher3",), "FIPS 197, SP 800-38A",
        "the car's store",
    ),
    Algorithm(
        "AES-256 in zip (WinZip AE-2)", ("pyzipper",), "FIPS 197, SP 800-132",
        "packages that leave the agency",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CryptoModule:
    """A library that does cryptography here; ``validated``: its FIPS provider is active."""

    name: str
    version: str
    validated: bool


def modules() -> tuple[CryptoModule, ...]:
    """Return the cryptographic modules of this process; which is in FIPS mode is asked of each."""
    from cryptography import __version__
    from cryptography.hazmat.bindings._rust import openssl

    return (
        CryptoModule("Python's ssl", ssl.OPENSSL_VERSION, _python_is_in_fips_mode()),
        CryptoModule(
            f"cryptography {__version__}",
            openssl.openssl_version_text(),
            bool(openssl.is_fips_enabled()),
        ),
    )


def words_of_modules() -> str:
    """Return which modules work here, and whether each is a validated one in FIPS mode."""
    states = (
        f"{module.name} ({module.version}): {'FIPS mode' if module.validated else 'no FIPS mode'}"
        for module in modules()
    )
    return "; ".join(states)


def _python_is_in_fips_mode() -> bool:
    import _hashlib

    return bool(_hashlib.get_fips_mode())
