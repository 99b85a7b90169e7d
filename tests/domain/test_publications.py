"""What is published is checked by a named person first and every quarter (DIS-09)."""

from datetime import timedelta

import pytest

from mdt_alpr.domain.policy import CONTENT_CHECKED_EVERY
from mdt_alpr.domain.review.publications import (
    Publication,
    PublicationRefusedError,
    PublicationState,
    check,
    publish,
    take_down,
)
from tests.builders import NOW

BY, LOOKED = "custodian-1", "Every figure, no plate, place or person"


def a_page() -> Publication:
    return publish("Page for the public", "The city's web site", BY, NOW)


def test_it_waits_for_its_first_check_and_again_after_each_quarter() -> None:
    found = a_page()
    assert found.state(NOW) is PublicationState.NOT_CHECKED
    found = check(found, BY, LOOKED, NOW, is_clear=True)
    assert found.state(NOW + timedelta(days=90)) is PublicationState.CHECKED
    assert found.state(NOW + CONTENT_CHECKED_EVERY) is PublicationState.DUE
    found = check(found, "administrator-1", LOOKED, NOW + CONTENT_CHECKED_EVERY, is_clear=True)
    assert found.state(NOW + CONTENT_CHECKED_EVERY) is PublicationState.CHECKED
    assert [one.by for one in found.checks] == [BY, "administrator-1"]


def test_what_is_not_public_has_to_come_down_until_a_check_finds_nothing() -> None:
    found = check(a_page(), BY, LOOKED, NOW, is_clear=True)
    found = check(found, BY, "A photo shows a plate", NOW, is_clear=False)
    assert found.state(NOW) is PublicationState.NOT_PUBLIC
    assert found.due_at is None
    mended = check(found, BY, "The photo is gone now", NOW, is_clear=True)
    assert mended.state(NOW) is PublicationState.CHECKED
    over = take_down(found, BY, "The photo cannot be blurred", NOW)
    assert over.state(NOW + 9 * CONTENT_CHECKED_EVERY) is PublicationState.WITHDRAWN
    with pytest.raises(PublicationRefusedError, match="no longer published"):
        check(over, BY, LOOKED, NOW, is_clear=True)
    with pytest.raises(PublicationRefusedError, match="no longer published"):
        take_down(over, BY, "once more, to be sure", NOW)


@pytest.mark.parametrize("title", ["", "ab", "x" * 301])
def test_a_line_says_what_is_published(title: str) -> None:
    with pytest.raises(PublicationRefusedError):
        publish(title, "The city's web site", BY, NOW)


@pytest.mark.parametrize("words", ["", "ok"])
def test_a_check_says_what_was_looked_at(words: str) -> None:
    with pytest.raises(PublicationRefusedError):
        check(a_page(), BY, words, NOW, is_clear=True)
