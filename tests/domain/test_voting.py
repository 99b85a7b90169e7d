import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Character
from mdt_alpr.domain.reading.state_of_issuance import NumberedSeries
from mdt_alpr.domain.reading.voting import COUNTS_FROM, PlateObservation, edits, vote
from tests.observations import a_box, an_observation, characters_of

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
texts = st.text(ALPHABET, min_size=1, max_size=8)
confidences = st.floats(0.05, 1.0)


@st.composite
def characters(draw: st.DrawFn, text: st.SearchStrategy[str] = texts) -> tuple[Character, ...]:
    return tuple(Character(c, draw(confidences)) for c in draw(text))


@st.composite
def some_observations(
    draw: st.DrawFn, text: st.SearchStrategy[str] = texts, at_least: int = 1
) -> list[PlateObservation]:
    count = draw(st.integers(at_least, 6))
    return [
        an_observation(
            frame=frame,
            characters=draw(characters(text)),
            box=a_box(width=draw(st.floats(50, 400))),
            sharpness=draw(st.floats(0.0, 5.0)),
        )
        for frame in range(count)
    ]


def counting(observations: list[PlateObservation]) -> list[PlateObservation]:
    best = max(observation.weight for observation in observations)
    return [
        observation for observation in observations if observation.weight >= COUNTS_FROM * best
    ]


@given(some_observations(at_least=2), st.randoms(use_true_random=False))
def test_order_of_frames_does_not_matter(
    observations: list[PlateObservation], chance: random.Random
) -> None:
    mixed = observations[:]
    chance.shuffle(mixed)
    assert vote(mixed) == vote(observations)


@given(some_observations())
def test_one_frame_votes_for_itself(observations: list[PlateObservation]) -> None:
    single = vote(observations[:1])
    assert single is not None
    assert single.characters == observations[0].characters
    assert single.disputed == ()
    assert single.agreeing == (observations[0],)
    assert single.share == 1.0


@given(some_observations(text=st.text(ALPHABET, min_size=6, max_size=6), at_least=2))
def test_disputed_are_exactly_the_positions_at_which_frames_differ(
    observations: list[PlateObservation],
) -> None:
    found = vote(observations)
    assert found is not None
    said = [folded(observation.text) for observation in counting(observations)]
    differing = tuple(i for i in range(6) if len({text[i] for text in said}) > 1)
    assert found.disputed == differing


@given(some_observations(at_least=2))
def test_nothing_is_disputed_where_all_frames_say_the_same(
    observations: list[PlateObservation],
) -> None:
    same = [
        replace(observation, characters=observations[0].characters) for observation in observations
    ]
    found = vote(same)
    assert found is not None
    assert found.text == observations[0].text
    assert found.disputed == ()
    assert found.share == 1.0


@given(some_observations(at_least=2))
def test_confidence_stays_a_share(observations: list[PlateObservation]) -> None:
    found = vote(observations)
    assert found is not None
    for character in found.characters:
        assert 0.0 <= character.confidence <= 1.0
        assert all(0.0 <= belief <= 1.0 for _, belief in character.alternatives)


def test_nothing_read_gives_no_vote() -> None:
    assert vote([]) is None
    assert vote([an_observation("")]) is None


def test_large_sharp_and_sure_frames_outvote_small_ones() -> None:
    far = [an_observation("EXN2B94", frame, 0.6, box=a_box(width=60)) for frame in range(3)]
    near = an_observation("EXN2894", 9, 0.98, box=a_box(width=180))
    found = vote([*far, near])
    assert found is not None
    assert found.text == "EXN2894"


def test_many_fair_frames_outvote_one() -> None:
    observations = [an_observation("EXN2894", frame, 0.8) for frame in range(3)] + [
        an_observation("EXN2B94", 4, 0.9)
    ]
    found = vote(observations)
    assert found is not None
    assert found.text == "EXN2894"
    assert found.disputed == (4,)


def test_a_picture_that_is_far_too_poor_has_no_say() -> None:
    poor = an_observation("QQQQQQQ", 1, 0.2, sharpness=0.1)
    found = vote([an_observation("EXN2894"), poor])
    assert found is not None
    assert found.disputed == ()
    assert found.share == 1.0


def test_letter_o_and_digit_0_are_no_dispute() -> None:
    found = vote([an_observation("AB0123", 0), an_observation("ABO123", 1)])
    assert found is not None
    assert found.disputed == ()
    assert len(found.agreeing) == 2


def test_a_missing_character_is_aligned_and_disputed() -> None:
    observations = [
        an_observation("EXN2894", 0),
        an_observation("EXN2894", 1),
        an_observation("EN2894", 2),
    ]
    found = vote(observations)
    assert found is not None
    assert found.text == "EXN2894"
    assert found.disputed == (1,)


def test_an_extra_character_disputes_its_neighbor() -> None:
    found = vote(
        [an_observation("EXN2894", 0), an_observation("EXN2894", 1), an_observation("EXN28941", 2)]
    )
    assert found is not None
    assert found.text == "EXN2894"
    assert found.disputed == (6,)


def test_alternatives_of_all_frames_are_kept() -> None:
    unsure = (*characters_of("EXN2894")[:-1], Character("4", 0.6, (("A", 0.38),)))
    found = vote([an_observation("EXN2894"), an_observation(frame=1, characters=unsure)])
    assert found is not None
    assert [text for text, _ in found.characters[-1].alternatives] == ["A"]


def test_state_needs_agreement() -> None:
    nc = [an_observation(frame=i, state="NC", state_confidence=0.9) for i in range(3)]
    found = vote([*nc, an_observation(frame=5)])
    assert found is not None
    assert (found.state, found.state_confidence) == ("NC", 0.9)
    torn = vote([nc[0], an_observation(frame=6, state="SC", state_confidence=0.9)])
    assert torn is not None
    assert (torn.state, torn.state_confidence) == ("", 0.0)


def test_looks_of_frames_that_agree_name_the_state_that_one_of_them_leaves_open() -> None:
    series = NumberedSeries({"NC": frozenset({"LLLDDDD"}), "VA": frozenset({"LLLDDDD"})})
    looks = [{"NC": 0.9, "VA": 0.1}] * 6
    frames = [an_observation(frame=i, design=look) for i, look in enumerate(looks)]
    alone, together = vote(frames[:1], series), vote(frames, series)
    assert alone is not None
    assert alone.state == ""
    assert together is not None
    assert together.state == "NC"
    misread = [an_observation("EXN2B94", frame=9, confidence=0.5, design={"VA": 1.0})]
    still = vote([*frames, *misread], series)
    assert still is not None
    assert still.state == "NC"


@given(texts, texts)
def test_edits_are_a_distance(one: str, other: str) -> None:
    assert edits(one, other) == edits(other, one)
    assert (edits(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= edits(one, other) <= max(len(one), len(other))


def test_a_stack_that_most_frames_show_stays_a_stack() -> None:
    small = tuple(Character(c, 0.75, stacked=True) for c in "ES")
    observations = [
        an_observation(frame=n, characters=(*characters_of("2250"), *small)) for n in range(3)
    ]
    found = vote([*observations, an_observation("2250E5", 3)])

    assert found is not None
    assert found.text == "2250ES"
    assert [c.stacked for c in found.characters] == [False] * 4 + [True] * 2
