"""Columns of a text network speak for the words of a state, also where they spell them badly."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.ctc import Columns
from mdt_alpr.adapters.plate_words import Phrase, Phrases, known_phrases
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.reading.state_of_issuance import NO_SERIES, issuing_state
from mdt_alpr.files.paths import resource
from tests.profiles import examples

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,.'- "
CLASSES = ("", *LETTERS)
PHRASES = Phrases(known_phrases(), CLASSES)


def columns_of(text: str, sure: float = 0.98) -> Columns:
    """Return what a network says that spells ``text`` with blanks between, each as sure."""
    columns = np.full((2 * len(text) + 1, len(CLASSES)), (1 - sure) / (len(CLASSES) - 1))
    columns[0::2, 0] = sure
    for place, letter in enumerate(text.upper()):
        columns[2 * place + 1, CLASSES.index(letter)] = sure
    return columns.astype(np.float32)


def state_of(*lines: str, sure: float = 0.98) -> str:
    words = PHRASES.words([columns_of(line, sure) for line in lines])
    return issuing_state({}, words, (), NO_SERIES)[0]


@pytest.mark.parametrize(("state", "name"), STATES.items(), ids=STATES)
def test_every_state_is_likeliest_where_its_name_is(state: str, name: str) -> None:
    for line in (name, f"JAN {name} 27"):
        words = PHRASES.words([columns_of(line)])
        assert max(words, key=lambda one: words[one]) == state


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (["First in Flight"], "NC"),
        (["FRST IN FLIGH7"], "NC"),
        (["NORTH CAROLIMA", "FRST IN FREEDOM"], "NC"),
        (["CALIFORNA"], "CA"),
        (["LAND OF LINCOLN"], "IL"),
        (["WEST VIRGINIA"], "WV"),
        (["VIRGINIA"], "VA"),
        (["WASHINGTON", "EVERGREEN STATE"], "WA"),
        (["WASHINGTON DC", "TAXATION WITHOUT REPRESENTATION"], "DC"),
        (["10,000 lakes"], "MN"),
    ],
)
def test_names_and_slogans_tell_the_state(lines: list[str], state: str) -> None:
    assert state_of(*lines) == state


@pytest.mark.parametrize(
    "lines",
    [
        [], [""], ["CAROLINA"], ["DAKOTA"], ["OHO"], ["UTAM"], ["COUNTY"], ["IN GOD WE TRUST"],
        ["SUNNY TOYOTA OF SPRINGFIELD"], ["EXN2894"], ["NORTH CAROLINA", "SOUTH CAROLINA"],
    ],
)  # fmt: skip
def test_what_no_state_or_several_print_tells_none(lines: list[str]) -> None:
    assert state_of(*lines) == ""


@settings(max_examples=examples(60))
@given(st.lists(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ", max_size=8), max_size=3))
def test_a_serial_tells_no_state_unless_it_spells_one(texts: list[str]) -> None:
    spelled = any(
        phrase.letters[:4] in text.replace(" ", "").replace("O", "0")
        for text in texts
        for phrase in known_phrases()
    )
    assert spelled or state_of(*texts) == ""


@pytest.mark.parametrize(
    "phrase", [p for p in known_phrases() if p.state not in STATES], ids=lambda p: p.letters
)
def test_a_plate_of_another_country_is_of_no_state(phrase: Phrase) -> None:
    assert state_of(phrase.letters) == ""
    sure = issuing_state({"CA": 0.99}, PHRASES.words([columns_of(phrase.letters)]), (), NO_SERIES)
    assert sure[0] == ""


def test_words_that_stand_on_the_edge_are_a_frames_and_name_no_state() -> None:
    inside = [columns_of("CALIFORNIA"), columns_of("OKLAHOMA")]
    assert issuing_state({}, PHRASES.words(inside), (), NO_SERIES)[0] == ""
    words = PHRASES.words(inside, [columns_of("OKLAHOMA"), columns_of("")])
    assert issuing_state({}, words, (), NO_SERIES)[0] == "CA"


def test_an_unsure_line_says_less() -> None:
    sure, unsure = (PHRASES.words([columns_of("CALIFORNIA", how)])["CA"] for how in (0.9, 0.2))
    assert sure > unsure > 0


def test_a_name_says_more_than_its_end_that_is_another_states() -> None:
    words = PHRASES.words([columns_of("ARKANSAS")])
    assert words["AR"] > words["KS"] + 1


def test_no_slogan_belongs_to_two_states() -> None:
    slogans = json.loads(resource("states/slogans.json").read_text(encoding="utf-8"))["slogans"]
    assert set(slogans) <= set(STATES)
    phrases = [phrase.lower() for words in slogans.values() for phrase in words]
    assert len(phrases) == len(set(phrases))
