"""An enrolled machine: its certificate, and the one headquarters that it trusts (SC-23, V5).

The key of the certificate follows from the seed in the machine's vault and is never kept. Python's
``ssl`` reads keys from files only: for that instant it lies there sealed under a passphrase that
nobody but this process knows.
"""

import secrets
import ssl
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID

from mdt_alpr.adapters.hq_link.trust import pinned, with_tls
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.errors import CodeNotAcceptedError, LinkLostError, OutsideError
from mdt_alpr.domain.people.known_devices import (
    DeviceKind,
    EnrollmentCode,
    answer_claim,
    enrollment_claim,
    wipe_claim,
)
from mdt_alpr.files import private_files
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.patrol.ports import Signer
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import DecodeError, decode_answer, encode
from mdt_alpr.wire.devices import (
    AGENT,
    RUN_HEADER,
    SIGNATURE_HEADER,
    EnrollmentMessage,
    EnrollRequest,
    KeptEnrollment,
)
from mdt_alpr.wire.problems import ProblemMessage

_SALT_BYTES = 16
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256."""
_WITHIN_S = 20.0
_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolled machine in use; ``run`` names this start of the program."""

    kept: KeptEnrollment
    seed: bytes
    run: str

    def __repr__(self) -> str:
        """Return a text without the seed."""
        return f"Enrolled({self.kept.device!r})"

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the machine's certificate."""
        return _certificate_of(self.kept).fingerprint(hashes.SHA256()).hex()

    @property
    def ends_at(self) -> datetime:
        """Return when the machine's certificate ends."""
        return _certificate_of(self.kept).not_valid_after_utc

    def client(self, within: httpx.Timeout) -> httpx.Client:
        """Return a client that shows the machine's certificate and trusts its authority only."""
        return httpx.Client(
            base_url=with_tls(self.kept.address),
            verify=_context(self.kept, private_key(self.seed, self.kept.salt)),
            timeout=within,
            http2=False,
            follow_redirects=False,
            trust_env=False,
            headers={**AGENT, RUN_HEADER: self.run},
        )

    def is_answer(self, nonce: str, address: str, response: httpx.Response, body: bytes) -> bool:
        """Tell whether headquarters signed this answer to this very question."""
        claim = answer_claim(nonce, address, response.status_code, body)
        return _is_by(self.kept.headquarters, claim, response.headers.get(SIGNATURE_HEADER, ""))

    def is_wipe_order(self, order: str) -> bool:
        """Tell whether headquarters ordered this very machine to erase itself."""
        claim = wipe_claim(self.kept.device, self.fingerprint)
        return _is_by(self.kept.headquarters, claim, order)

    def request(self) -> tuple[str, str]:
        """Return a request for the next certificate, and the salt of its key."""
        salt = secrets.token_hex(_SALT_BYTES)
        return certificate_request(private_key(self.seed, salt)), salt

    def renewed(self, message: EnrollmentMessage, salt: str) -> "Enrolled":
        """Return the machine after a renewal; what it trusts stays as it is."""
        return replace(self, kept=replace(self.kept, certificate=message.certificate, salt=salt))


def _certificate_of(enrollment: KeptEnrollment) -> x509.Certificate:
    return x509.load_pem_x509_certificate(enrollment.certificate.encode("ascii"))


def enrolled(enrollment: KeptEnrollment, seed: bytes) -> Enrolled:
    """Return the machine at this start of the program."""
    return Enrolled(enrollment, seed, secrets.token_hex(16))


def private_key(seed: bytes, salt: str) -> ec.EllipticCurvePrivateKey:
    """Return the key of the certificate that was asked for with this salt."""
    drawn = HKDF(hashes.SHA256(), 48, bytes.fromhex(salt), b"mdt-alpr device certificate")
    number = int.from_bytes(drawn.derive(seed)) % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def certificate_request(key: ec.EllipticCurvePrivateKey) -> str:
    """Return the request for a certificate in PEM form; headquarters gives the name."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mdt-alpr machine")])
    asked = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    return asked.public_bytes(serialization.Encoding.PEM).decode("ascii")


@dataclass(frozen=True, slots=True)
class Enrolling:
    """A machine that is being enrolled; ``signer`` is a car's, who seals its evidence.

    ``before`` is its enrollment so far, if any: it stays with that headquarters.
    """

    kind: DeviceKind
    seed: bytes
    device: str = ""
    signer: Signer | None = None
    before: KeptEnrollment | None = None


def enroll(address: str, code: EnrollmentCode, asking: Enrolling) -> KeptEnrollment:
    """Enroll this machine at the headquarters that made the code, and at no other.

    Raises:
        LinkLostError: no headquarters answers there.
        CodeNotAcceptedError: it is another one than the code's, or refuses the code.
        OutsideError: the address is none, or that of another headquarters than before.
    """
    salt = secrets.token_hex(_SALT_BYTES)
    request = certificate_request(private_key(asking.seed, salt))
    key = proof = ""
    if asking.signer is not None:
        key = asking.signer.public_key
        proof = asking.signer.sign(enrollment_claim(key, request.encode())).hex()
    message = EnrollRequest(code.spoken, request, asking.kind, asking.device, key, proof)
    url = with_tls(address)
    enrollment = _asked(url, code, message)
    if asking.before is not None and asking.before.headquarters != enrollment.headquarters:
        words = (
            "This is another headquarters than the one to which this machine's data belongs. "
            "Nothing was changed. For another agency begin with an empty folder (--data)."
        )
        raise OutsideError(words)
    return converted(KeptEnrollment, enrollment, address=str(url), salt=salt)


def _asked(url: httpx.URL, code: EnrollmentCode, message: EnrollRequest) -> EnrollmentMessage:
    shown: list[bool] = []

    def is_the_codes(certificate: bytes) -> bool:
        shown.append(code.is_server(certificate))
        return shown[-1]

    context = pinned(is_the_codes, "this is not the headquarters that made the code")
    try:
        with httpx.Client(
            base_url=url, verify=context, timeout=_WITHIN_S, trust_env=False, headers=AGENT
        ) as client:
            response = client.post(
                addresses.ENROLL,
                content=encode(message),
                headers={"Content-Type": "application/json"},
            )
    except httpx.HTTPError as error:
        if shown == [False]:
            words = (
                f"The headquarters at {url} is not the one of this code. Compare the code and the "
                "address."
            )
            raise CodeNotAcceptedError(words) from error
        words = f"Headquarters at {url} cannot be reached: {error}."
        raise LinkLostError(words) from error
    try:
        if response.is_success and len(response.content) <= _LARGEST:
            return decode_answer(EnrollmentMessage, response.content)
        problem = decode_answer(ProblemMessage, response.content)
    except DecodeError as error:
        words = (
            f"Headquarters at {url} did not answer as one does (status {response.status_code})."
        )
        raise LinkLostError(words) from error
    words = f"{problem.title} {problem.detail}"
    raise CodeNotAcceptedError(words)


def _context(enrollment: KeptEnrollment, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # reads nothing of the environment
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        context.load_verify_locations(cadata=enrollment.authorities)
        _show(context, enrollment.certificate, key)
    except (OSError, ValueError) as error:
        message = "This machine's certificate cannot be used. Enroll it again: mdt-alpr enroll."
        raise OutsideError(message) from error
    return context


def _show(context: ssl.SSLContext, certificate: str, key: ec.EllipticCurvePrivateKey) -> None:
    passphrase = secrets.token_hex(32)
    sealed = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "shown.pem"
        with private_files.create(place) as file:
            file.write(sealed + certificate.encode("ascii"))
        context.load_cert_chain(place, password=passphrase)


def _is_by(public_key: str, claim: bytes, signature: str) -> bool:
    try:
        return is_signed(public_key, claim, bytes.fromhex(signature))
    except ValueError:
        return False
