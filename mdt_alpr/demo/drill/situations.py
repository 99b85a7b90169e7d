"""The hits of a roll-call: most of them false, each with one trap; some true, to be stopped.

Every plate, vehicle and record is made up. Whoever rejects everything fails the true ones,
whoever trusts everything fails the rest (D17).
"""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mdt_alpr.adapters.drive.plates import PlateFrame
from mdt_alpr.adapters.drive.story import Parked
from mdt_alpr.adapters.drive.story import StoryVehicle as DrawnVehicle
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.status_query import GatewayResult
from mdt_alpr.domain.hit.vehicle import Body, Colour
from mdt_alpr.domain.hotlist.hotlist import Hotlist, HotlistEntry
from mdt_alpr.domain.plate.plate import Plate

LIST_NAME = "TRAINING DRILL"
_TRUE = frozenset({Disposition.VERIFIED_STOPPED, Disposition.VERIFIED_NO_STOP})
_UNSURE = Disposition.UNABLE_TO_VERIFY


@dataclass(frozen=True, slots=True)
class Situation:
    """One vehicle on the road, the record that it brings up, and how the hit should end.

    ``read`` is what the camera makes of the plate; ``reply`` is what headquarters' simulated
    gateway answers. ``right`` are the dispositions that pass, ``told`` what the trap was.
    """

    trap: str
    drawn: DrawnVehicle
    read: str
    record: HotlistEntry
    reply: GatewayResult
    right: frozenset[Disposition]
    told: str
    relayed: bool = False
    """Whether the hit comes from another unit; the own camera then reads nothing."""

    @property
    def is_true(self) -> bool:
        """Tell whether this is the wanted vehicle."""
        return bool(self.right & _TRUE)


def _drawn(plate: str, state: str, body: Body, colour: Colour, badge: str) -> DrawnVehicle:
    return DrawnVehicle(plate, state, body, colour, "", badge, PlateFrame.BLACK, Parked(0.0))


def _record(nic: str, plate: str, state: str, **vehicle: Any) -> HotlistEntry:
    return HotlistEntry(
        f"drill/{nic}", LIST_NAME, nic[0], Plate(plate, state), nic=nic, ori="DRILL0000", **vehicle
    )


SITUATIONS: tuple[Situation, ...] = (
    Situation(
        trap="Wrong digit",
        drawn=_drawn("TWB8043", "NC", Body.CAR, Colour.BLUE, "CAMRY/SE"),
        read="TWB3043",
        record=_record("V900000001", "TWB3043", "NC", make="TOYT", style="4D", colour="BLU"),
        reply=GatewayResult.ACTIVE,
        right=frozenset({Disposition.MISREAD, _UNSURE}),
        told="The plate said 8, the camera read 3. All else matched, and the record was active.",
    ),
    Situation(
        trap="Other state",
        drawn=_drawn("HLC7356", "NC", Body.SUV, Colour.GREEN, "FOREST/AWD"),
        read="HLC7356",
        record=_record("V900000002", "HLC7356", "VA", make="SUBA", style="UT", colour="GRN"),
        reply=GatewayResult.ACTIVE,
        right=frozenset({Disposition.WRONG_STATE}),
        told="The same characters in Virginia are stolen. This plate was North Carolina's.",
    ),
    Situation(
        trap="Recovered",
        drawn=_drawn("ZHF2968", "NC", Body.CAR, Colour.TAN, "ACCORD/LX"),
        read="ZHF2968",
        record=_record("V900000003", "ZHF2968", "NC", make="HOND", style="4D", colour="TAN"),
        reply=GatewayResult.CLEARED,
        right=frozenset({Disposition.CLEARED_OR_STALE}),
        told="Everything matched, but the vehicle had been recovered: only the reply said so.",
    ),
    Situation(
        trap="Other vehicle",
        drawn=_drawn("JPX3185", "NC", Body.CAR, Colour.SILVER, "SONATA/SEL"),
        read="JPX3185",
        record=_record(
            "V900000004", "JPX3185", "NC", make="YAMA", style="MC", colour="BLK", plate_type="MC"
        ),
        reply=GatewayResult.ACTIVE,
        right=frozenset({Disposition.VEHICLE_MISMATCH, Disposition.WRONG_ENTRY, _UNSURE}),
        told="The record is of a black motorcycle. A silver car carried these characters.",
    ),
    Situation(
        trap="Passed on",
        drawn=_drawn("UYH6147", "VA", Body.SUV, Colour.BLUE, "PILOT/EX-L"),
        read="UYH6747",
        record=_record("V900000007", "UYH6747", "VA", make="HOND", style="UT", colour="BLU"),
        reply=GatewayResult.ACTIVE,
        right=frozenset({Disposition.MISREAD, _UNSURE}),
        told="The other unit had checked plate and state. The plate said 1, the record says 7.",
        relayed=True,
    ),
    Situation(
        trap="True hit",
        drawn=_drawn("RKV8214", "NC", Body.PICKUP, Colour.BLACK, "SIERRA/4X4"),
        read="RKV8214",
        record=_record("V900000005", "RKV8214", "NC", make="GMC", style="PK", colour="BLK"),
        reply=GatewayResult.ACTIVE,
        right=_TRUE,
        told="Plate, state, vehicle and status all matched: this one was real.",
    ),
    Situation(
        trap="True hit, stolen plate",
        drawn=_drawn("MRF5827", "SC", Body.VAN, Colour.WHITE, "TRANSIT/250"),
        read="MRF5827",
        record=_record("P900000006", "MRF5827", "SC"),
        reply=GatewayResult.ACTIVE,
        right=_TRUE,
        told="A stolen plate may be on any vehicle: by rule, the vehicle is not compared.",
    ),
)  # fmt: skip


def in_order(seed: int) -> tuple[Situation, ...]:
    """Return every situation in an order that the seed gives."""
    found = list(SITUATIONS)
    random.Random(seed).shuffle(found)  # noqa: S311 - an order to practise in
    return tuple(found)


def drill_list(situations: tuple[Situation, ...], now: datetime) -> Hotlist:
    """Return the hotlist of a drill, compiled now."""
    return Hotlist(1, now, tuple(situation.record for situation in situations))
