"""Made-up hits for the sample pages: a red car that does not fit, a black SUV that does."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta

from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.hit import Hit, VehicleAnswer
from mdt_alpr.domain.hit.status_query import StatusReply, StatusResult, StatusSource
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.plate.plate import STATES_OFFERED_FIRST, Plate, look_alike_position
from mdt_alpr.domain.reading.reading import Box, Character, Read
from mdt_alpr.lab.screens.hit_sample_pictures import (
    CAROLINA_NORTH,
    CAROLINA_SOUTH,
    PlateDesign,
    drawn_spans,
    plate_picture,
    vehicle_picture,
)
from mdt_alpr.ui.hit.models.hit_view import HitView
from mdt_alpr.ui.hit.presenters.hit_case import HitCase, PageContext, new_case
from mdt_alpr.ui.kit.words import clock_time

SEEN_AT = datetime(2026, 11, 24, 19, 36, 5, tzinfo=UTC)
SAMPLE_OFFICER = Officer("officer-1", "sample", "A. Sample", training=True)
_RED, _BLACK = "#C4464C", "#24282C"
_STOLEN = HotlistEntry(
    "nc/V/1", "NC", "V", Plate("GJE176", "SC"), nic="V104417302", ori="SC0100000",
    entered_on=date(2019, 5, 9), plate_type="PC", make="GMC", style="PK", color="GRY",
)  # fmt: skip
SUV = HotlistEntry(
    "nc/V/2", "NC", "V", Plate("EXN2894", "NC"), nic="V220914871", ori="NC0600100",
    entered_on=date(2026, 11, 21), plate_type="PC", vehicle_year="2021", make="DODG", style="UT",
    color="BLK",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView(HitView):
    """A sample page of a hit, with the time shown on the strip."""

    clock: str


def _read(text: str, design: PlateDesign, color: str, *, width: int, revision: int = 0) -> Read:
    doubtful = {3} if text.startswith("GJE") else set()
    return Read(
        read_id="sample",
        revision=revision,
        camera="front",
        captured_at=SEEN_AT - timedelta(seconds=(241 - width) / 40),
        characters=tuple(
            Character(c, 0.55 if place in doubtful else 0.97, span=span)
            for place, (c, span) in enumerate(zip(text, drawn_spans(text), strict=True))
        ),
        state="",
        state_confidence=0.0,
        box=Box(600, 900, 600 + width, 900 + width / 2),
        frames=9,
        disputed=(),
        crop=plate_picture(text, design, color, width=width),
        context=vehicle_picture(text, design, color),
        engine="sample",
    )


def _hit(read: Read, *records: HotlistEntry, second: str | None = None) -> Hit:
    matches = tuple(
        Match(record, look_alike_position(read.text, record.plate.text), False, False)  # noqa: FBT003
        for record in records
    )
    return Hit(
        hit_id="sample",
        read=read,
        matches=matches,
        list_version=41,
        list_compiled_at=SEEN_AT - timedelta(hours=3, minutes=12),
        raised_at=SEEN_AT + timedelta(seconds=1),
        second_text=second,
        painted_at=SEEN_AT + timedelta(seconds=1),
        officer=SAMPLE_OFFICER,
    )


def red_car(*, width: int = 241, second: str | None = None) -> HitCase:
    """Return the hit of a red car on a gray pickup's record, opened."""
    near = _read("GJE176", CAROLINA_SOUTH, _RED, width=width)
    case = new_case(verification.open_hit(_hit(near, _STOLEN, second=second), SEEN_AT))
    far = [_read("GJE176", CAROLINA_SOUTH, _RED, width=w) for w in (174, 110) if w < width]
    case.add_reads((near, *far), open_now=True)
    return case


def black_suv(
    *records: HotlistEntry,
    text: str = "EXN2894",
    typed: str = "EXN2894",
    state: str = "NC",
    read: str = "",
) -> HitCase:
    """Return the hit of a black SUV that fits its record, entered and compared."""
    near = _read(text, CAROLINA_NORTH, _BLACK, width=212)
    near = replace(near, state=read, state_confidence=0.99 if read else 0.0)
    hit = verification.open_hit(_hit(near, *(records or (SUV,))), SEEN_AT)
    case = new_case(hit)
    return entered(case, typed, state, VehicleAnswer(Body.SUV, Color.BLACK, SEEN_AT))


def entered(case: HitCase, text: str, state: str, seen: VehicleAnswer | None) -> HitCase:
    """Take an entry, after the answer on the vehicle where one is given."""
    at = SEEN_AT + timedelta(seconds=30)
    hit = verification.answer_vehicle(case.hit, seen) if seen else case.hit
    case.draft.text, case.draft.state = text, state
    if seen:
        case.draft.body, case.draft.color = seen.body or "", seen.color or ""
    case.take(verification.enter(hit, text, state, at, picture_s=6.0))
    return case


def replied(case: HitCase, source: StatusSource, result: StatusResult, second: int) -> HitCase:
    """Take a status reply, so many seconds after the plate was seen."""
    at = SEEN_AT + timedelta(seconds=second)
    if case.status.asks_by_itself and case.status.source is source:
        case.status.answered(result, case.gate(at))
    case.take(verification.state_status(case.hit, StatusReply(source, result, at, "417")))
    return case


def verified() -> HitCase:
    """Return a hit with every check done."""
    case = replied(black_suv(), StatusSource.MDT, StatusResult.ACTIVE, 36)
    return replied(case, StatusSource.DCIN, StatusResult.ACTIVE, 44)


def stop_on(hit: Hit, at: datetime) -> Hit:
    """Return the hit once the stop was initiated."""
    return verification.initiate_stop(hit, at, officer=hit.officer, open_hit_id=hit.hit_id)


def seen_after(case: HitCase, second: float) -> SampleView:
    """Return the page as it is so many seconds after the plate was seen."""
    now = SEEN_AT + timedelta(seconds=second)
    case.note_viewing(now - timedelta(seconds=2), open_now=True)
    case.note_viewing(now, open_now=True)
    view = case.view(now, PageContext(STATES_OFFERED_FIRST, None))
    parts = {part.name: getattr(view, part.name) for part in fields(view)}
    return SampleView(**parts, clock=clock_time(now))
