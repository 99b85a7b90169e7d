"""The whole screen at one instant, for pictures of it."""

from dataclasses import dataclass
from typing import Literal

from mdt_alpr.ui.shell.models.pages import CrewView, SignInView, StatusView, StripView
from mdt_alpr.ui.shell.models.patrol import BandView, HitListView, LiveFrame, LiveState, ReelRow


@dataclass(frozen=True, slots=True)
class ScreenView:
    """Everything but a hit's pages, and which page is in front."""

    page: Literal["sign_in", "patrol", "hits", "status"]
    strip: StripView
    live: LiveState
    frame: LiveFrame | None
    band: BandView
    reel: tuple[ReelRow, ...]
    hits: HitListView
    sign_in: SignInView
    status: StatusView
    data_is_open: bool = True
    crew: CrewView | None = None
    understood: bool = False
    live_entries: str = ""
