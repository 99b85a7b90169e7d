"""Which address may be a headquarters', and which certificate counts before one is known."""

import ssl
from collections.abc import Callable

import httpx

from mdt_alpr.domain.errors import OutsideError

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def with_tls(address: str) -> httpx.URL:
    """Return the address of a headquarters that is reached over TLS.

    Raises:
        OutsideError: it is none; says how one begins.
    """
    url = _parsed(address)
    if url.scheme == "https" and url.host:
        return url
    raise OutsideError(f"{address!r} is no address of a headquarters. It begins with https://.")


def of_this_machine(address: str) -> httpx.URL:
    """Return the address of a headquarters on this machine, which needs no TLS.

    Raises:
        OutsideError: it is on another machine.
    """
    url = _parsed(address)
    if url.scheme == "http" and url.host in _THIS_MACHINE:
        return url
    raise OutsideError(
        f"{address!r}: a headquarters on another machine is reached over https:// and answers "
        "enrolled machines only. Ask for a code, and run mdt-alpr enroll."
    )


def _parsed(address: str) -> httpx.URL:
    try:
        return httpx.URL(address)
    except httpx.InvalidURL:
        return httpx.URL("")


def pinned(is_it: Callable[[bytes], bool], otherwise: str) -> ssl.SSLContext:
    """Return a context that trusts a certificate by itself (DER); ``otherwise`` says why not."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # the certificate itself is compared, which says more
    context.verify_mode = ssl.CERT_NONE

    class PinnedSocket(ssl.SSLSocket):
        """Ends the handshake where another certificate was shown; nothing was sent by then."""

        def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - ssl's own
            super().do_handshake(block)
            if not is_it(self.getpeercert(binary_form=True) or b""):
                raise ssl.SSLCertVerificationError(otherwise)

    context.sslsocket_class = PinnedSocket
    return context
