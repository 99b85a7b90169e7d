import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.printable import escaped, is_printable

HOSTILE = [
    "a\n9001: false line", "\x1b[2J", "\x9b31m", "a\u202eb", "\u2066a\u2069", "\u200b", "\x7f",
    "\u2028", "\ud800", "\0", "\r", "\t", "\U000e0041",
]  # fmt: skip


@pytest.mark.proved("V8")
@pytest.mark.attack("V8")
@pytest.mark.parametrize("text", HOSTILE)
def test_what_moves_a_cursor_or_makes_a_line_is_written_out(text: str) -> None:
    assert not is_printable(text)
    assert is_printable(escaped(text))
    assert escaped(text).isascii() or "\u2014" not in text


@given(st.text())
def test_whatever_is_escaped_shows_on_one_line(text: str) -> None:
    shown = escaped(text)
    assert len(shown.splitlines()) <= 1
    assert all(unicodedata.category(one) not in {"Cc", "Cf", "Cs"} for one in shown)


@pytest.mark.parametrize("text", ["M\u00fcller", "Unit 12", "\u6f22\u5b57", "O'Brien-\u00d8", ""])
def test_names_of_people_stay_as_they_are(text: str) -> None:
    assert escaped(text) == text
