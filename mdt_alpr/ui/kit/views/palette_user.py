"""What every painted widget can do: paint in another palette."""

from typing import Protocol

from mdt_alpr.ui.kit.theme import Palette


class PaletteUser(Protocol):
    """A widget that paints in the palette itself."""

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        ...


def paint_in(palette: Palette, *parts: PaletteUser) -> None:
    """Let every part paint in ``palette``."""
    for part in parts:
        part.use_palette(palette)
