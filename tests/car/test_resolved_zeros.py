import pytest

from mdt_alpr.domain.reading.reading import Character, PlateText
from mdt_alpr.lab.measure.evaluate_zeros import ResolvedZeros

TIED = (Character("0", 0.9, (("O", 0.9),)),)
DIGIT, OTHER = (Character("0", 0.9, is_resolved=True),), (Character("7", 0.9),)
LETTER = (Character("O", 0.9, is_resolved=True),)


@pytest.mark.parametrize(
    ("characters", "plate", "counted"),
    [
        ((*OTHER, *DIGIT), "7 0", (1, 1, 0)),
        ((*OTHER, *DIGIT), "7O", (1, 1, 1)),
        ((*LETTER, *LETTER), "O-0", (2, 2, 1)),
        ((*TIED, *OTHER), "O7", (1, 0, 0)),
        ((*DIGIT, *OTHER), "71", (0, 0, 0)),
        ((*DIGIT, *OTHER), "07Q", (0, 0, 0)),
    ],
)
def test_only_what_was_read_right_and_not_left_open_counts_as_answered(
    characters: tuple[Character, ...], plate: str, counted: tuple[int, int, int]
) -> None:
    tally = ResolvedZeros()
    tally.take(PlateText(characters), plate)
    there, result, wrong = counted
    assert tally.figures() == {"there": there, "resolved": result, "wrong": wrong}
