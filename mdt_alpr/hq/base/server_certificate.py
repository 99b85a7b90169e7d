"""The certificate that headquarters' server shows, and what is said where it ends.

It is signed by headquarters' own authority, which enrolled machines trust, so that another one for
other names, or in time before its end, needs nothing from them.
"""

import ipaddress
import ssl
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography import x509

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import (
    CERTIFICATE_WARNED_BEFORE,
    SERVER_CERTIFICATE_LASTS,
    SERVER_CERTIFICATE_RENEWED_BEFORE,
)
from mdt_alpr.files import private_files
from mdt_alpr.hq.base.authority import FOLDER, Authority
from mdt_alpr.hq.base.settings_file import setting_words


def own_certificate(data: Path, names: Sequence[str], now: datetime) -> tuple[Path, Path]:
    """Return certificate and key for these host names and addresses, made where they are not.

    Another one is made for other names, and where the one that is there does not last.

    Raises:
        OutsideError: a name is none, or the files cannot be read or written.
    """
    folder, certificate = data / FOLDER, own_place(data)
    key = folder / "key.pem"
    wanted = [_name(name) for name in names]
    authority = Authority(data, now)
    try:
        if certificate.exists() and key.exists() and _serves(certificate, authority, wanted, now):
            return certificate, key
        made, secret = authority.server(wanted, SERVER_CERTIFICATE_LASTS, now)
        private_files.write_whole(key, secret)
        private_files.write_whole(certificate, made)
    except (OSError, ValueError) as error:
        message = f"The certificate in {folder} cannot be made or read: {error}."
        raise OutsideError(message) from error
    return certificate, key


def own_place(data: Path) -> Path:
    """Return where headquarters keeps the certificate that it made itself."""
    return data / FOLDER / "certificate.pem"


def authorities_of(certificate: Path, data: Path, authority: Authority) -> str:
    """Return whom devices trust: headquarters' authority, and that of another certificate."""
    if certificate == own_place(data):
        return authority.pem
    text = certificate.read_text(encoding="ascii")
    return authority.pem + text[text.rindex(ssl.PEM_HEADER) :]


def shown_certificate(certificate: Path) -> bytes:
    """Return the first certificate of a PEM file as it is shown in a handshake (DER).

    Raises:
        OutsideError: the file holds none.
    """
    try:
        return first_certificate(certificate.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise OutsideError(f"{certificate} is no certificate in PEM form.") from error


def first_certificate(text: str) -> bytes:
    """Return the first certificate in a text of PEM form as DER.

    Raises:
        ValueError: there is none.
    """
    end = text.index(ssl.PEM_FOOTER) + len(ssl.PEM_FOOTER)
    der = ssl.PEM_cert_to_DER_cert(text[text.index(ssl.PEM_HEADER) : end])
    x509.load_der_x509_certificate(der)
    return der


def ends_at(certificate: Path) -> datetime:
    """Return when the first certificate of a PEM file ends.

    Raises:
        OutsideError: the file holds none.
    """
    try:
        return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        raise OutsideError(f"{certificate} is no certificate in PEM form.") from error


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
        "Start hq serve again: it makes another, which enrolled machines trust."
        if is_own
        else f"Get a new one from whoever issued it: {setting_words('tls_cert', 'tls_key')}."
    )
    return f"The certificate {certificate} {what} on {end:%Y-%m-%d}. {renew}"


def _serves(
    certificate: Path, authority: Authority, names: Sequence[x509.GeneralName], now: datetime
) -> bool:
    """Tell whether a certificate is of this authority, for these names, and lasts."""
    shown = x509.load_pem_x509_certificate(certificate.read_bytes())
    has = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = shown.not_valid_after_utc - now > SERVER_CERTIFICATE_RENEWED_BEFORE
    is_ours = authority.has_signed(shown)
    return set(has) == set(names) and lasts and shown.not_valid_before_utc <= now and is_ours


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        pass
    try:
        return x509.DNSName(text)
    except ValueError:
        raise OutsideError(f"{text!r} is no host name or address for a certificate.") from None
