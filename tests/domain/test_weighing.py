"""Two readers that weigh each other's texts find one answer, and say how sure it is."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.reading.reader_fusion import ScoredText, doubted_by_series, together
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW, Character
from mdt_alpr.domain.reading.state_of_issuance import NumberedSeries
from tests.observations import characters_of

LOGS = st.floats(-60, 0)
TEXTS = st.text("ABC123", min_size=1, max_size=8)


def text_of(*weighed: ScoredText) -> str:
    return "".join(character.text for character in together(weighed, ()))


def likelihood(share: float) -> float:
    return math.log(share)


def test_the_text_on_which_both_can_agree_wins_over_the_favorites_of_one() -> None:
    first = ScoredText("ABC123", (likelihood(0.55), likelihood(0.01)))
    second = ScoredText("A8C123", (likelihood(0.01), likelihood(0.55)))
    both = ScoredText("ABC128", (likelihood(0.40), likelihood(0.40)))
    assert text_of(first, second, both) == "ABC128"


def test_an_end_that_the_second_reader_would_rather_do_without_is_no_part_of_the_text() -> None:
    post, badge = ScoredText("159CAD1", (-1.2, -1.1)), ScoredText("YBW231", (-0.4, -4.0))
    assert text_of(post, ScoredText("59CAD1", (-1.7, -0.8))) == "59CAD1"
    assert text_of(badge, ScoredText("YBW23", (-3.5, -0.6))) == "YBW23"


def test_an_end_stays_that_the_second_reader_wants_or_that_the_first_is_sure_of() -> None:
    wanted, sure = ScoredText("ABC123", (-1.9, -2.8)), ScoredText("ABC123", (-0.1, -3.0))
    assert text_of(wanted, ScoredText("ABC12", (-0.8, -4.9))) == "ABC123"
    assert text_of(sure, ScoredText("ABC12", (-9.0, -1.0))) == "ABC123"
    assert text_of(ScoredText("ABC123", (-0.6,)), ScoredText("ABC12", (-0.9,))) == "ABC123"


def test_nothing_weighed_is_nothing_read() -> None:
    assert together([], ()) == ()


def test_what_the_texts_share_is_surer_than_where_they_differ() -> None:
    characters = together(
        [
            ScoredText("AB1", (likelihood(0.6), likelihood(0.5))),
            ScoredText("A81", (likelihood(0.3), likelihood(0.4))),
        ],
        characters_of("AB1"),
    )
    assert characters[0].confidence == pytest.approx(1.0)
    assert characters[1].confidence < 0.9
    assert [text for text, _ in characters[1].alternatives] == ["8"]


def test_a_text_of_another_length_speaks_against_every_character() -> None:
    characters = together(
        [
            ScoredText("AB1", (likelihood(0.5), likelihood(0.5))),
            ScoredText("AB12", (likelihood(0.4), likelihood(0.4))),
        ],
        characters_of("AB1"),
    )
    assert max(character.confidence for character in characters) < 0.7


@pytest.mark.parametrize("said", ["", "00", "8", "O"])
def test_a_zero_may_as_well_be_the_letter_where_the_first_reader_did_not_tell(said: str) -> None:
    (zero,) = together([ScoredText("0", (likelihood(0.9), likelihood(0.9)))], characters_of(said))
    assert (zero.text, zero.alternatives) == ("0", (("O", zero.confidence),))


@pytest.mark.parametrize("said", "0O")
def test_letter_o_and_digit_zero_are_told_apart_where_the_first_reader_did(said: str) -> None:
    resolved = tuple(Character(c, 0.95, is_resolved=True) for c in said + "0")
    one, _ = together([ScoredText("00", (likelihood(0.9), likelihood(0.9)))], resolved)
    assert (one.text, one.alternatives, one.is_resolved) == (said, (), True)


def test_what_the_first_reader_left_open_stays_open() -> None:
    tied = (Character("0", 0.99, (("O", 0.99),)),)
    (zero,) = together([ScoredText("0", (likelihood(0.9), likelihood(0.9)))], tied)
    assert (zero.text, zero.alternatives) == ("0", (("O", zero.confidence),))


def test_what_the_first_reader_alone_read_otherwise_stays_doubtful() -> None:
    weighed = [
        ScoredText("AB1", (likelihood(0.1), likelihood(0.9))),
        ScoredText("A81", (likelihood(0.3), likelihood(0.001))),
    ]
    characters = together(weighed, characters_of("A81"))
    assert "".join(c.text for c in characters) == "AB1"
    assert [c.confidence >= DOUBTFUL_BELOW for c in characters] == [True, False, True]
    assert all(c.confidence < DOUBTFUL_BELOW for c in together(weighed, characters_of("A8")))


def test_what_the_first_reader_alone_doubted_stays_doubtful_though_both_agree() -> None:
    weighed = [
        ScoredText("AB1", (likelihood(0.9), likelihood(0.99))),
        ScoredText("A81", (likelihood(0.05), likelihood(0.001))),
    ]
    said = (*characters_of("A", 0.99), *characters_of("B", 0.6), *characters_of("1", 0.99))
    found = together(weighed, said)
    assert [c.confidence >= DOUBTFUL_BELOW for c in found] == [True, False, True]


@given(st.floats(-60, -3.6))
def test_what_the_first_reader_holds_all_but_impossible_is_believed_no_more_than_it_does(
    first: float,
) -> None:
    weighed = [ScoredText("20141118", (first, likelihood(0.999)))]
    found = together(weighed, characters_of("2O1411"))
    assert "".join(c.text for c in found) == "20141118"
    assert max(c.confidence for c in found) <= math.exp(first) + 0.0001


def test_what_the_first_reader_read_itself_at_the_first_try_is_believed_as_much_as_it_said() -> (
    None
):
    weighed = [ScoredText("7CAT7", (likelihood(0.02), likelihood(0.99)))]
    assert together(weighed, characters_of("7CAT7", 0.6))[0].confidence == pytest.approx(0.6)
    assert together(weighed, characters_of("7CA77", 0.6))[0].confidence < 0.03


def test_a_shape_of_a_series_makes_possible_what_the_first_reader_hardly_held_so() -> None:
    weighed = [ScoredText("ABC1234", (likelihood(0.01), likelihood(0.99)))]
    series = NumberedSeries({"NC": frozenset({"LLLDDDD"})})
    assert together(weighed, characters_of("A8C1234"), series)[0].confidence > 0.9
    assert together(weighed, characters_of("A8C1234"))[0].confidence < 0.02


@given(st.dictionaries(TEXTS, st.tuples(LOGS, LOGS), min_size=1, max_size=12))
def test_confidences_are_shares_and_the_order_does_not_matter(
    found: dict[str, tuple[float, float]],
) -> None:
    weighed = [ScoredText(text, logs) for text, logs in found.items()]
    said = characters_of(weighed[0].text)
    characters = together(weighed, said)
    assert characters == together(weighed[::-1], said)
    for character in characters:
        beliefs = dict(character.alternatives)
        assert 0 <= character.confidence <= 1
        assert character.text not in beliefs
        assert character.confidence + sum(beliefs.values()) <= 1.001


def test_a_shape_turns_a_close_choice_and_no_clear_one() -> None:
    close = [
        ScoredText("ABC1Z34", (likelihood(0.5), likelihood(0.5))),
        ScoredText("ABC1234", (likelihood(0.4), likelihood(0.4))),
    ]
    clear = [
        ScoredText("ABC1Z34", (likelihood(0.9), likelihood(0.9))),
        ScoredText("ABC1234", (likelihood(0.05), likelihood(0.1))),
    ]
    series = NumberedSeries({"NC": frozenset({"LLLDDDD"})})
    assert "".join(c.text for c in together(close, characters_of("ABC1Z34"))) == "ABC1Z34"
    assert "".join(c.text for c in together(close, characters_of("ABC1Z34"), series)) == "ABC1234"
    assert "".join(c.text for c in together(clear, characters_of("ABC1Z34"), series)) == "ABC1Z34"


MISSOURIAN = NumberedSeries({"MO": frozenset({"LLDLDL"})})


def ending_in(text: str, confidence: float, *others: tuple[str, float]) -> tuple[Character, ...]:
    last = Character(text[-1], confidence, others)
    return (*characters_of(text[:-1], 0.99), last)


def test_a_character_that_the_series_forbids_is_doubted_where_the_reader_saw_another() -> None:
    assert doubted_by_series(ending_in("YF2U68", 0.85, ("B", 0.08)), MISSOURIAN) == (5,)
    assert doubted_by_series(ending_in("YF2U68", 0.99, ("B", 0.005)), MISSOURIAN) == ()
    assert doubted_by_series(ending_in("YF2U68", 0.85, ("3", 0.08)), MISSOURIAN) == ()


def test_a_text_of_a_series_or_far_from_all_is_not_doubted() -> None:
    assert doubted_by_series(ending_in("YF2U6B", 0.85, ("8", 0.08)), MISSOURIAN) == ()
    assert doubted_by_series(ending_in("GOTCHA", 0.85, ("8", 0.08)), MISSOURIAN) == ()


def test_a_small_stack_is_no_part_of_the_shape() -> None:
    stack = characters_of("", stack="ES")
    assert doubted_by_series((*stack, *ending_in("YF2U6B", 0.85, ("8", 0.1))), MISSOURIAN) == ()
    doubted = (*stack, *ending_in("YF2U68", 0.85, ("B", 0.08)))
    assert doubted_by_series(doubted, MISSOURIAN) == (7,)
