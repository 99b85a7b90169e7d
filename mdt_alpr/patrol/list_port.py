"""Where the delivered list lies, as a protocol."""

from collections.abc import Iterable
from typing import Protocol

from mdt_alpr.domain.hotlist.hotlist import Hotlist


class Lists(Protocol):
    """Takes signed packages of headquarters' (``wire.hotlist_package``); on the link thread."""

    @property
    def version(self) -> int:
        """Return the version that lies there whole, 0 for none."""
        ...

    @property
    def is_damaged(self) -> bool:
        """Tell whether a part of the list there was found damaged; the others are matched."""
        ...

    def check(self, for_s: float) -> bool:
        """Look for damage for so many seconds; return whether some of the list is left."""
        ...

    @property
    def lineage(self) -> str:
        """Return in which lineage of headquarters that version counts; empty for none."""
        ...

    def take(self, lines: Iterable[bytes]) -> Hotlist:
        """Use a package from now on; return the list.

        Raises:
            ListRefusedError: not whole, not signed by this car's headquarters, or too old.
            StoreLockedError: the disk refuses.
        """
        ...
