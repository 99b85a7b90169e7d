"""A certificate that headquarters makes itself, for an agency that has no authority of its own.

A car knows it by its fingerprint or uses the file as its authority, so that nobody else's
certificate counts. It is made once and kept, and replaced for other names only, or where its
folder was moved away: a renewed one has another fingerprint, which each car must be given.
"""

import hashlib
import ipaddress
import os
import ssl
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import (
    CERTIFICATE_WARNED_BEFORE,
    SELF_SIGNED_COUNTS_BEFORE,
    SELF_SIGNED_LASTS,
)

FOLDER = "tls"


def own_certificate(data: Path, names: Sequence[str], now: datetime) -> tuple[Path, Path]:
    """Return certificate and key for these host names and addresses, made where they are not.

    Raises:
        OutsideError: a name is none, the files cannot be read or written, or it has ended.
    """
    folder, certificate = data / FOLDER, own_place(data)
    key = folder / "key.pem"
    wanted = sorted({_name(name).value for name in names}, key=str)
    try:
        if certificate.exists() and key.exists() and _names_of(certificate) == wanted:
            if ends_at(certificate) <= now:
                raise OutsideError(ending_words(certificate, now, is_own=True))
            return certificate, key
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made, secret = _made([_name(name) for name in names], now)
        _write(key, secret)
        _write(certificate, made)
    except (OSError, ValueError) as error:
        message = f"The certificate in {folder} cannot be made or read: {error}."
        raise OutsideError(message) from error
    return certificate, key


def own_place(data: Path) -> Path:
    """Return where headquarters keeps the certificate that it made itself."""
    return data / FOLDER / "certificate.pem"


def ends_at(certificate: Path) -> datetime:
    """Return when the first certificate of a PEM file ends.

    Raises:
        OutsideError: the file holds none.
    """
    try:
        return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        message = f"{certificate} is no certificate in PEM form."
        raise OutsideError(message) from error


def ending_words(certificate: Path, now: datetime, *, is_own: bool) -> str:
    """Return that a certificate ended or ends soon, and how to renew it; else nothing.

    Raises:
        OutsideError: the file holds none.
    """
    end = ends_at(certificate)
    if end - now > CERTIFICATE_WARNED_BEFORE:
        return ""
    what = "ended" if end <= now else "ends"
    renew = (
        f"To renew it, move {certificate.parent} away and start hq serve: it makes another and "
        "says its fingerprint, which each car must be given."
        if is_own
        else "Give --tls-cert and --tls-key a new one from whoever issued it."
    )
    return f"The certificate {certificate} {what} on {end:%Y-%m-%d}. {renew}"


def fingerprint(certificate: Path) -> str:
    """Return the SHA-256 of the first certificate of a PEM file, as a car is given it.

    Raises:
        OutsideError: the file holds none.
    """
    try:
        text = certificate.read_text(encoding="ascii")
        end = text.index(ssl.PEM_FOOTER) + len(ssl.PEM_FOOTER)
        der = ssl.PEM_cert_to_DER_cert(text[text.index(ssl.PEM_HEADER) : end])
    except (OSError, ValueError) as error:
        message = f"{certificate} is no certificate in PEM form."
        raise OutsideError(message) from error
    digest = hashlib.sha256(der).hexdigest().upper()
    return ":".join(digest[n : n + 2] for n in range(0, len(digest), 2))


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        pass
    try:
        return x509.DNSName(text)
    except ValueError:
        message = f"{text!r} is no host name or address for a certificate."
        raise OutsideError(message) from None


def _names_of(certificate: Path) -> list[object]:
    found = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return sorted((name.value for name in names), key=str)


def _made(names: Sequence[x509.GeneralName], now: datetime) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mdt-alpr headquarters")])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SELF_SIGNED_COUNTS_BEFORE)
        .not_valid_after(now + SELF_SIGNED_LASTS)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return made.public_bytes(serialization.Encoding.PEM), secret


def _write(path: Path, content: bytes) -> None:
    """Write a file that only this user reads, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    part.replace(path)
