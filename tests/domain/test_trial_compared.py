"""Two readers on the same pictures: which is better, and when that is not told."""

import pytest

from mdt_alpr.domain.review.trial_compared import ComparedReaders


def test_each_score_is_of_all_pictures_and_the_last_of_those_where_they_differ() -> None:
    two = ComparedReaders("own", "other", both=80, only_first=3, only_second=9, neither=8)
    assert two.of == 100
    assert [(name, score.right, score.of) for name, score in two.scores()] == [
        ("own: every character", 83, 100),
        ("other: every character", 89, 100),
        ("other where one alone is right", 9, 12),
    ]


@pytest.mark.parametrize(
    ("only_first", "only_second", "words"),
    [
        (2, 14, "Reader other reads more of the same pictures right than own."),
        (14, 2, "Reader own reads more of the same pictures right than other."),
        (6, 9, ""),
        (0, 0, ""),
    ],
)
def test_one_is_called_better_only_beyond_chance(
    only_first: int, only_second: int, words: str
) -> None:
    assert ComparedReaders("own", "other", 50, only_first, only_second, 4).words == words
