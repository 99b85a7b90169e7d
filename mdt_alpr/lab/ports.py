"""Ports for servers that are started, killed and started again."""

import secrets
import socket
from contextlib import suppress

_OUR_PORTS = range(20_000, 32_768)
"""Below those that Linux (32768 and up) and Windows (49152 and up) give to whoever asks."""


def free_port() -> int:
    """Return a port on which nobody listens now, and which the system gives to nobody.

    Else another program could get it before the server that it is for, or while that one is down.
    """
    while True:
        port = secrets.choice(_OUR_PORTS)
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
