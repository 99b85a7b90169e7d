"""The hits of a roll-call: most of them false, each with one trap; some true, to be stopped.

Every plate, vehicle and record is made up. Whoever rejects everything fails the true ones,
whoever trusts everything fails the rest (D17).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.status_query import GatewayResult
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.hotlist import Hotlist, HotlistEntry
from mdt_alpr.domain.people.drills import PracticeResult, StepTime, Trap
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.drive.plates import PlateFrame
from mdt_alpr.drive.story import Parked
from mdt_alpr.drive.story import StoryVehicle as DrawnVehicle
from mdt_alpr.ui.hit.presenters.hit_words import DISPOSITION_WORDS
from mdt_alpr.ui.kit.words import clock_time
from mdt_alpr.ui.shell.models.pages import DrillResultView, DrillRow

LIST_NAME = "TRAINING DRILL"
_TRUE = frozenset({Disposition.VERIFIED_STOPPED, Disposition.VERIFIED_NO_STOP})
_FEW = 3
"""Hits before a shift of a trial: two minutes of an officer."""
_UNSURE = Disposition.UNABLE_TO_VERIFY


@dataclass(frozen=True, slots=True)
class Situation:
    """One vehicle on the road, the record that it brings up, and how the hit should end.

    ``read`` is how the camera reads the plate, ``state_read`` its state, empty where it does not.
    ``reply`` is what headquarters' simulated gateway answers; ``right`` are the dispositions that
    pass, ``note`` says what the trap was.
    """

    trap: Trap
    drawn: DrawnVehicle
    read: str
    record: HotlistEntry
    reply: GatewayResult
    right: frozenset[Disposition]
    note: str
    state_read: str = ""
    relayed: bool = False
    """Whether the hit comes from another unit; this car's camera then reads nothing."""

    @property
    def is_true(self) -> bool:
        """Return whether this is the wanted vehicle."""
        return bool(self.right & _TRUE)


def _drawn(plate: str, state: str, body: Body, color: Color, badge: str) -> DrawnVehicle:
    return DrawnVehicle(plate, state, body, color, "", badge, PlateFrame.BLACK, Parked(0.0))


def _record(nic: str, plate: str, state: str, **vehicle: Any) -> HotlistEntry:
    return HotlistEntry(
        f"drill/{nic}", LIST_NAME, nic[0], Plate(plate, state), nic=nic, ori="DRILL0000", **vehicle
    )


SITUATIONS: tuple[Situation, ...] = (
    Situation(
        trap=Trap.WRONG_DIGIT,
        drawn=_drawn("TWB8043", "NC", Body.CAR, Color.BLUE, "CAMRY/SE"),
        read="TWB3043",
        record=_record("V900000001", "TWB3043", "NC", make="TOYT", style="4D", color="BLU"),
        reply=GatewayResult.ACTIVE,
        right=frozenset({Disposition.MISREAD, _UNSURE}),
        note="The plate said 8, the camera read 3. All else matched, and the record was active.",
        state_read="NC",
    ),
    Situation(
        trap=Trap.LOOK_ALIKE,
        drawn=_drawn("GNM5492", "NC", Body.CAR, Color.WHITE, "ALTIMA/SV"),
        read="GNM5492",
        record=_record("V900000008", "GNM5497", "NC", make="NISS", style="4D", color="WHI"),
        reply=GatewayResult.ACTIVE,
        right=frozenset({Disposition.MISREAD, _UNSURE}),
        note="The camera read 2 rightly, the record says 7: the tone wavered from the beginning.",
        state_read="NC",
    ),
    Situation(
        trap=Trap.OTHER_STATE,
        drawn=_drawn("HLC7356", "NC", Body.SUV, Color.GREEN, "FOREST/AWD"),
        read="HLC7356",
        record=_record("V900000002", "HLC7356", "VA", make="SUBA", style="UT", color="GRN"),
        reply=GatewayResult.ACTIVE,
        right=frozenset({Disposition.WRONG_STATE}),
        note="The same characters in Virginia are stolen. This plate was North Carolina's.",
    ),
    Situation(
        trap=Trap.RECOVERED,
        drawn=_drawn("ZHF2968", "NC", Body.CAR, Color.TAN, "ACCORD/LX"),
        read="ZHF2968",
        record=_record("V900000003", "ZHF2968", "NC", make="HOND", style="4D", color="TAN"),
        reply=GatewayResult.CLEARED,
        right=frozenset({Disposition.CLEARED_OR_STALE}),
        note="Everything matched, but the vehicle had been recovered: only the reply said so.",
        state_read="NC",
    ),
    Situation(
        trap=Trap.OTHER_VEHICLE,
        drawn=_drawn("JPX3185", "NC", Body.CAR, Color.SILVER, "SONATA/SEL"),
        read="JPX3185",
        record=_record(
            "V900000004", "JPX3185", "NC", make="YAMA", style="MC", color="BLK", plate_type="MC"
        ),
        reply=GatewayResult.ACTIVE,
        right=frozenset({Disposition.VEHICLE_MISMATCH, Disposition.WRONG_ENTRY, _UNSURE}),
        note="The record is of a black motorcycle. A silver car carried these characters.",
    ),
    Situation(
        trap=Trap.PASSED_ON,
        drawn=_drawn("UYH6147", "VA", Body.SUV, Color.BLUE, "PILOT/EX-L"),
        read="UYH6747",
        record=_record("V900000007", "UYH6747", "VA", make="HOND", style="UT", color="BLU"),
        reply=GatewayResult.ACTIVE,
        right=frozenset({Disposition.MISREAD, _UNSURE}),
        note="The other unit had checked plate and state. The plate said 1, the record says 7.",
        relayed=True,
    ),
    Situation(
        trap=Trap.TRUE_HIT,
        drawn=_drawn("RKV8214", "NC", Body.PICKUP, Color.BLACK, "SIERRA/4X4"),
        read="RKV8214",
        record=_record("V900000005", "RKV8214", "NC", make="GMC", style="PK", color="BLK"),
        reply=GatewayResult.ACTIVE,
        right=_TRUE,
        note="Plate, state, vehicle and status all matched: this one was real.",
        state_read="NC",
    ),
    Situation(
        trap=Trap.STOLEN_PLATE,
        drawn=_drawn("MRF5827", "SC", Body.VAN, Color.WHITE, "TRANSIT/250"),
        read="MRF5827",
        record=_record("P900000006", "MRF5827", "SC"),
        reply=GatewayResult.ACTIVE,
        right=_TRUE,
        note="A stolen plate may be on any vehicle: by rule, the vehicle is not compared.",
    ),
)  # fmt: skip


def in_order(seed: int) -> tuple[Situation, ...]:
    """Return every situation in an order that the seed gives."""
    situations = list(SITUATIONS)
    random.Random(seed).shuffle(situations)  # noqa: S311 - an order to practice in
    return tuple(situations)


def before_a_shift(seed: int) -> tuple[Situation, ...]:
    """Return a few situations, one of them true, in an order that the seed gives."""
    order = in_order(seed)
    true, false = ([s for s in order if s.is_true is wanted] for wanted in (True, False))
    few = true[:1] + false[: _FEW - 1]
    return tuple(sorted(few, key=order.index))


def drill_list(situations: tuple[Situation, ...], now: datetime) -> Hotlist:
    """Return the hotlist of a drill, compiled now."""
    records = tuple(situation.record for situation in situations)
    return Hotlist(1, now, records, look_alikes_allowed=True)


@dataclass(frozen=True, slots=True)
class JudgedHit:
    """One hit of the practice; ``disposition`` is None where the officer left before."""

    situation: Situation
    disposition: Disposition | None
    stopped: bool

    @property
    def passed(self) -> bool:
        """Return whether it ended right: a false hit named as such, and nobody stopped."""
        if self.stopped and not self.situation.is_true:
            return False
        return self.disposition in self.situation.right


def judged(situation: Situation, hit: Hit) -> JudgedHit:
    """Return how a closed hit of a situation went."""
    closing = hit.closing
    said_stopped = closing is not None and closing.stopped is not None and closing.stopped != "no"
    disposition = closing.disposition if closing else None
    return JudgedHit(situation, disposition, hit.stop_at is not None or said_stopped)


def not_done(situation: Situation) -> JudgedHit:
    """Return a situation that the officer did not come to, or left open."""
    return JudgedHit(situation, None, stopped=False)


def drill_result(
    drill_id: str, at: datetime, results: Sequence[JudgedHit], steps: Sequence[StepTime] = ()
) -> PracticeResult:
    """Return the result that may be kept: traps and times, and no plate."""
    passed, failed = (
        tuple(r.situation.trap for r in results if r.passed is wanted) for wanted in (True, False)
    )
    return PracticeResult(drill_id, at, passed, failed, tuple(steps))


def result_view(
    person: str, at: datetime, results: Sequence[JudgedHit], foot: str = ""
) -> DrillResultView:
    """Return the last page; ``foot`` says what becomes of the result."""
    passed = sum(result.passed for result in results)
    return DrillResultView(
        title=f"{passed} of {len(results)} passed",
        words=f"{person}, {at:%b} {at.day}, {clock_time(at)[:5]}",
        foot=foot,
        rows=tuple(
            DrillRow(r.passed, r.situation.trap, _did(r), r.situation.note) for r in results
        ),
    )


def result_json(person: str, at: datetime, results: Sequence[JudgedHit]) -> dict[str, object]:
    """Return the result as plain values, for one line of JSON."""
    return {
        "person": person,
        "at": at.isoformat(),
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "traps": [
            {
                "trap": r.situation.trap,
                "passed": r.passed,
                "ended_as": r.disposition.value if r.disposition else None,
                "stopped": r.stopped,
            }
            for r in results
        ],
    }


def _did(result: JudgedHit) -> str:
    if result.disposition is None:
        return "not finished"
    words = DISPOSITION_WORDS[result.disposition].replace("\n", " ").lower()
    return words if "stop" in words else f"{words}, {'stopped' if result.stopped else 'no stop'}"
