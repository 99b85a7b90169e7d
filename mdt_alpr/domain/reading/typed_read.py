"""A plate that an officer sees and no camera reads: typed, and compared as a read is."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.plate.plate import STATES, tidy
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.reading import Box, Character, Misread, Read

TYPED_BY_OFFICER = "typed by officer"
"""Stands where a read names its camera, so that every list of reads says it."""

_ENGINE = "typed: "
_CORRECTION = f"{_ENGINE}correction"
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


class WhyUnread(StrEnum):
    """Why a plate that is seen was not read, as the officer says."""

    DIRTY = "dirty"
    COVERED = "covered"
    ANGLE = "angle"
    NIGHT = "night"
    OTHER = "other"


def typed_read(  # noqa: PLR0913 - what is typed, and when and where
    text: str, state: str, why: WhyUnread, *, read_id: str, at: datetime, place: Fix | None
) -> Read:
    """Return a plate that was typed as a read without a picture.

    Raises:
        PlateTextError: it is no plate, or no state of issuance was chosen.
    """
    if state not in STATES:
        raise PlateTextError("Choose the state of issuance.")
    return Read(
        read_id=read_id,
        revision=0,
        camera=TYPED_BY_OFFICER,
        captured_at=at,
        characters=tuple(Character(character, 1.0) for character in tidy(text)),
        state=state,
        state_confidence=1.0,
        box=_NOWHERE,
        frames=1,
        disputed=(),
        crop=b"",
        context=b"",
        engine=f"{_ENGINE}{why}",
        place=place,
    )


def corrected_read(read: Read, text: str, state: str, *, read_id: str) -> Read:
    """Return what an officer sees where a camera misread it; both are kept equally long.

    Raises:
        PlateTextError: it is no plate, says what was read, or its read was typed, too.
    """
    if was_typed(read.engine):
        raise PlateTextError("An officer typed this. Correct what the camera read.")
    seen = typed_read(
        text, state, WhyUnread.OTHER, read_id=read_id, at=read.captured_at, place=read.place
    )
    if seen.plate == read.plate:
        raise PlateTextError("This is what the camera read.")
    misread = Misread(read.read_id, read.camera, read.text, read.state)
    return replace(seen, engine=_CORRECTION, corrects=misread)


def was_typed(engine: str) -> bool:
    """Return whether a person typed the read that names this engine."""
    return engine.startswith(_ENGINE)
