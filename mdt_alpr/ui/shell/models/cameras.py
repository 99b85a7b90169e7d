"""The page on which a technician sets a camera right: its picture, its measures, its mask."""

from dataclasses import dataclass

from mdt_alpr.ui.shell.models.pages import DoctorRow

Corners = tuple[tuple[float, float], ...]
"""Shares of the picture, from 0 to 1, right and down."""


@dataclass(frozen=True, slots=True)
class MaskDraft:
    """The hidden parts as they are drawn, and the ``corners`` of the one that is begun."""

    parts: tuple[Corners, ...] = ()
    corners: Corners = ()
    editing: bool = False


@dataclass(frozen=True, slots=True)
class CamerasView:
    """One camera of ``count``: what is measured and what to turn, or why nothing is seen.

    ``note`` says what became of the mask.
    """

    title: str = ""
    count: int = 1
    rows: tuple[DoctorRow, ...] = ()
    summary: str = ""
    note: str = ""
    mask: MaskDraft = MaskDraft()
