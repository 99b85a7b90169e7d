"""A wire between car and headquarters that does what networks do: TLS passes through it unread."""

import mmap
import socket
import struct
import threading
from contextlib import suppress
from enum import IntEnum

from mdt_alpr.lab.faults.processes import Say

_LOOK_EVERY_S = 0.05
_PIECE, _SLOW_PIECE, _OF_BODY = 16384, 256, 900
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: closing sends RST instead of FIN."""


class Wire(IntEnum):
    """What becomes of what is sent."""

    GOOD = 0
    CUT = 1
    SLOW = 2
    RESET_IN_BODY = 3
    ANSWER_LOST = 4
    HALF_OPEN = 5
    """Nothing arrives, and nobody says so."""


FAULTS = tuple(wire for wire in Wire if wire is not Wire.GOOD)


class FaultyNetwork:
    """Its state is shared with the process that carries."""

    def __init__(self, server_port: int) -> None:
        self._shared = mmap.mmap(-1, 1)
        self._server_port = server_port
        self._waits = threading.Event()
        self._listening = socket.socket()
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen(64)
        self.port: int = self._listening.getsockname()[1]

    @property
    def wire(self) -> Wire:
        """Return what it does now."""
        return Wire(self._shared[0])

    @wire.setter
    def wire(self, wire: Wire) -> None:
        self._shared[0] = wire

    def carry(self, _say: Say) -> None:
        """Carry until the process is killed."""
        while True:
            client, _ = self._listening.accept()
            threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def close(self) -> None:
        """Give the port back."""
        self._listening.close()

    def _connect(self, client: socket.socket) -> None:
        if self.wire is Wire.CUT:
            client.close()
            return
        try:
            server = socket.create_connection(("127.0.0.1", self._server_port), timeout=2)
        except OSError:
            client.close()
            return
        for each in (client, server):
            each.settimeout(_LOOK_EVERY_S)
        for source, sink, is_up in ((client, server, True), (server, client, False)):
            threading.Thread(target=self._pump, args=(source, sink, is_up), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_up: bool) -> None:  # noqa: FBT001 - a thread's argument
        """Carry one direction until an end is closed; ``is_up`` is toward headquarters."""
        with suppress(OSError, ValueError):
            while self.wire is not Wire.CUT:
                try:
                    piece = source.recv(_SLOW_PIECE if self.wire is Wire.SLOW else _PIECE)
                except TimeoutError:
                    continue
                if not piece or not self._passes(piece, (source, sink), is_up=is_up):
                    break
        for each in (source, sink):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _passes(
        self, piece: bytes, ends: tuple[socket.socket, socket.socket], *, is_up: bool
    ) -> bool:
        """Carry a piece; return whether the connection goes on."""
        wire = self.wire
        if wire is Wire.ANSWER_LOST and not is_up:
            return False
        if wire is Wire.RESET_IN_BODY and is_up and len(piece) > _OF_BODY:
            ends[1].sendall(piece[:_OF_BODY])
            for end in ends:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            return False
        if wire is Wire.SLOW:
            self._waits.wait(_LOOK_EVERY_S)
        if wire is not Wire.HALF_OPEN:
            ends[1].sendall(piece)
        return True
