"""A note or reason that holds a plate is refused: it outlives the hit (S29)."""

import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.reason_words import BEFORE_NUMBERS, reads_like_a_plate
from mdt_alpr.domain.review.review import (
    CaseStep,
    CaseStepMade,
    ReviewKind,
    ReviewRefusedError,
    case_status,
    demand_review,
    demand_step,
)

pytestmark = pytest.mark.proved("S29")
NOW = datetime(2026, 11, 28, 19, 0, tzinfo=UTC)
PLATES = (
    "exn 2894", "Exn 2894", "EXn 2894",
    "EXN2894", "exn2894", "EXN-2894", "exn-2894", "EXN 2894", "ACM707V", "7ABC123", "123 ABC",
    "SJB902", "AB12345", "was (KTR4471).", "1ABC234", "EXN\u20132894", "EXN.2894", "EXN\u00b72894",
    "E X N 2 8 9 4", "e-x-n-2-8-9-4", "E. X. N. 2. 8. 9. 4",
    "\uff25\uff38\uff2e\uff12\uff18\uff19\uff14",
    "EXN\u200b2894", "EX\u00adN2894",
)  # fmt: skip
NONE = (
    "the 2019 Honda", "in may 2026", "at 1432", "ext 0100", "his car 1185", "in 2026", "call 9195",
    "26-039902", "Case 2026-0007 follows", "at 1432hrs", "on the 14th", "doing 100mph", "Unit 214",
    "unit214 agrees", "US 421 and NC 150", "NC-150", "I-85", "10:15 am", "officer-1 and ralvarez2",
    "G.S. 20-183.31", "The second character is a 7, not a 1.", "After 3000ms", "list 1185",
    "Call 919-555-0100", "at 13:24:49", "A silver Honda, not black.",
    "clause 9.21.5.A.4.b", "items 1, 2, 3, 4, 5, 6", "1 2 3 4 5 6", "see a, b, c, d, e, f",
)  # fmt: skip


@pytest.mark.parametrize("text", PLATES)
def test_what_has_the_shape_of_a_plate_is_found_in_a_sentence(text: str) -> None:
    assert reads_like_a_plate(text)
    assert reads_like_a_plate(f"The officer read {text} and stopped it.")


@pytest.mark.parametrize("text", NONE)
def test_numbers_times_roads_and_units_are_no_plates(text: str) -> None:
    assert not reads_like_a_plate(text)


LETTERS = st.text(string.ascii_letters, min_size=3, max_size=3)
FOUR = st.text(string.digits, min_size=4, max_size=4)


@given(LETTERS.filter(lambda word: word.lower() not in BEFORE_NUMBERS), FOUR)
def test_a_plate_in_small_letters_is_found_with_a_space_too(letters: str, digits: str) -> None:
    assert reads_like_a_plate(f"It read {letters} {digits}, and stopped it.")


@given(st.sampled_from(sorted(BEFORE_NUMBERS)), FOUR)
def test_a_number_after_an_everyday_word_is_no_plate(word: str, digits: str) -> None:
    assert not reads_like_a_plate(f"Stopped {word} {digits} by mistake.")


@pytest.mark.parametrize("kind", [ReviewKind.NOTE, ReviewKind.RETURNED, ReviewKind.CASE])
def test_a_review_with_a_plate_is_refused_with_what_to_write(kind: ReviewKind) -> None:
    with pytest.raises(ReviewRefusedError, match=r'write "the plate"') as refused:
        demand_review(kind, "Why was EXN2894 stopped?", "a", "b")
    assert "EXN" not in str(refused.value)
    assert demand_review(kind, "Why was the plate stopped?", "a", "b")


def test_a_step_in_a_case_with_a_plate_is_refused() -> None:
    opened = CaseStepMade(CaseStep.OPENED, NOW, "supervisor", "A reason of ten.")
    step = CaseStepMade(CaseStep.FROZEN, NOW, "supervisor", "Stopped EXN2894 twice without cause.")
    with pytest.raises(ReviewRefusedError, match="Leave the plate out"):
        demand_step(case_status("officer", [opened]), step, Role.ADMINISTRATOR)
