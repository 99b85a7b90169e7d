"""Samples of hits in special cases: manual entries, people, second officers, relays, tiles."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.entry.life import make_entry
from mdt_alpr.domain.entry.listing import listed
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.handover import hand_over, pass_on
from mdt_alpr.domain.hit.hit import (
    Contrary,
    ContraryFact,
    RelayedFrom,
    TileAnswer,
    TileCheck,
    VehicleAnswer,
    WholeNumberAnswer,
)
from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.domain.hit.reasons import FIRST_LOOK_WRONG
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource
from mdt_alpr.domain.hit.tiles import tiles
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.hotlist import CategorySetting, CategorySettings, PastHits, Priority
from mdt_alpr.domain.hotlist.manual_entry import (
    Basis,
    EntryDraft,
    LeadSighting,
    PersonBasis,
    Purpose,
)
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.lab.screens.hit_sample_hits import (
    SEEN_AT,
    SUV,
    SampleView,
    black_suv,
    entered,
    red_car,
    replied,
    seen_after,
    stop_on,
    verified,
)
from mdt_alpr.ui.hit.presenters.hit_case import HitCase, new_case
from mdt_alpr.ui.hit.presenters.hit_draft import Slot
from mdt_alpr.ui.hit.presenters.hit_status_form import OpenQuestion
from mdt_alpr.ui.hit.presenters.hit_tile_run import CANNOT_TELL
from mdt_alpr.wire.notices import UnitMessage

_LEAD = EntryDraft(
    text="EXN2894",
    state="NC",
    reason="Armed robbery, 400 Union St S, Nov 22: dark SUV left westward",
    purpose=Purpose.CRIMINAL,
    case="26-041877",
    instruction="Check, then stop",
    basis=Basis.DESCRIPTION,
    names_person=False,
    sighting=LeadSighting(1.2, 14),
    spelled=True,
)
_PERSON = replace(
    _LEAD,
    basis=Basis.REGISTRATION,
    purpose=Purpose.FELONY_WARRANT,
    instruction="Call me first",
    names_person=True,
    person=PersonBasis("known by photo and date of birth", "Det. Sample", "registered owner"),
)


def _page(draft: EntryDraft) -> SampleView:
    made_at = SEEN_AT - timedelta(days=2)
    record = listed(make_entry(draft, "ralvarez", made_at, "manual-1"))
    return seen_after(black_suv(record), 58)


MANUAL_SAMPLES: dict[str, Callable[[], SampleView]] = {
    "hit_manual_lead": lambda: _page(_LEAD),
    "hit_manual_person": lambda: _page(_PERSON),
}


_NEXT = Officer("officer-2", "next", "B. Sample", training=True)
_LATER = SEEN_AT + timedelta(seconds=95)


def _not_by_you() -> SampleView:
    return seen_after(_handed_over(verified()), 120)


def _stopped_by_another() -> SampleView:
    case = verified()
    case.take(stop_on(case.hit, _LATER))
    return seen_after(_handed_over(case), 120)


def _handed_over(case: HitCase) -> HitCase:
    case.take(hand_over(case.hit, _NEXT, _LATER))
    return case


def _with_reason(reason: str) -> HitCase:
    case = entered(red_car(), "GJE176", "SC", VehicleAnswer(Body.CAR, Color.RED, SEEN_AT))
    for source in (StatusSource.MDT, StatusSource.DCIN):
        case = replied(case, source, StatusResult.ACTIVE, 80)
    case.take(verification.give_vehicle_reason(case.hit, reason, _LATER))
    return case


def _state_differs() -> HitCase:
    return black_suv(replace(SUV, plate=Plate("EXN2894", "GA")), state="GA", read="NC")


def _state_reason() -> SampleView:
    case = _state_differs()
    case.status.ask(OpenQuestion.REASON)
    return seen_after(case, 60)


def _open_by_state_reason() -> SampleView:
    case = _state_differs()
    for source in (StatusSource.MDT, StatusSource.DCIN):
        case = replied(case, source, StatusResult.ACTIVE, 80)
    case.take(verification.give_state_reason(case.hit, "plate checked again"))
    return seen_after(case, 100)


def _owner_needed() -> SampleView:
    local = replace(SUV, entry_id="local/1", list_name="Local list", nic="")
    case = replied(black_suv(local), StatusSource.DCIN, StatusResult.NO_RECORD, 40)
    return seen_after(replied(case, StatusSource.MDT, StatusResult.ACTIVE, 50), 55)


OFFICER_SAMPLES: dict[str, Callable[[], SampleView]] = {
    "hit_not_by_you": _not_by_you,
    "hit_stopped_by_another": _stopped_by_another,
    "hit_open_by_reason": lambda: seen_after(_with_reason("vehicle painted or changed"), 100),
    "hit_state_differs": lambda: seen_after(_state_differs(), 55),
    "hit_state_reason": _state_reason,
    "hit_open_by_state_reason": _open_by_state_reason,
    "hit_look_again": lambda: seen_after(_with_reason(FIRST_LOOK_WRONG), 100),
    "hit_owner_needed": _owner_needed,
}


_LONGEST = "ASK COMMUNICATIONS FOR A SECOND UNIT. WAIT FOR IT TO ARRIVE."
_LOWERED = CategorySetting("V", Priority.MEDIUM, set_at=SEEN_AT - timedelta(days=21))
_PAST = PastHits("V", "NC", 141, 263, SEEN_AT - timedelta(days=90), SEEN_AT)
_SETTINGS = CategorySettings((replace(_LOWERED, instruction=_LONGEST),), (_PAST,))


def _instructed() -> SampleView:
    """Return records of two kinds, and the longest instruction that an administrator may set."""
    plate = replace(SUV, entry_id="nc/W/3", category="W", nic="W118820031", color="")
    case = black_suv(SUV, plate)
    case.take(replace(case.hit, settings=_SETTINGS))
    return seen_after(case, 58)


def _known_list() -> SampleView:
    """Return a record of a list whose hits were counted and whose priority was lowered."""
    case = black_suv()
    case.take(replace(case.hit, settings=CategorySettings((_LOWERED,), (_PAST,))))
    return seen_after(case, 58)


def _compared(category: str) -> SampleView:
    record = replace(SUV, category=category, nic=f"{category}220914871")
    return seen_after(black_suv(record), 40)


PERSON_SAMPLES: dict[str, Callable[[], SampleView]] = {
    "hit_wanted_person": lambda: _compared("W"),
    "hit_protective_interest": lambda: _compared("K"),
    "hit_instruction": _instructed,
    "hit_known_list": _known_list,
}
"""A wanted person and a person of interest; plate and state were entered."""


_THERE = RelayedFrom(
    "Unit 12", "Ofc. A. Sample", "other", ("plate", "state"), SEEN_AT + timedelta(seconds=40)
)
_UNITS = tuple(
    UnitMessage(f"Unit {number}", f"car-{number}", name, SEEN_AT)
    for number, name in (
        (7, "Ofc. B. Sample"), (12, "Ofc. A. Sample"), (31, "Sgt. C. Sample"),
        (40, "Ofc. D. Sample"), (52, "Ofc. E. Sample"),
    )
)  # fmt: skip


def _relaying() -> SampleView:
    case = black_suv()
    case.units = _UNITS
    case.take(pass_on(case.hit, "Unit 12", "car-12", SEEN_AT + timedelta(seconds=62)))
    case.relaying = True
    return seen_after(case, 66)


def _relayed() -> HitCase:
    return new_case(replace(red_car().hit, relayed_from=_THERE))


def _own_sight() -> SampleView:
    return seen_after(_relayed(), 58)


def _relayed_blind() -> SampleView:
    case = _relayed()
    case.draft.again(keep=False)
    case.draft.text = "GJE1"
    return seen_after(case, 64)


def _no_from_elsewhere() -> SampleView:
    at = SEEN_AT + timedelta(seconds=100)
    fact = ContraryFact(Contrary.NOT_THIS_PLATE, "Unit 12, Communications", at)
    case = verified()
    case.take(verification.contradict(case.hit, fact))
    return seen_after(case, 104)


def _known_before() -> SampleView:
    case = black_suv()
    days = (3, 9, 20)
    known = tuple(
        EarlierRejection(
            rejection_id=f"hit-{number}",
            entry_id=SUV.entry_id,
            text=SUV.plate.text,
            state=SUV.plate.state,
            cause=Disposition.WRONG_STATE if number == 0 else Disposition.MISREAD,
            by_status=number == 0,
            at=SEEN_AT - timedelta(days=ago),
            captured_at=SEEN_AT - timedelta(days=ago),
        )
        for number, ago in enumerate(days)
    )
    case.take(replace(case.hit, known_before=known))
    return seen_after(case, 58)


RELAY_SAMPLES: dict[str, Callable[[], SampleView]] = {
    "hit_pass_on": _relaying,
    "hit_relayed": _own_sight,
    "hit_relayed_blind": _relayed_blind,
    "hit_no_from_another_unit": _no_from_elsewhere,
    "hit_known_before": _known_before,
}


_PLATE = "GJE176"


def driven(case: HitCase, *, second: str | None = None, disputed: tuple[int, ...] = ()) -> HitCase:
    """Return a case whose officer drives, so that its characters are asked by tiles."""
    read = replace(case.hit.read, disputed=disputed)
    case.hit = replace(case.hit, second_text=second, read=read)
    case.typing_allowed = False
    case.ask_characters()
    return case


def tiles_answered(case: HitCase, text: str = _PLATE, *, left_out: int = 0) -> HitCase:
    """Answer every tile as ``text`` has it, but the last ones that are left out."""
    run = case.draft.run
    if run is not None:
        for number, tile in enumerate(run.tiles[: len(run.tiles) - left_out]):
            run.choose(number, text[tile.position])
    return case


def _tiles() -> SampleView:
    return seen_after(tiles_answered(driven(red_car()), left_out=2), 12)


def _four_tiles() -> SampleView:
    return seen_after(driven(red_car(), second="6JE1Z6", disputed=(0, 3)), 12)


def _four_glyphs() -> SampleView:
    case = red_car()
    said = (("I", 0.2), ("L", 0.1), ("T", 0.1))
    one = replace(case.hit.read.characters[3], alternatives=said)
    characters = (*case.hit.read.characters[:3], one, *case.hit.read.characters[4:])
    case.hit = replace(case.hit, read=replace(case.hit.read, characters=characters))
    return seen_after(driven(case, second="6JE1Z6", disputed=(0, 3)), 12)


def _parked() -> SampleView:
    case = driven(red_car())
    case.typing_allowed = True
    return seen_after(tiles_answered(case), 12)


def _cannot_tell() -> SampleView:
    case = tiles_answered(driven(red_car()), left_out=1)
    if case.draft.run is not None:
        case.draft.run.choose(len(case.draft.run.tiles) - 1, CANNOT_TELL)
    return seen_after(case, 14)


def _whole() -> SampleView:
    case = tiles_answered(driven(red_car()))
    case.draft.state, case.draft.body, case.draft.color = "SC", "car", "red"
    case.draft.slot = Slot.COLOR
    if case.draft.run is not None:
        case.draft.run.ask_whole()
    return seen_after(case, 26)


def _verified() -> SampleView:
    case = black_suv()
    (typed,) = case.hit.attempts
    answers = (
        TileAnswer(t.position, typed.text[t.position], t.control, 1) for t in tiles(case.hit)
    )
    check = TileCheck(tuple(answers), WholeNumberAnswer.SAME, tiles_s=4.0, whole_number_s=2.0)
    case.take(replace(case.hit, attempts=(replace(typed, tile_check=check),)))
    return seen_after(case, 58)


TILE_SAMPLES: dict[str, Callable[[], SampleView]] = {
    "hit_tiles": _tiles,
    "hit_tiles_four": _four_tiles,
    "hit_tiles_four_glyphs": _four_glyphs,
    "hit_tiles_parked": _parked,
    "hit_tiles_cannot_tell": _cannot_tell,
    "hit_whole": _whole,
    "hit_tiles_verified": _verified,
}
DRIVEN_SAMPLES = frozenset(TILE_SAMPLES) - {"hit_tiles_parked", "hit_tiles_verified"}
"""Those that an officer meets while the car moves."""
