"""What a granted request covers, in whose name, by whom and until when (09.21.7.B, 8.D, DIS-06).

A grant is of one case: nothing leaves on it that it does not name, nor after its end.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.kinds import Label, PlateText
from mdt_alpr.domain.plate.pattern import PlatePattern, pattern_of
from mdt_alpr.domain.plate.plate import STATES, UNKNOWN_STATE
from mdt_alpr.domain.policy import SEARCH_FEWEST_CHARACTERS, SEARCH_SHORT_WINDOW
from mdt_alpr.domain.reason_words import single_line
from mdt_alpr.domain.retention.alpr_1 import CAMERAS, HeldCamera

ANY_STATE = ""
"""A grant that names no state of issuance."""
MOST_CAMERAS = 50


@dataclass(frozen=True, slots=True)
class SoughtData:
    """What data a written request asks for, as it can be compared with what leaves.

    ``plate`` is whole or a part, as a search has it; empty for every vehicle. Without cameras it
    is any of them. ``since`` and ``until`` are instants of capture, both included.
    """

    plate: Annotated[PlateText, Label("Plate asked for", "? is one, * any number")] = ""
    state: Annotated[
        str, Label("Its state", options=(("", "Any state"), *STATES.items()), option="plate-state")
    ] = ANY_STATE
    since: Annotated[datetime | None, Label("Captured from", option="from")] = None
    until: Annotated[datetime | None, Label("Captured to", option="to")] = None
    cameras: Annotated[
        tuple[HeldCamera, ...],
        Label(
            CAMERAS, "214 / front; Main St", is_wide=True, reads=HeldCamera.typed, option="camera"
        ),
    ] = ()

    @property
    def pattern(self) -> PlatePattern:
        """Return the plate as a pattern.

        Raises:
            PlateTextError: it can be none.
        """
        return pattern_of(self.plate)

    def names_camera(self, unit: str, device: str, camera: str) -> bool:
        """Return whether a camera is one of those named, of a unit or a device."""
        own = {unit.casefold(), device.casefold()}
        return not self.cameras or any(
            place.unit.casefold() in own and place.camera.casefold() in ("", camera.casefold())
            for place in self.cameras
        )


NOTHING_SOUGHT = SoughtData()


@dataclass(frozen=True, slots=True)
class GivenRead:
    """What is to leave of one read: which plate, when, by which camera."""

    read_id: str
    text: str
    state: str
    captured_at: datetime
    unit: str
    camera: str
    device: str = ""

    def __repr__(self) -> str:
        """Return a text without the plate."""
        return f"GivenRead({self.read_id!r})"


def sought_needs(sought: SoughtData, received_at: datetime | None) -> tuple[str, ...]:
    """Return what keeps a request from being compared with what leaves, as sentences.

    It covers what was captured before it came: nothing is granted ahead, and so no agency has
    standing access (DIS-06).
    """
    return (*_window_needs(sought, received_at), *_vehicle_needs(sought))


def _window_needs(sought: SoughtData, received_at: datetime | None) -> Iterator[str]:
    if sought.since is None or sought.until is None:
        yield "Enter from when to when the data asked for was captured."
    elif sought.since > sought.until:
        yield "The data asked for ends before it begins."
    elif received_at is not None and sought.until > received_at:
        yield (
            "The data asked for ends after the request came: a request is granted for what was "
            "captured before it (DIS-06)."
        )


def _vehicle_needs(sought: SoughtData) -> Iterator[str]:
    if sought.state not in (ANY_STATE, *STATES):
        yield "Choose the state of issuance that is asked for, or any."
    if len(sought.cameras) > MOST_CAMERAS:
        yield f"Name at most {MOST_CAMERAS} cameras."
    try:
        known = sought.pattern.known
    except PlateTextError as error:
        yield str(error)
        return
    window = sought.until - sought.since if sought.since and sought.until else None
    is_short = window is not None and window <= SEARCH_SHORT_WINDOW
    if known < SEARCH_FEWEST_CHARACTERS and not (is_short and sought.cameras):
        yield (
            f"Enter the plate that is asked for, at least {SEARCH_FEWEST_CHARACTERS} characters "
            "of it; without it a day at most, at named cameras."
        )


def tidied_sought(sought: SoughtData) -> SoughtData:
    """Return what was typed as it is kept; a plate that can be none stays, and is asked about."""
    try:
        plate = "" if sought.pattern.known == 0 else sought.pattern.text
    except PlateTextError:
        plate = single_line(sought.plate)
    cameras = (HeldCamera(single_line(c.unit), single_line(c.camera)) for c in sought.cameras)
    named = tuple(dict.fromkeys(camera for camera in cameras if camera.unit))
    return replace(sought, plate=plate, cameras=named)


def beyond_grant(sought: SoughtData, seen: GivenRead) -> tuple[str, ...]:
    """Return in what a read differs from what a request asks for; empty where it is within it.

    A read whose state nobody read may be the plate.
    """
    first, last = sought.since, sought.until
    is_timed = first is not None and last is not None and first <= seen.captured_at <= last
    facts = (
        (sought.pattern.fits(seen.text), "the plate"),
        (sought.state in (ANY_STATE, seen.state) or seen.state == UNKNOWN_STATE, "the state"),
        (is_timed, "the time"),
        (sought.names_camera(seen.unit, seen.device, seen.camera), "the camera"),
    )
    return tuple(words for holds, words in facts if not holds)


def purpose_differs(granted: Purpose | None, given: Purpose) -> str:
    """Return why data may not leave for a purpose; empty for the one that was granted."""
    if granted is given or granted is None:
        return ""
    named, other = (purpose.value.replace("_", " ") for purpose in (granted, given))
    return f"It was granted for the purpose {named}, not for {other}."


_ABBREVIATIONS = {
    "pd": "police department",
    "dept": "department",
    "so": "sheriffs office",
    "co": "county",
}
_SAYS_NOTHING = frozenset({"the", "of", "city", "town"})


def is_own_agency(name: str, own: Collection[str]) -> bool:
    """Return whether an agency that asks is this one; ``own`` are the first lines of its papers.

    The agency's own data is put with a case only under a hold (09.21.8.D).
    """
    asked = _agency_words(name)
    return bool(asked) and asked in {_agency_words(line) for line in list(own)[:1]}


def _agency_words(name: str) -> tuple[str, ...]:
    plain = re.findall(r"[a-z0-9]+", name.casefold().replace("'", "").replace("\u2019", ""))
    words = " ".join(_ABBREVIATIONS.get(word, word) for word in plain).split()
    return tuple(word for word in words if word not in _SAYS_NOTHING)
