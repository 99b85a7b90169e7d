"""Headquarters' own small authority: it signs its server's certificate and those of devices.

Made at the first start. Devices get its certificate when they are enrolled, and trust nothing
else from then on. Whoever has its key can make any device: it leaves this folder in a sealed
backup only. Where it is lost, another one is made, and every machine is enrolled again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.policy import AUTHORITY_LASTS, CERTIFICATE_COUNTS_BEFORE, DEVICE_COUNTS_FOR
from mdt_alpr.files import private_files
from mdt_alpr.keys.key_places import KeyPlace

FOLDER = "tls"
_CERTIFICATE, _KEY = "authority.pem", "authority.key"
FILES = (_CERTIFICATE, _KEY, "certificate.pem", "key.pem")
"""In that folder: the authority's, and those of the server (``server_certificate``)."""
_COUNTS_FROM = datetime(2020, 1, 1, tzinfo=UTC)
"""Of the authority: a clock that was wrong at the first start must not make it useless."""
_NOBODY_READS_IT = serialization.NoEncryption()
PrivateKey = ec.EllipticCurvePrivateKey


class RequestError(ValueError):
    """A request for a certificate is none."""


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A device's certificate; ``fingerprint`` is its SHA-256 in hexadecimal."""

    pem: str
    fingerprint: str
    serial: str
    ends_at: datetime


class Authority:
    """Signs certificates; ``pem`` is its own, by which it is trusted."""

    def __init__(self, data: Path, now: datetime) -> None:
        """Open that of headquarters' data folder, made where there is none.

        Raises:
            OutsideError: its files cannot be read or written, or do not belong together.
        """
        folder = data / FOLDER
        place, key_place = folder / _CERTIFICATE, folder / _KEY
        try:
            if not place.exists() and not key_place.exists():
                _make(folder, now)
            self.pem = place.read_text(encoding="ascii")
            self._certificate = x509.load_pem_x509_certificate(self.pem.encode())
            key = serialization.load_pem_private_key(key_place.read_bytes(), None)
        except (OSError, ValueError, TypeError) as error:
            raise OutsideError(
                f"The authority in {folder} cannot be made or read: {error}. Bring {_CERTIFICATE} "
                f"and {_KEY} back together. Without them move both away: every machine must then "
                "be enrolled again."
            ) from error
        is_pair = isinstance(key, PrivateKey) and (
            key.public_key() == self._certificate.public_key()
        )
        if not is_pair or not isinstance(key, PrivateKey):
            raise OutsideError(f"{_CERTIFICATE} and {_KEY} in {folder} do not belong together.")
        self._key = key

    def device(
        self, request: str, device: str, kind: DeviceKind, now: datetime
    ) -> IssuedCertificate:
        """Sign a device's request (PKCS 10, PEM); the name in it does not count.

        Raises:
            RequestError: it is none, not signed by its own key, or of another kind of key.
        """
        try:
            asked = x509.load_pem_x509_csr(request.encode("ascii"))
            key, is_its_own = asked.public_key(), asked.is_signature_valid
        except (ValueError, UnsupportedAlgorithm) as error:
            raise RequestError("it cannot be read") from error
        if not is_its_own:
            raise RequestError("it is not signed by its own key")
        if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != "secp256r1":
            raise RequestError("its key is not of P-256")
        ends = now + DEVICE_COUNTS_FOR
        name = [
            x509.NameAttribute(NameOID.COMMON_NAME, device),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, kind.value),
        ]
        made = self._signed(key, name, ends, now, ExtendedKeyUsageOID.CLIENT_AUTH, ())
        pem = made.public_bytes(serialization.Encoding.PEM).decode("ascii")
        digest = made.fingerprint(hashes.SHA256()).hex()
        return IssuedCertificate(pem, digest, f"{made.serial_number:x}", made.not_valid_after_utc)

    def server(
        self, names: Sequence[x509.GeneralName], lasts: timedelta, now: datetime
    ) -> tuple[bytes, bytes]:
        """Return certificate and key (PEM) of a server that is reached by these names."""
        key = ec.generate_private_key(ec.SECP256R1())
        who = [x509.NameAttribute(NameOID.COMMON_NAME, "mdt-alpr headquarters")]
        use = ExtendedKeyUsageOID.SERVER_AUTH
        made = self._signed(key.public_key(), who, now + lasts, now, use, names)
        return made.public_bytes(serialization.Encoding.PEM), _private(key)

    def has_signed(self, certificate: x509.Certificate) -> bool:
        """Tell whether a certificate is of this authority."""
        try:
            certificate.verify_directly_issued_by(self._certificate)
        except (ValueError, TypeError, InvalidSignature):
            return False
        return True

    def _signed(  # noqa: PLR0913, PLR0917 - one argument a part of the certificate
        self,
        key: ec.EllipticCurvePublicKey,
        who: list[x509.NameAttribute[str]],
        ends: datetime,
        now: datetime,
        use: ObjectIdentifier,
        names: Sequence[x509.GeneralName],
    ) -> x509.Certificate:
        issuer = self._certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
        above = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer.value)
        ends = min(ends, self._certificate.not_valid_after_utc)
        building = (
            _begun(key, x509.Name(who), now - CERTIFICATE_COUNTS_BEFORE, ends)
            .issuer_name(self._certificate.subject)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([use]), critical=False)
            .add_extension(above, critical=False)
        )
        if names:
            building = building.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return building.sign(self._key, hashes.SHA256())


SHARED = f"{FOLDER}/authority"


def share_authority(data: Path, place: KeyPlace, now: datetime) -> None:
    """Let servers that share their keys have one authority, the files of which each has.

    Raises:
        OutsideError: this server has another one, or its files cannot be used.
    """
    files = [data / FOLDER / name for name in (_CERTIFICATE, _KEY)]
    is_new = not any(file.exists() for file in files)
    if place.read(SHARED) is None:
        Authority(data, now)
        place.add(SHARED, b"".join(file.read_bytes() for file in files))
    shared = place.read(SHARED) or b""
    if is_new:  # of two servers that begin at once the first made it
        private_files.make_folder(data / FOLDER)
        for file, content in zip(files, _halves(shared), strict=True):
            private_files.write_whole(file, content)
    if b"".join(file.read_bytes() for file in files) != shared:
        raise OutsideError(
            f"The authority in {data / FOLDER} is not the one that all servers share. Move "
            f"{_CERTIFICATE} and {_KEY} away: the shared one is brought at the next start. "
            "Machines that this one has enrolled are then enrolled again."
        )


def _halves(pair: bytes) -> tuple[bytes, bytes]:
    at = pair.rindex(b"-----BEGIN")
    return pair[:at], pair[at:]


def authority_place(data: Path) -> Path:
    """Return where the certificate of headquarters' authority lies."""
    return data / FOLDER / _CERTIFICATE


def fingerprint_of(der: bytes) -> str:
    """Return the SHA-256 of a certificate in hexadecimal, by which devices are known."""
    return hashlib.sha256(der).hexdigest()


def _make(folder: Path, now: datetime) -> None:
    private_files.make_folder(folder)
    key = ec.generate_private_key(ec.SECP256R1())
    name = f"mdt-alpr authority {x509.random_serial_number():x}"[:40]
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        _begun(key.public_key(), who, _COUNTS_FROM, now + AUTHORITY_LASTS)
        .issuer_name(who)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    private_files.write_whole(folder / _KEY, _private(key))
    private_files.write_whole(folder / _CERTIFICATE, made.public_bytes(serialization.Encoding.PEM))


def _begun(
    key: ec.EllipticCurvePublicKey, who: x509.Name, counts_from: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(who)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(counts_from)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _private(key: PrivateKey) -> bytes:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, _NOBODY_READS_IT)
