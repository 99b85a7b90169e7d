"""Plates read here lately that a listed one is easily taken for (D19)."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from mdt_alpr.domain.hotlist.matching import matching_misreads
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, Plate, folded


class TwinKind(StrEnum):
    """How the plate that was read here is like the listed one."""

    OTHER_STATE = "the same characters of another state"
    LOOK_ALIKE = "one look-alike character apart"


def listed_twins(
    read: Plate, listed: Mapping[str, Iterable[Plate]]
) -> Iterator[tuple[Plate, TwinKind]]:
    """Give every listed plate that this one may be taken for, though it is another.

    ``listed`` has the listed plates by folded text. What is listed itself is no twin: it is a
    hit. A state that was not read speaks for no other state.
    """
    if read.state == UNKNOWN_STATE:
        return
    text = folded(read.text)
    for plate in listed.get(text, ()):
        if plate.state != read.state:
            yield plate, TwinKind.OTHER_STATE
    for near in matching_misreads(text)[1]:
        for plate in listed.get(near, ()):
            if plate.state == read.state:
                yield plate, TwinKind.LOOK_ALIKE
