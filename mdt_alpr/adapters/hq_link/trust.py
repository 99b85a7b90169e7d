"""Which address may be a headquarters', and whose certificates count (SEC-01)."""

import hashlib
import secrets
import ssl
from pathlib import Path

import httpx

from mdt_alpr.domain.errors import OutsideError

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def checked(address: str) -> httpx.URL:
    """Return the address of a headquarters.

    Raises:
        OutsideError: it is none; says how one begins.
    """
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme == "https" and url.host:
        return url
    if url.scheme == "http" and url.host in _THIS_MACHINE:
        return url
    message = (
        f"{address!r} is no address of a headquarters. It begins with https://; "
        "http:// is for a headquarters on this machine only."
    )
    raise OutsideError(message)


def trust(authorities: Path | None, fingerprint: str = "") -> ssl.SSLContext:
    """Return whom to trust: one certificate by its SHA-256, the agency's authority, the machine's.

    Raises:
        OutsideError: the file or the fingerprint cannot be used; says why.
    """
    if fingerprint:
        return _trust_one(fingerprint)
    try:
        return ssl.create_default_context(cafile=str(authorities) if authorities else None)
    except OSError as error:  # ssl.SSLError is one
        message = (
            f"The file of certificate authorities {authorities} cannot be used: "
            f"{error.strerror or error}. Give a readable file in PEM form."
        )
        raise OutsideError(message) from error


def _trust_one(fingerprint: str) -> ssl.SSLContext:
    """Return a context that trusts exactly one certificate, whatever its name or authority."""
    digest = fingerprint.replace(":", "").strip().lower()
    if len(digest) != 2 * hashlib.sha256().digest_size or set(digest) - set("0123456789abcdef"):
        message = (
            f"{fingerprint!r} is no fingerprint of a certificate. `hq serve` says it: 64 digits "
            "of SHA-256, in pairs with colons between them."
        )
        raise OutsideError(message)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # the certificate itself is compared, which says more
    context.verify_mode = ssl.CERT_NONE
    context.sslsocket_class = _socket_class(digest)
    return context


def _socket_class(digest: str) -> type[ssl.SSLSocket]:
    class PinnedSocket(ssl.SSLSocket):
        """Ends the handshake where another certificate was shown; nothing was sent by then."""

        def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - ssl's own
            super().do_handshake(block)
            shown = hashlib.sha256(self.getpeercert(binary_form=True) or b"").hexdigest()
            if not secrets.compare_digest(shown, digest):
                message = "headquarters shows another certificate than the one it is known by"
                raise ssl.SSLCertVerificationError(message)

    return PinnedSocket
