"""What the officer's screen may ask about other units; every call returns at once."""

from typing import Protocol


class RelayDesk(Protocol):
    """Passing a hit on."""

    def relay(self, hit_id: str, unit: str, device: str = "") -> None:
        """Pass a hit on to another unit; without a device headquarters looks for the unit."""
        ...
