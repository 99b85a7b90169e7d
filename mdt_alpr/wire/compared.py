"""What a car reported of a hit's vehicle, in its messages and in its signed package (D4)."""

from collections.abc import Iterable
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.contradiction import (
    Compared,
    SeenVehicle,
    StatedReason,
    VehicleStatements,
    compare,
    listed_in_words,
    vehicle_seen,
)
from mdt_alpr.domain.hit.gate import Check, CheckStatus
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, HotlistEntry
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.wire.messages import AnswerMessage, HitMessage, RecordMessage, StopMessage

_ENTRIES = (AuditEvent.ENTRY_MADE, AuditEvent.TILES_CHECKED)
_AFTER_RECORD, _AFTER_STOP = "after the record", "after the stop"


def vehicle_of(
    hit: HitMessage, answers: Iterable[AnswerMessage], stops: Iterable[StopMessage]
) -> Compared:
    """Return how a hit's vehicle compares with the record's, by what the car sent."""
    said = [(answer.step, dict(answer.facts)) for answer in answers]
    matched = {
        Plate(facts.get("text", ""), facts.get("state", "")).key
        for step, facts in said
        if step in _ENTRIES and facts.get("outcome") == "matched"
    }
    entered = [r for r in hit.records if Plate(r.text, r.state).key in matched]
    return compare(
        VehicleStatements(
            records=tuple(entry for r in entered if (entry := _entry_of(r)) is not None),
            listed=tuple(record.vehicle for record in entered or hit.records[:1]),
            seen=tuple(
                _answered(facts, after_record=facts.get("when") == _AFTER_RECORD)
                for step, facts in said
                if step == AuditEvent.VEHICLE_ANSWERED
            ),
            reasons=tuple(
                StatedReason(facts.get("reason", ""), facts.get("when") == _AFTER_STOP)
                for step, facts in said
                if step == AuditEvent.VEHICLE_REASON_GIVEN
            ),
            is_comparable=all(record.comparable is not None for record in hit.records),
            overridden=any(
                dict(stop.checks).get(Check.VEHICLE) == CheckStatus.REASON_GIVEN for stop in stops
            ),
        )
    )


def vehicle_in_package(records: Any, answers: Any) -> Compared | None:
    """Return the same from two parts of a package, None where they do not say.

    Whoever made the package chose what is in them.
    """
    try:
        return compare(_statements(records["matches"], answers))
    except (KeyError, TypeError, AttributeError, ValueError):
        return None


def _entry_of(record: RecordMessage) -> HotlistEntry | None:
    listed = record.comparable
    if listed is None:
        return None
    return HotlistEntry(
        record.entry_id,
        record.list_name,
        record.category,
        Plate(record.text, record.state),
        plate_type=listed.plate_type,
        style=listed.style,
        color=listed.color,
    )


def _answered(facts: dict[str, str], *, after_record: bool) -> SeenVehicle:
    values = facts.get("body", ""), facts.get("color", "")
    return vehicle_seen(values, after_record=after_record)


def _statements(matches: Any, answers: Any) -> VehicleStatements:
    entries = [_listed(match["entry"]) for match in matches]
    checks = [*answers.get("earlier", ()), answers]
    matched = {
        Plate(str(attempt["text"]), str(attempt["state"])).key
        for check in checks
        for attempt in check["attempts"]
        if attempt["matched"] is True
    }
    entered = tuple(entry for entry in entries if entry.plate.key in matched)
    given = [reason for check in checks for reason in check["vehicle_reasons"]]
    firsts = [check["vehicle"] for check in checks if check["vehicle"] is not None]
    again = [reason["second_answer"] for reason in given if reason["second_answer"] is not None]
    return VehicleStatements(
        records=entered,
        listed=listed_in_words(entered or tuple(entries[:1])),
        seen=(
            *(_seen(vehicle, after_record=False) for vehicle in firsts),
            *(_seen(vehicle, after_record=True) for vehicle in again),
        ),
        reasons=tuple(
            StatedReason(str(stated["reason"]), stated["later"] is True) for stated in given
        ),
    )


def _seen(vehicle: Any, *, after_record: bool) -> SeenVehicle:
    return vehicle_seen((str(vehicle["body"]), str(vehicle["color"])), after_record=after_record)


def _listed(entry: Any) -> HotlistEntry:
    category = str(entry["category"])
    if category not in CATEGORIES:
        raise ValueError(f"{category!r} is no category")
    plate = Plate(str(entry["plate"]["text"]), str(entry["plate"]["state"]))
    return HotlistEntry(
        str(entry["entry_id"]),
        str(entry["list_name"]),
        category,
        plate,
        plate_type=str(entry["plate_type"]),
        vehicle_year=str(entry["vehicle_year"]),
        make=str(entry["make"]),
        model=str(entry["model"]),
        style=str(entry["style"]),
        color=str(entry["color"]),
    )
