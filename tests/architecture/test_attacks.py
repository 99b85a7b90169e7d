"""Each attack of the security review has a test that refuses it: ``pytest -m attack``."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
MARK = re.compile(r'mark\.attack\("(V\d+[a-z]?)"\)')

ATTACKS = {
    "V1a": "be another car by its name",
    "V1b": "make an entry in another officer's name",
    "V1c": "remove another officer's entry",
    "V1d": "close the case of another officer's entry",
    "V1e": "shut another car's gate by a forged reply",
    "V1f": "swallow another car's notices",
    "V1g": "end another car's hit",
    "V1h": "get another unit's relays and pictures",
    "V1i": "overwrite another car's read",
    "V1j": "register a false key before the car itself does",
    "V1k": "have a false key accepted because it came last",
    "V1l": "break another car's audit chain for good",
    "V1m": "approve one's own request, review one's own hit",
    "V1n": "get the whole hotlist at a desk",
    "V1o": "ask for the status of any plate without a hit",
    "V1p": "see where any plate was by an entry that is removed again",
    "V2": "rewrite headquarters' own audit",
    "V3": "have the car report to another company",
    "V4": "listen in, or come in by a password alone",
    "V5": "be a false headquarters for a car",
    "V6": "use a locked car by a restart, or by guessing without a link",
    "V7": "stop the service without an account",
    "V8": "write into the audit without an account",
    "V9": "change the car's program or settings, or read its memory",
    "V10": "erase everything by a wrong clock",
    "V11": "give a command in anybody's name",
    "V12": "read headquarters' disk",
    "V13": "forge a package, shorten a backup, lock accounts out by the calendar",
    "V14": "send texts that harm, act unseen with many sessions",
}
"""What was tried, by the number of the review."""


def test_every_attack_of_the_review_is_refused_by_a_test() -> None:
    marked = {
        number
        for path in TESTS.rglob("test_*.py")
        for number in MARK.findall(path.read_text("utf-8"))
    }
    assert marked == ATTACKS.keys()
