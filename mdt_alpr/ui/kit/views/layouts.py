"""Layouts with their distances."""

from typing import TypeVar

from PySide6.QtWidgets import QLayout

L = TypeVar("L", bound=QLayout)


def spaced(
    layout: L, between: int | None = None, margins: tuple[int, int, int, int] | None = None
) -> L:
    """Return a layout with pixels between its parts and, from the left clockwise, around them."""
    if between is not None:
        layout.setSpacing(between)
    if margins is not None:
        layout.setContentsMargins(*margins)
    return layout
