import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.adapters.state_lines import Line, StateLines, known_phrases
from mdt_alpr.domain.plate import STATES, UNKNOWN_STATE
from mdt_alpr.paths import resource

STATE_LINES = StateLines(known_phrases())


def state_of(*lines: str) -> str:
    return STATE_LINES.state([Line(line, 0.95) for line in lines])[0]


@pytest.mark.parametrize(("state", "name"), STATES.items(), ids=STATES)
def test_every_state_is_known_by_its_name(state: str, name: str) -> None:
    assert state_of(name.upper()) == state
    assert state_of(f"JAN {name} 27") == state


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (["First in Flight"], "NC"),
        (["FIRST IN FLIGH7"], "NC"),
        (["NORTH CAROLIMA", "FRST IN FREEDOM"], "NC"),
        (["LAND OF LINCOLN"], "IL"),
        (["WEST VIRGINIA"], "WV"),
        (["VIRGINIA"], "VA"),
        (["KANSAS"], "KS"),
        (["ARKANSAS"], "AR"),
        (["WASHINGTON", "EVERGREEN STATE"], "WA"),
        (["WASHINGTON DC", "TAXATION WITHOUT REPRESENTATION"], "DC"),
        (["10,000 lakes"], "MN"),
    ],
)
def test_state_is_told_from_names_and_slogans(lines: list[str], state: str) -> None:
    assert state_of(*lines) == state


@pytest.mark.parametrize(
    "lines",
    [
        [], [""], ["CAROLINA"], ["DAKOTA"], ["ST VIRGINIA"], ["OHO"], ["UTAM"], ["COUNTY"],
        ["IN GOD WE TRUST"], ["SUNNY TOYOTA OF SPRINGFIELD"], ["EXN2894"],
        ["NORTH CAROLINA", "SOUTH CAROLINA"],
    ],
)  # fmt: skip
def test_doubt_is_unknown(lines: list[str]) -> None:
    assert state_of(*lines) == UNKNOWN_STATE


@given(st.lists(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ", max_size=8), max_size=3))
def test_a_serial_names_no_state_unless_it_spells_one(texts: list[str]) -> None:
    spelled = any(
        name.upper().replace(" ", "")[:4] in text.replace(" ", "")
        for text in texts
        for name in STATES.values()
    )
    assert spelled or state_of(*texts) == UNKNOWN_STATE


def test_an_unsure_line_says_less() -> None:
    sure = STATE_LINES.state([Line("NORTH CAROLINA", 0.95)])
    unsure = STATE_LINES.state([Line("NORTH CAROLINA", 0.5)])
    assert sure[0] == unsure[0] == "NC"
    assert sure[1] > unsure[1]
    assert STATE_LINES.state([Line("NORTH CAROLINA", 0.1)]) == (UNKNOWN_STATE, 0.0)


def test_no_slogan_belongs_to_two_states() -> None:
    slogans = json.loads(resource("states/slogans.json").read_text(encoding="utf-8"))["slogans"]
    assert set(slogans) <= set(STATES)
    phrases = [phrase.lower() for words in slogans.values() for phrase in words]
    assert len(phrases) == len(set(phrases))
