"""No page of car and desk says a word of another state's order or statute (CM-6)."""

import re
from collections import defaultdict

from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.domain.policy_profile import DELIVERED
from mdt_alpr.lab.screens import screenshots
from tests.ui.seen_words import seen_words

NORTH_CAROLINA = re.compile(r"20-183|09\.21|ALPR-1|G\.S\.|PowerDMS|North Carolina")
MAINE = re.compile(r"MRSA|2117-A|Class E|Maine")
PLATE_STATE = re.compile(r"North Carolina(?='s\.|$|[?,.]|</b>)|Maine$")
"""The state that a plate shows or may show: plates of other states are on every road."""


def test_no_page_says_a_word_of_another_states_order_or_statute(qapp: object) -> None:
    assert qapp
    other = MAINE if PROFILE.name == DELIVERED else NORTH_CAROLINA
    wrong, seen = defaultdict(set), 0
    for name, window in screenshots.pages((1366, 768), "day"):
        for words in seen_words(window):
            seen += 1
            if other.search(PLATE_STATE.sub("", words)):
                wrong[words].add(name)
    assert dict(wrong) == {}
    assert seen > 100_000
