"""Which passwords and which ids an account may have (ACC-01, ACC-03; CJIS IA-5(1), IA-4)."""

import re
import unicodedata
from collections.abc import Collection, Container
from datetime import date, datetime
from itertools import pairwise

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import PASSWORD_LASTS, PASSWORD_WARNED_BEFORE, capture_date, day_words
from mdt_alpr.domain.printable import LONGEST_ID

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1024
"""ACC-03; the upper limit only keeps hashing cheap."""
PASSWORD_RULES = (
    f"At least {SHORTEST_PASSWORD} characters, not a commonly used password, and without the user "
    "name, the agency's name, or the word password."
)
"""What ``demand_password`` accepts, for whoever chooses one."""
_NEVER_IN_IT = ("password", "mdt-alpr", "mdtalpr")
_SHORTEST_WORD = 3
"""Shorter ids are in many good passwords by chance."""


class PasswordRefusedError(DomainError):
    """The password is too easily guessed; the sentence says what to change, never the password."""


class PersonIdRefusedError(DomainError):
    """The id cannot be an account's; the sentence says why."""


def folded(words: str) -> str:
    """Return a key that ignores case and width of letters."""
    return unicodedata.normalize("NFKC", words).casefold()


def demand_password(
    password: str, person_id: str, banned: Container[str], agency_words: Collection[str] = ()
) -> None:
    """Refuse a password that is easy to guess (ACC-03).

    ``banned`` has whole passwords and the words that most begin with, ``agency_words`` what none
    may contain; both folded.

    Raises:
        PasswordRefusedError: too short or long, blank, commonly used, or with a word that
            everybody knows about this account.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        message = f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters."
        raise PasswordRefusedError(message)
    plain = folded(password)
    if len(set(plain)) <= 2:  # noqa: PLR2004 - "aaaaaaaa", "abababab", eight blanks
        message = "The password repeats one or two characters. Choose another one."
        raise PasswordRefusedError(message)
    if any(form in banned for form in _forms(plain)):
        message = "This password is on the list of commonly used ones. Choose another one."
        raise PasswordRefusedError(message)
    person = folded(person_id)
    known = [*_NEVER_IN_IT, *agency_words, *([person] if len(person) >= _SHORTEST_WORD else [])]
    if any(word in plain for word in known):
        raise PasswordRefusedError(
            "The password contains the user name, the agency's name, or the word password. "
            "Choose another one."
        )


def password_is_due(set_at: datetime | None, now: datetime, *, is_temporary: bool) -> bool:
    """Return whether a password must be changed at sign-in: set by someone else, or a year old.

    One of unknown age counts as old.
    """
    return is_temporary or set_at is None or now - set_at >= PASSWORD_LASTS


def password_ends(set_at: datetime) -> date:
    """Return the last day on which a person signs in without changing the password."""
    return capture_date(set_at + PASSWORD_LASTS)


def password_words(ends: date, today: date) -> str:
    """Return the sentence that a password ends soon; empty where it does not (ACC-03)."""
    if ends - today > PASSWORD_WARNED_BEFORE:
        return ""
    return f"Your password ends {day_words(ends, today)}. Change it before: hq change-password."


def demand_person_id(person_id: str) -> None:
    """Refuse an id that a person could not type again exactly (ACC-01).

    Raises:
        PersonIdRefusedError: empty, too long, with blanks around it or unprintable characters.
    """
    if not person_id or person_id != person_id.strip():
        message = "A user name is not empty and has no blanks before or after it."
        raise PersonIdRefusedError(message)
    has_other = not person_id.isprintable() or any(c in "/\\?#%" for c in person_id)
    if len(person_id) > LONGEST_ID or has_other:
        message = f"A user name has at most {LONGEST_ID} printable characters, none of /\\?#%."
        raise PersonIdRefusedError(message)


_NOBODYS_WORDS = frozenset({
    "account", "admin", "administrator", "agency", "alpr", "anonymous", "car", "clerk",
    "coordinator", "custodian", "day", "default", "demo", "desk", "detective", "detectives",
    "dispatch", "dispatcher", "duty", "everybody", "everyone", "generic", "group", "guest",
    "headquarters", "hq", "lpr", "mdt", "night", "office", "officer", "operator", "patrol",
    "pd", "police", "public", "records", "root", "service", "share", "shared", "sheriff",
    "shift", "squad", "station", "super", "supervisor", "support", "sysadmin", "system", "team",
    "technician", "temp", "temporary", "test", "tester", "trainee", "training", "unit", "user",
    "vehicle", "watch",
})  # fmt: skip
"""Names of duties, places and things."""


def demand_one_person(person_id: str) -> None:
    """Refuse an id that names a duty or a place: several people would share it (ACC-01, IA-4).

    Raises:
        PersonIdRefusedError: every word of it is such a name, but for numbers and a letter after.
    """
    words = re.findall(r"[^\W\d_]+", folded(person_id))
    if words and all(
        {word, word.removesuffix("s")} & _NOBODYS_WORDS or (len(word) == 1 and place)
        for place, word in enumerate(words)
    ):
        raise PersonIdRefusedError(
            f"{person_id} names a duty, not a person. Each person has an account of their own; "
            "use the person's name, such as j.rivera."
        )


_WRITTEN_FOR = str.maketrans("@4301!$5", "aaeoiiss")


def _forms(plain: str) -> set[str]:
    """Return a folded password without trailing digits and marks, and with letters for marks."""
    forms = {plain, plain.strip(), plain.translate(_WRITTEN_FOR)}
    stem = plain.strip().rstrip("0123456789!?.,-_*#$@ ")
    return forms | {stem, stem.translate(_WRITTEN_FOR)}


SHORTEST = 12
_LEAST_DIFFERENT = 6
_KNOWN_WORDS = re.compile("password|passphrase|passwort|qwerty|letmein|welcome|mdt-?alpr|police")
_WHAT_TO_DO = "Use several unrelated words."
PASSPHRASE_RULES = f"{SHORTEST} characters or more, best several unrelated words"
"""What ``passphrase_fault`` accepts, for whoever chooses one."""


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
    """Return whether most characters follow the one before, as in 123456 or fedcba."""
    near = sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(text))
    return near > len(text) // 2
