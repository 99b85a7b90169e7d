"""The delivered list is looked through for damage while the car drives, and damage is told.

Opening it reads nearly nothing of it (``adapters.store.list_base``), so that ten million entries
are there at once. What a plate meets is told here, too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mdt_alpr.patrol.events import ListDamaged
from mdt_alpr.patrol.store_port import Lists
from mdt_alpr.patrol.worker import Worker

_PIECE_S, _REST_S = 0.01, 0.1
"""So long it takes the processor, so long it leaves it to recognition."""
_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class ListCheckParts:
    """What the check needs; ``ask_anew`` is called on the link thread."""

    lists: Lists
    link: Worker
    records: Worker
    publish: Callable[[ListDamaged], None]
    ask_anew: Callable[[], None]


class ListCheck:
    """Runs on the link thread, in small pieces, until that stops."""

    def __init__(self, parts: ListCheckParts) -> None:
        self._parts = parts
        self._told = False

    def run(self) -> None:
        """Look through another piece, and come back for the next."""
        lists = self._parts.lists
        rest_s = _REST_S if lists.check(_PIECE_S) else _AGAIN_S
        if lists.is_damaged and not self._told:
            self._parts.records.do(self._tell)
            self._parts.ask_anew()
        self._told = lists.is_damaged
        self._parts.link.do_in(rest_s, self.run)

    def _tell(self) -> None:
        """Say it where lists are said, so that a list which came meanwhile has the last word."""
        if self._parts.lists.is_damaged:
            self._parts.publish(ListDamaged())
