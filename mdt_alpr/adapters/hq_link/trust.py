"""Which address may be a headquarters', and whose certificates count (SEC-01)."""

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


def trust(authorities: Path | None) -> ssl.SSLContext:
    """Return whom to trust: the agency's own certificate authority, else the machine's.

    Raises:
        OutsideError: the file cannot be used; says why.
    """
    try:
        return ssl.create_default_context(cafile=str(authorities) if authorities else None)
    except OSError as error:  # ssl.SSLError is one
        message = (
            f"The file of certificate authorities {authorities} cannot be used: "
            f"{error.strerror or error}. Give a readable file in PEM form."
        )
        raise OutsideError(message) from error
