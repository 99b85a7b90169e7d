"""Made-up hits of a shift, as headquarters would send them."""

from datetime import UTC, datetime, timedelta
from functools import cache

from mdt_alpr.adapters.positions.drive_receiver import START
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.lab.screens.hit_sample_pictures import CAROLINA_NORTH, plate_picture, vehicle_picture
from mdt_alpr.wire.desk import (
    HitFileMessage,
    HitLogCounts,
    HitLogPage,
    HitLogRow,
    HitPlace,
    HitPlacesMessage,
    ReviewMessage,
)
from mdt_alpr.wire.messages import (
    AnswerMessage,
    CharacterMessage,
    ComparableMessage,
    DispositionMessage,
    HitMessage,
    PictureMessage,
    PlaceMessage,
    ReadMessage,
    RecordMessage,
)
from mdt_alpr.wire.review import HitIdRow, HitIdsMessage, HitTrailMessage

NOW = datetime(2026, 11, 24, 20, 10, tzinfo=UTC)
ROWS = 60
SAMPLE_POLICY = f"{PROFILE.order}, version 1, in effect since Aug 9, 2023"
PICTURES = {"context": "0" * 64, "crop": "1" * 64, "frame": "2" * 64}
_ENDINGS = (
    ("cleared_or_stale", "no", "communications", ""), ("verified_no_stop", "no", "mdt", ""),
    ("verified_stopped", "", "mdt", ""), ("misread", "no", "", ""), ("wrong_state", "no", "", ""),
    ("verified_stopped", "", "not_practicable", "stopped_without_status"), ("", "", "", ""),
    ("lost_sight", "before", "", "stopped_unverified"), ("vehicle_mismatch", "no", "", ""),
)  # fmt: skip
_VEHICLES = ("black Dodge SUV", "black motorcycle", "gray GMC pickup")
_PLATES = ("EXN2894", "KDR1180", "TRB4471", "HLM3306", "JVC8120")
UNITS = ("Unit 214", "Unit 221", "Unit 209")
_PEOPLE = (
    ("officer-1", "R. Alvarez"), ("officer-2", "T. Boyd"), ("officer-3", "K. Montgomery")
)  # fmt: skip


@cache
def sample_picture(digest: str) -> bytes:
    """Return a drawn picture."""
    if digest == PICTURES["context"]:
        return vehicle_picture("EXN2894", CAROLINA_NORTH, "#22262B")
    width = 217 if digest == PICTURES["crop"] else 150
    return plate_picture("EXN2894", CAROLINA_NORTH, "#22262B", width=width)


def sample_row(n: int) -> HitLogRow:
    """Return the nth line of the log."""
    ending, stopped, status, attention = _ENDINGS[n % len(_ENDINGS)]
    plate, state = _PLATES[n % len(_PLATES)], ("NC", "SC", "VA")[n % 3]
    person, name = _PEOPLE[n % len(_PEOPLE)]
    entered = plate.replace("8", "B", 1) if ending == "misread" else plate
    checked = bool(ending) and attention != "stopped_unverified"
    differs = ending == "vehicle_mismatch" or attention == "stopped_without_status"
    comparison = "fits" if not differs else "reason_given" if attention else "differs"
    return HitLogRow(
        hit_id=f"hit-{n}",
        raised_at=NOW - timedelta(minutes=11 * n + 20),
        unit=UNITS[n % 3],
        person_id=person,
        officer=name,
        read_text=plate,
        read_state=state,
        entered_text=entered if checked else "",
        entered_state=state if checked else "",
        listed_text=plate,
        listed_state="SC" if ending == "wrong_state" else state,
        list_name=("NC DCI hot file", "NCIC")[n % 2],
        category="VPFMBW"[n % 6],
        match_class="exact",
        method="typed" if checked else "",
        alert_ms=460 + 37 * n,
        check_ms=3200 if status == "not_practicable" else 12_000 + 700 * n if checked else None,
        decision_ms=24_000 + 900 * n if ending else None,
        status_by=status,
        disposition=ending,
        stopped=stopped,
        outcome="released" if ending == "verified_stopped" else "",
        attention=attention,
        left_open=not ending and n > ROWS // 2,
        restricted=False,
        review=("", "agreed", "", "returned", "")[n % 5] if ending else "",
        listed_vehicle=_VEHICLES[n % len(_VEHICLES)],
        seen_vehicle="" if not checked else "silver car" if differs else "black SUV",
        differs="color, body" if differs else "",
        vehicle_comparison=comparison if checked else "",
    )


def sample_hit_ids(rows: int) -> HitIdsMessage:
    """Return hits with their IDs, the newest first; the newest has no package yet."""
    found = [
        HitIdRow(f"01935f2c-8a1{n % 10}-7c4e-b1d0-{4471 * (n + 1):012x}", row.raised_at, row.unit,
                 row.read_text, row.read_state, row.category, row.disposition,
                 restricted=False, has_package=bool(row.disposition))
        for n, row in enumerate(map(sample_row, range(rows)))
    ]  # fmt: skip
    return HitIdsMessage(tuple(found), 500)


def sample_page(rows: int) -> HitLogPage:
    """Return the log, what presses on top."""
    found = sorted(map(sample_row, range(rows)), key=lambda r: (not r.attention, not r.left_open))
    return HitLogPage(tuple(found), "")


def sample_places(rows: int) -> HitPlacesMessage:
    """Return where the hits of the log were; one in seven has no place."""
    placed = [
        HitPlace(row.hit_id, row.raised_at, row.unit, row.category, row.disposition,
                 PlaceMessage(START[0] + (n * 7 % 13) / 900, START[1] + (n * 5 % 11) / 700,
                              row.raised_at, row.raised_at, 24.0, 40.0 * n % 360, 3.0,
                              simulated=True))
        for n, row in enumerate(sample_page(rows).rows) if n % 7
    ]  # fmt: skip
    return HitPlacesMessage(tuple(placed), rows)


def sample_counts(rows: int) -> HitLogCounts:
    """Return the counts above the log."""
    found = sample_page(rows).rows
    ended = [row for row in found if row.disposition]
    stops = [r for r in ended if r.disposition == "verified_stopped" or r.stopped == "before"]
    return HitLogCounts(
        at=NOW,
        reads=0,
        hits=rows,
        open=rows - len(ended),
        verified=sum(row.disposition.startswith("verified") for row in ended),
        stops=len(stops),
        prevented=len(ended) - len(stops),
        unverified_stops=sum(row.attention == "stopped_unverified" for row in found),
        not_practicable=sum(row.attention == "stopped_without_status" for row in found),
        stops_without_status=sum(row.attention == "stopped_without_status" for row in found),
        left_open=sum(row.left_open for row in found),
        too_fast=min(rows, 1),
        units=tuple(sorted(UNITS)),
        officers=_PEOPLE,
        lists=("NC DCI hot file", "NCIC"),
        categories=tuple("BFMPVW"),
    )


def sample_file(_rows: int) -> HitFileMessage:
    """Return one hit that a status reply cleared."""
    at = NOW - timedelta(minutes=20)
    hit = HitMessage(
        "hit-0", "read-0", "214", "officer-1", at, at + timedelta(seconds=0.46), 4471,
        at - timedelta(hours=3, minutes=2), None,
        (RecordMessage("e1", "NCIC", "V", "EXN2894", "NC", "V447100123", "NC0130100", "exact",
                       None, "black 2019 Dodge SUV", ComparableMessage("PC", "UT", "BLK")),),
    )  # fmt: skip
    read = ReadMessage(
        "read-0", 1, "214", "front", "officer-1", at, "EXN2894", "NC", 0.93,
        tuple(CharacterMessage(c, 0.97 if c != "2" else 0.71, ()) for c in "EXN2894"), (3,), 9,
        (410.0, 300.0, 627.0, 410.0), "", "", "own", "0.1.0",
        PlaceMessage(35.40872, -80.57951, at, at, 24.0, 271.0, 3.0, simulated=True),
    )  # fmt: skip

    def answer(step: AuditEvent, after: float, *facts: tuple[str, str]) -> AnswerMessage:
        when = at + timedelta(seconds=after)
        return AnswerMessage("hit-0", at, step.value, when, "officer-1", "compared", facts)

    trail = HitTrailMessage(
        hit=hit,
        read=read,
        answers=(
            answer(AuditEvent.HIT_PAINTED, 0.52, ("capture_to_alert_s", "0.520")),
            answer(AuditEvent.HIT_OPENED, 6.3),
            answer(AuditEvent.ENTRY_MADE, 19.8, ("text", "EXN2894"), ("state", "NC"),
                   ("picture_s", "12.1"), ("outcome", "matched"), ("method", "typed")),
            answer(AuditEvent.VEHICLE_ANSWERED, 26.7, ("body", "SUV"), ("color", "black")),
            answer(AuditEvent.STATUS_STATED, 36.0, ("source", "mdt"), ("result", "active"),
                   ("how", "stated")),
            answer(AuditEvent.HOLD_RELEASED, 84.3, ("held_s", "0.4")),
            answer(AuditEvent.STATUS_STATED, 126.0, ("source", "communications"),
                   ("result", "cleared"), ("dispatcher", "52"), ("how", "stated")),
        ),
        stops=(),
        dispositions=(
            DispositionMessage("hit-0", at, at + timedelta(seconds=173.5), "officer-1",
                               "cleared_or_stale", "no", None, None, ""),
        ),
        audit=(),
        pictures=tuple(
            PictureMessage(digest, "read-0", at, what, 1)
            for what, digest in PICTURES.items()
        ),
    )  # fmt: skip
    review = ReviewMessage(
        ReviewKind.NOTE, "Asked Comms twice.", NOW, "Sgt. M. Whitfield", "", None
    )
    return HitFileMessage(trail, (_PEOPLE[0],), "NC extract", (review,), kept_days=90)
