"""When a file in the drop folder has come whole (HOT-04)."""

from datetime import timedelta

import pytest

from mdt_alpr.domain.hotlist.delivery import STILL_FOR, is_complete
from tests.builders import NOW

LONG_AGO = NOW - timedelta(days=1)


def test_a_file_has_come_whole_when_nobody_wrote_to_it_for_two_minutes() -> None:
    assert timedelta(minutes=2) == STILL_FOR
    assert is_complete("VEH.txt", NOW - STILL_FOR, NOW)
    assert not is_complete("VEH.txt", NOW - STILL_FOR + timedelta(seconds=1), NOW)


@pytest.mark.parametrize(
    "name",
    ["VEH.txt.filepart", "VEH.txt.part", "VEH.TMP", "VEH.txt.partial", "VEH.crdownload", ".VEH"],
)
def test_a_part_file_never_has_however_long_its_sender_stalls(name: str) -> None:
    assert not is_complete(name, LONG_AGO, NOW)
    assert not is_complete(name, LONG_AGO, NOW, done_at=NOW)


def test_a_word_that_it_is_done_counts_at_once() -> None:
    assert is_complete("VEH.txt", NOW, NOW, done_at=NOW)


def test_a_word_that_was_left_by_an_earlier_delivery_does_not_count() -> None:
    assert not is_complete("VEH.txt", NOW, NOW, done_at=LONG_AGO)


def test_the_word_itself_is_no_delivery() -> None:
    assert not is_complete("VEH.txt.done", LONG_AGO, NOW)
