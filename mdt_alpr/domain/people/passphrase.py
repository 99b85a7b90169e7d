"""Whether a passphrase is hard enough to guess to wrap the key of a car's store (IA-5, SC-12)."""

import re
from itertools import pairwise

SHORTEST = 12
_LEAST_DIFFERENT = 6
_KNOWN_WORDS = re.compile("password|passphrase|passwort|qwerty|letmein|welcome|mdt-?alpr|police")
_WHAT_TO_DO = "Use several unrelated words."


def passphrase_fault(passphrase: str) -> str:
    """Return why a new passphrase is too weak and what to do; "" where it will do."""
    if len(passphrase) < SHORTEST:
        return f"The passphrase is too short: use {SHORTEST} characters or more."
    text = passphrase.casefold()
    if len(set(text)) < _LEAST_DIFFERENT:
        return f"The passphrase has too few different characters. {_WHAT_TO_DO}"
    if text in (text + text)[1:-1]:
        return f"The passphrase repeats one short piece. {_WHAT_TO_DO}"
    if _is_a_row(text):
        return f"The passphrase is a row of neighboring characters. {_WHAT_TO_DO}"
    if len(_KNOWN_WORDS.sub("", text)) < SHORTEST and _KNOWN_WORDS.search(text):
        return f"The passphrase is little more than a word that everybody tries. {_WHAT_TO_DO}"
    return ""


def _is_a_row(text: str) -> bool:
    """Tell whether most characters stand beside the one before, as in 123456 or fedcba."""
    near = sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(text))
    return near > len(text) // 2
