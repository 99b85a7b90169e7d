"""What left the list is no ground for a stop, and what a wrong clock dated proves no status."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.entry.listing import (
    OverlaidIndex,
    compare_with_list,
    listed,
    supersede_answers,
    supersede_future_answers,
    withdrawn,
)
from mdt_alpr.domain.hit import gateway
from mdt_alpr.domain.hit.gate import Check, CheckStatus, GateForm, gate
from mdt_alpr.domain.hit.handover import hand_over
from mdt_alpr.domain.hit.hit import (
    Contrary,
    ContraryFact,
    Hit,
    HitState,
    RelayedFrom,
    VehicleAnswer,
)
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    NotPracticable,
    StatusAnswer,
    StatusReply,
    StatusResult,
    StatusSource,
    WhyNot,
)
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hit.verification import (
    answer_vehicle,
    contradict,
    enter,
    give_vehicle_reason,
    open_hit,
    state_not_practicable,
    state_status,
)
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.hotlist.matching import DictIndex
from mdt_alpr.domain.officer import Officer
from tests.builders import NOW, a_hit, a_list, a_read, an_entry
from tests.compared_hits import RECORD, compared
from tests.manual_entries import a_draft, a_manual_entry

PLATE = an_entry(category="P", entry_id="plate")
VEHICLE = an_entry(category="P", entry_id="vehicle")
TWIN = an_entry(state="SC", category="P", entry_id="twin")
LATER = timedelta(minutes=20)


def shown(hit: Hit, *entries: HotlistEntry, version: int = 2, at: timedelta = LATER) -> Hit:
    """Return the hit as the list with these entries leaves it."""
    now = NOW + at
    index = DictIndex(a_list(*entries, version=version, compiled_at=now))
    left = compare_with_list(hit, index)
    kind = withdrawn(left, now)
    return contradict(left, ContraryFact(kind, "list", now)) if kind else left


def entered(hit: Hit) -> Hit:
    return enter(open_hit(hit, NOW), "EXN2894", "NC", NOW, picture_s=2)


def answered(hit: Hit) -> Hit:
    for source in (StatusSource.MDT, StatusSource.DCIN):
        hit = state_status(hit, StatusReply(source, StatusResult.ACTIVE, NOW))
    return hit


def may_stop(hit: Hit, after: timedelta = timedelta(0)) -> bool:
    return gate(hit, NOW + after, officer=hit.officer, open_hit_id=hit.hit_id).may_stop


STEPS: tuple[Callable[[Hit], Hit], ...] = (
    entered,
    answered,
    lambda hit: shown(hit, TWIN, at=timedelta(0)),
)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize("place", range(3))
def test_a_record_that_left_the_list_opens_nothing_whenever_it_left(place: int) -> None:
    hit = a_hit(None, PLATE, TWIN)
    order = [STEPS[0], STEPS[1]]
    order.insert(place, STEPS[2])
    for step in order:
        hit = shown(hit, TWIN, at=timedelta(0)) if STEPS[2] in order[:place] else hit
        if hit.state is not HitState.CONTRARY:
            hit = step(hit)
    assert not may_stop(hit)
    assert shown(hit, TWIN).contrary[0].kind is Contrary.RECORD_CANCELED


@given(st.permutations(["plate", "vehicle", "twin"]), st.integers(1, 3))
def test_lists_one_after_the_other_leave_a_hit_as_the_last_of_them_would(
    order: list[str], left: int
) -> None:
    """Unless nothing was left in between, which stays told."""
    entries = {e.entry_id: e for e in (PLATE, VEHICLE, TWIN)}
    hit = answered(entered(a_hit(None, *entries.values())))
    last = {entries[name] for name in order[:left]}
    between = last | {entries[name] for name in order[1:]}
    if {PLATE, VEHICLE} & last:
        steps = shown(shown(hit, *between, version=2), *last, version=3)
        assert set(steps.superseded.records) == set(
            shown(hit, *last, version=3).superseded.records
        )
        assert steps.contrary == ()
    else:
        assert shown(hit, *last).state is HitState.CONTRARY


def test_of_two_records_on_the_plate_one_is_enough_but_its_status_is_asked_anew() -> None:
    hit = answered(entered(a_hit(None, PLATE, VEHICLE)))
    assert may_stop(hit)
    left = shown(hit, PLATE)
    assert left.contrary == ()
    held = gate(left, NOW, officer=left.officer, open_hit_id=left.hit_id)
    assert held.missing == (Check.STATUS, Check.DCIN)
    assert held.status(Check.STATUS) is CheckStatus.EXPIRED
    assert may_stop(answered(left))
    assert shown(left, PLATE, version=3) == left


def test_another_plates_record_that_leaves_asks_nothing_anew() -> None:
    hit = answered(entered(a_hit(None, PLATE, TWIN)))
    assert may_stop(shown(hit, PLATE))


def test_before_the_entry_all_that_it_may_be_have_to_be_gone() -> None:
    hit = open_hit(a_hit(None, PLATE, TWIN), NOW)
    assert shown(hit, TWIN).state is HitState.BLIND
    gone = shown(hit)
    assert gone.state is HitState.CONTRARY
    assert withdrawn(gone, NOW) is None


def test_a_record_corrected_to_another_plate_or_state_has_left() -> None:
    hit = answered(entered(a_hit(None, PLATE)))
    for text, state in (("EXN2B94", "NC"), ("EXN2894", "SC")):
        corrected = an_entry(text, state, category="P", entry_id="plate")
        assert shown(hit, corrected).contrary[0].kind is Contrary.RECORD_CANCELED
    written = an_entry("EXN-2894", category="P", entry_id="plate", note="seen in Concord")
    assert may_stop(shown(hit, written))


def test_what_contradicted_a_hit_counts_when_its_answers_are_superseded() -> None:
    no = state_status(compared(), StatusReply(StatusSource.MDT, StatusResult.NO_RECORD, NOW))
    left = supersede_answers(no)
    assert (
        gate(left, NOW, officer=left.officer, open_hit_id=left.hit_id).status(Check.STATUS)
        is CheckStatus.NO_RECORD
    )
    assert supersede_answers(
        contradict(left, ContraryFact(Contrary.NOT_THIS_PLATE, "x", NOW))
    ).contrary


# ------------------------------------------------------------------------ another unit's hit


def relayed(*entries: HotlistEntry) -> Hit:
    there = RelayedFrom("Unit 7", "A. Sample", "there", (), NOW)
    return entered(a_hit(a_read(), *entries, relayed_from=there, list_version=5))


@pytest.mark.parametrize(("version", "is_gone"), [(4, False), (5, False), (6, True)])
def test_only_a_newer_list_than_the_senders_speaks_of_a_relayed_hit(
    version: int, *, is_gone: bool
) -> None:
    left = shown(relayed(PLATE), version=version)
    assert bool(left.contrary) is is_gone


def test_a_manual_entry_that_is_not_listed_yet_when_it_is_passed_on_has_not_left() -> None:
    entry = listed(a_manual_entry(a_draft("EXN2894")))
    hit = relayed(entry)
    assert shown(hit, version=6, at=timedelta(seconds=-1)).contrary == ()
    assert shown(hit, version=7, at=timedelta(seconds=1)).contrary


# --------------------------------------------------------------------- a clock that goes back


def test_a_reply_does_not_count_again_when_a_clock_set_back_comes_past_its_time() -> None:
    hit = answered(compared())
    seen = supersede_future_answers(hit, NOW - timedelta(hours=1))
    for minutes in (-60, -1, 0, 5):
        assert not may_stop(seen, timedelta(minutes=minutes))
    assert supersede_future_answers(hit, NOW - timedelta(seconds=0.5)) == hit


def test_after_a_clock_was_set_back_it_can_be_stated_that_nobody_could_be_asked() -> None:
    hit = supersede_future_answers(answered(compared()), NOW - timedelta(hours=1))
    ago = NOW - timedelta(minutes=59)
    for source in (StatusSource.MDT, StatusSource.DCIN):
        hit = state_not_practicable(hit, NotPracticable(source, WhyNot.NO_LINK, ago))
    decision = gate(hit, ago, officer=hit.officer, open_hit_id=hit.hit_id)
    assert decision.form is GateForm.OPEN_WITHOUT_STATUS
    again = supersede_answers(hit)
    assert (
        gate(again, ago, officer=again.officer, open_hit_id=hit.hit_id).status(Check.DCIN)
        is CheckStatus.CLOCK_CHANGED
    )


STEPS_OF_A_CLOCK = st.tuples(st.sampled_from(["passes", "is set"]), st.integers(-900, 900))


@given(st.lists(STEPS_OF_A_CLOCK, min_size=1, max_size=12))
def test_no_walk_of_the_clock_lets_an_answer_count_for_longer_than_ten_minutes(
    steps: list[tuple[str, int]],
) -> None:
    """The clock is looked at while it goes on, and after it was set."""
    hit, wall, passed, latest = answered(compared()), NOW, 0, NOW
    for what, seconds in steps:
        step = abs(seconds) if what == "passes" else seconds
        wall += timedelta(seconds=step)
        passed += step if what == "passes" else 0
        was_set_back = latest - wall > policy.MAX_CLOCK_SETBACK
        hit = supersede_answers(hit) if was_set_back else supersede_future_answers(hit, wall)
        latest = wall if was_set_back else max(latest, wall)
        if may_stop(hit, wall - NOW):
            assert timedelta(seconds=passed) < (
                policy.STATUS_REPLY_GOOD_FOR + policy.MAX_CLOCK_SETBACK
            )


def test_every_order_of_leaving_entering_and_setting_back_ends_shut() -> None:
    def clock(hit: Hit) -> Hit:
        return supersede_future_answers(hit, NOW - timedelta(hours=1))

    def left(hit: Hit) -> Hit:
        return shown(hit, VEHICLE, at=timedelta(0))

    for order in itertools.permutations([entered, answered, clock, left]):
        if order.index(answered) < order.index(entered):
            continue
        hit = a_hit(None, PLATE, VEHICLE)
        for step in order:
            hit = step(hit)
        after_answer = {clock, left} & set(order[order.index(answered) :])
        assert may_stop(hit) is not bool(after_answer)


def test_the_compared_record_is_listed_as_it_is() -> None:
    assert shown(compared(), RECORD) == compared()


def test_an_answer_to_a_question_of_before_the_clock_was_set_back_counts_at_no_time() -> None:
    asked = gateway.ask(compared(), "q", NOW)
    ago = NOW - timedelta(hours=1)
    answer = StatusAnswer(
        "q", "EXN2894", "NC", RECORD.entry_id, RECORD.nic, GatewayResult.ACTIVE,
        GatewaySource.DCIN, "SWITCH1", ago, simulated=False,
    )  # fmt: skip
    hit = gateway.apply_answer(supersede_answers(asked), answer, ago)
    assert not may_stop(hit, timedelta(hours=-1))
    hit = supersede_future_answers(hit, ago)
    assert not any(may_stop(hit, timedelta(minutes=minutes)) for minutes in range(-60, 15))


class DamagedPart:
    """Delivered entries none of which can be read."""

    count, is_damaged = 10, True

    def at(self, _folded_text: str) -> tuple[HotlistEntry, ...]:
        return ()


def test_a_record_that_a_damaged_list_lacks_has_not_left() -> None:
    damaged = DictIndex(a_list(version=2, delivered=DamagedPart()))
    assert compare_with_list(a_hit(), damaged) == a_hit()
    over_it = OverlaidIndex(damaged, (), ())
    assert withdrawn(compare_with_list(a_hit(), over_it), NOW) is None


def test_a_manual_entry_that_came_to_its_end_is_withdrawn_from_a_damaged_list_too() -> None:
    manual = an_entry(category="B", expires_at=NOW + LATER)
    damaged = DictIndex(a_list(version=2, delivered=DamagedPart()))
    left = compare_with_list(a_hit(None, manual), damaged)
    assert withdrawn(left, NOW + LATER) is Contrary.RECORD_EXPIRED


@pytest.mark.proved("HOT-02")
def test_an_entry_that_left_is_missed_in_a_newer_list_however_old_its_data_is() -> None:
    """What counts is when headquarters made the list, not the age of the oldest list in it."""
    entry = listed(a_manual_entry(a_draft()))
    hit = relayed(entry)
    made_at = NOW + LATER
    long_ago = NOW - timedelta(days=66)
    index = DictIndex(a_list(version=6, compiled_at=long_ago, made_at=made_at))
    assert withdrawn(compare_with_list(hit, index), made_at) is not None


OTHER_VEHICLE = replace(RECORD, color="BLU", make="FORD", style="PK")


def compared_with(record: HotlistEntry) -> Hit:
    """Return a compared hit on a record that names another vehicle than was seen."""
    seen = VehicleAnswer(Body.SUV, Color.BLACK, NOW)
    hit = answer_vehicle(open_hit(a_hit(None, record), NOW), seen)
    return enter(hit, "EXN2894", "NC", NOW, picture_s=2)


def test_a_record_that_says_another_vehicle_now_shuts_the_gate_until_that_is_checked() -> None:
    """The officer saw the vehicle that the record named before."""
    hit = answered(compared())
    assert may_stop(hit)
    left = shown(hit, OTHER_VEHICLE)
    assert left.records == (OTHER_VEHICLE,)
    assert left.contrary == ()
    held = gate(left, NOW, officer=left.officer, open_hit_id=left.hit_id)
    assert held.status(Check.VEHICLE) is CheckStatus.CONTRADICTED
    assert not may_stop(answered(left))
    assert may_stop(answered(give_vehicle_reason(left, "repainted", NOW)))


def test_a_reason_for_what_the_record_said_before_is_given_again() -> None:
    hit = answered(give_vehicle_reason(compared_with(OTHER_VEHICLE), "repainted", NOW))
    assert may_stop(hit)
    left = answered(shown(hit, replace(OTHER_VEHICLE, make="TOYT")))
    assert not may_stop(left)
    assert left.vehicle_reason == ""
    assert may_stop(give_vehicle_reason(left, "repainted", NOW))


def test_a_record_that_changed_in_its_words_only_shows_them_and_asks_nothing_anew() -> None:
    left = shown(answered(compared()), replace(RECORD, note="occupants armed"))
    assert [record.note for record in left.records] == ["occupants armed"]
    assert may_stop(left)
    assert shown(left, *left.records, version=3) == left


def test_before_the_entry_the_record_that_will_be_shown_is_the_newest() -> None:
    assert entered(shown(a_hit(None, RECORD), OTHER_VEHICLE)).records == (OTHER_VEHICLE,)


def test_another_officer_gives_reasons_of_their_own_after_a_change() -> None:
    hit = shown(give_vehicle_reason(compared_with(OTHER_VEHICLE), "repainted", NOW), RECORD)
    next_officer = Officer("officer-2", "session-2", "B. Other")
    theirs = hand_over(hit, next_officer, NOW)
    assert theirs.counted_reasons == ()
    seen = answer_vehicle(open_hit(theirs, NOW), VehicleAnswer(Body.SUV, Color.GREEN, NOW))
    own = give_vehicle_reason(entered(seen), "repainted", NOW)
    assert own.vehicle_reason == "repainted"
