"""Whether the words of a list, a category or a row are about traffic violations.

G.S. 20-183.31(b) lets no plate reader be used to enforce them (PUR-02, PUR-03, D21). What a row
says counts, not only what its list or column is called. Words are compared without case and signs,
allowing for one typing error; a row that names a crime ("stolen vehicle, registration expired") is
about the crime.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAMED_SO = re.compile(
    r"\b(?:EXPIRED?|UNREGISTERED|(?:NO|INVALID) REGISTRATION|REGISTRATION (?:HOLD|VIOLATION)S?|"
    r"SUSPEN\w*|REVOKED|UNINSURED|INSURANCE|"
    r"NO INS|PARKING|SCOFFLAW|BOOT|SPEED\w*|TOLLS?|EMISSIONS?|INSPECTION|TRAFFIC|CITATIONS?|"
    r"UNPAID|DWLS|DWLR)\b"
)
_STATUTE = re.compile(r"\bG\s?S\s*20\s*(?:7|28|29|111|141|183 ?[28]|309|313|35)(?!\d)(?! 5\b)")
"""Chapter 20: license, registration, speed, inspection, insurance (not 20-141.5, to elude)."""
_OFFENSE_CODES = frozenset({"5405", "5406", "5499"})
"""NCIC offense codes for moving, nonmoving and other traffic violations."""

_PAPERS = _words(
    "REGISTRATION REGISTRATIONS REG REGIS INSURANCE INS INSPECTION INSP LICENSE "
    "LICENSES LICENCE LIC DL OL CDL DRIVERS EMISSION EMISSIONS COVERAGE LIABILITY"
)
_SIGNS = _words("TAG TAGS PLATE PLATES STICKER STICKERS DECAL DECALS")
_DOCUMENTS = _PAPERS | _SIGNS
_FAULTS = _words(
    "EXPIRED EXPD EXP LAPSED LAPSE SUSPENDED SUSPENSION SUSP REVOKED REVOCATION CANCELED "
    "CANCELLED INVALID UNPAID OVERDUE OUTSTANDING OUTDATED DELINQUENT VIOLATION "
    "VIOLATIONS VIOL VIOLATOR VIOLATORS"
)
_LACKS = _words("NO WITHOUT LACKS LACKING LACK FAILED FAILURE NON NOT")
_DEBTS = _words(
    "PARKING TICKET TICKETS TOLL TOLLS CITATION CITATIONS FINE FINES FEE FEES TAX TAXES"
)
_OWING = _words("UNPAID OVERDUE OUTSTANDING DELINQUENT OWES OWED OWING OPEN MULTIPLE UNRESOLVED")
_ALONE = _words(
    "UNINSURED UNREGISTERED UNLICENSED UNINSPECTED SCOFFLAW SCOFFLAWS DWLR DWLS "
    "DWLI DWS NOL SPEEDING SPEEDER SPEEDERS TOLLS EMISSIONS"
)
_AFTER = {
    "PARKING": _words(
        "TICKET TICKETS VIOLATION VIOLATIONS VIOL VIOLATOR VIOLATORS FINE FINES "
        "CITATION CITATIONS OFFENSE OFFENSES INFRACTION INFRACTIONS DEBT FEE FEES BOOT "
        "ENFORCEMENT SCOFFLAW"
    ),
    "TRAFFIC": _words(
        "VIOLATION VIOLATIONS VIOL VIOLATOR VIOLATORS CITATION CITATIONS TICKET TICKETS "
        "OFFENSE OFFENSES OFFENDER INFRACTION INFRACTIONS FINE FINES HOLD WARRANT "
        "MATTER MATTERS"
    ),
    "MOVING": _words("VIOLATION VIOLATIONS"),
    "TOLL": _words(
        "VIOLATION VIOLATIONS VIOLATOR VIOLATORS EVASION EVADER EVADERS DEBT BALANCE "
        "CHEAT BILL BILLS RUNNER"
    ),
    "LIGHT": _words("VIOLATION VIOLATIONS CAMERA TICKET TICKETS"),
    "FTA": _words("TRAFFIC TRAF"),
    "BOOT": _words("LIST ELIGIBLE ORDER"),
    "SPEED": _words("CAMERA VIOLATION VIOLATIONS TICKET TICKETS"),
    "REGISTRATION": _words("HOLD HOLDS STOP STOPS"),
}
_PHRASE = re.compile(
    r"\b(?:(?:DRIVING|DROVE|DRIVES) WHILE (?:\w+ )?(?:SUSP\w*|REVOKED|REV)|"
    r"FAIL(?:ED|URE|S)? TO PAY (?:\w+ ){0,2}(?:CITATION|TICKET|TOLL|FINE)S?|"
    r"FAIL(?:ED|URE|S)? TO APPEAR (?:\w+ ){0,2}TRAFFIC|"
    r"(?:RAN|RUN|RUNS|RUNNING) (?:A |THE )?(?:RED LIGHT|STOP SIGN))\b"
)
_NIC = re.compile(r"[A-Z][0-9]{9}")
_STOLEN_OR_MISSING = frozenset("VPRMA")
_NEIGHBORS = 3
"""At most this many words are between two that belong together."""
_CRIME = re.compile(
    r"\b(?:STOLEN|STOLE|THEFT(?! OF SERVICES?)|LARCENY|FRAUD\w*|PROBATION|PAROLE|"
    r"ROBBER\w*|ROBBED|BURGLAR\w*|CAR ?JACK\w*|HOMICIDE|MURDER\w*|"
    r"MANSLAUGHTER|KIDNAP\w*|ABDUCT\w*|AMBER|ENDANGERED|SHOOTING|SHOT|ASSAULT\w*|RAPE|SEXUAL|"
    r"TRAFFICKING|ARSON|HOSTAGE|FUGITIVE|ESCAPE[DE]?|ELUD\w+|HIT (?:AND )?RUN|"
    r"MISSING (?:\w+ )?(?:PERSON|CHILD|JUVENILE|ADULT|ELDERLY|WOMAN|MAN|GIRL|BOY))\b"
)
_APART = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Two words written as one: ExpiredRegistration."""
_DENIED = re.compile(r"\b(?:NOT|NO|NEVER|NOR)(?: (?:REPORTED|LISTED|BEEN|A|AS))* $")
_SHORTEST_TO_MISTYPE = 6
_EVERY_WORD = frozenset().union(_PAPERS, _FAULTS, _DEBTS, _ALONE, _OWING, _AFTER)
_LONG_WORDS = tuple(sorted(w for w in _EVERY_WORD if len(w) >= _SHORTEST_TO_MISTYPE))


def is_traffic(name: str) -> bool:
    """Return whether a list or category by this name is about traffic violations (PUR-02)."""
    return _NAMED_SO.search(_plain(name.upper())) is not None or says_traffic(name)


@lru_cache(maxsize=20_000)
def says_traffic(text: str) -> bool:
    """Return whether a row's description is about a traffic violation, and names no crime."""
    written = {_plain(text.upper()), _plain(_APART.sub(" ", text))}
    return any(map(_is_about_traffic, written)) and not any(map(_names_crime, written))


def is_traffic_offense(text: str) -> bool:
    """Return whether an offense, a code of NCIC or words for it, is a traffic violation."""
    return text.strip() in _OFFENSE_CODES or says_traffic(text)


def row_is_traffic(category: str, nic: str, offense: str, texts: Iterable[str]) -> bool:
    """Return whether a row is about a traffic violation by what it says of itself (PUR-02).

    ``texts`` are its description and whatever else holds words. An NCIC record on a stolen or
    missing vehicle, plate or person stays valid, whatever its description mentions.
    """
    if is_traffic_offense(offense):
        return True
    if category in _STOLEN_OR_MISSING and _NIC.fullmatch(nic):
        return False
    return any(map(says_traffic, texts))


_MISDEMEANOR = re.compile(r"\b(?:MISDEMEANORS?|MISDEMEANOURS?|MISD|MISDEM|CLASS (?:A1|[123]))\b")
"""North Carolina's misdemeanors are of class A1 and 1 to 3, its felonies of class A to I."""
_FELONY = re.compile(r"\bFEL(?:ONY|ONIES|ONIOUS)?\b|\bCLASS [A-I]\b")


def is_misdemeanor_warrant(category: str, *texts: str) -> bool:
    """Return whether a wanted person's row says that it is no felony (PUR-03).

    ``texts`` are its list, its kind as written, its offense and its description. Plate readers
    may look for felony warrants only (G.S. 20-183.31(b)).
    """
    if category != "W":
        return False
    words = _plain(" ".join(texts))
    return bool(_MISDEMEANOR.search(words)) and not _FELONY.search(words)


# ---------------------------------------------------------------- words


def _plain(text: str) -> str:
    """Return the words in capitals with single spaces, without accents and signs."""
    letters = unicodedata.normalize("NFKD", text).upper()
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", bare.replace("'", "")).split())


def _is_about_traffic(plain: str) -> bool:
    words = [_meant(word) for word in plain.split()]
    if _STATUTE.search(plain) or _PHRASE.search(plain) or any(word in _ALONE for word in words):
        return True
    if words == ["PARKING"] or (words and all(word in _FAULTS for word in words)):
        return True
    return any(_begins_traffic(words, place) for place in range(len(words)))


def _begins_traffic(words: list[str], place: int) -> bool:
    """Return whether a word and those after it are a traffic matter."""
    word, after = words[place], words[place + 1 : place + 2 + _NEIGHBORS]
    if after and after[0] in _AFTER.get(word, ()):
        return True
    if word in _LACKS:
        return _is_lacking(after)
    if word in _FAULTS and not (after and after[0].isdigit()):  # "exp 2027" is a date on a plate
        return any(w in _DOCUMENTS or (word in _OWING and w in _DEBTS) for w in after)
    if word in _DOCUMENTS:
        return after == ["EXP"] or any(w in _FAULTS and w != "EXP" for w in after)
    if word in _OWING:
        return any(w in _DEBTS for w in after)
    return word in _DEBTS and any(w in _OWING for w in after)


def _is_lacking(after: list[str]) -> bool:
    """Return whether a document is lacking; a missing or hidden plate does not count here."""
    for number, word in enumerate(after[:2]):
        if word in _PAPERS:
            return not any(w in _SIGNS for w in after[number + 1 : number + 2])
    return False


def _names_crime(plain: str) -> bool:
    return any(not _DENIED.search(plain[: m.start()]) for m in _CRIME.finditer(plain))


@lru_cache(maxsize=20_000)
def _meant(word: str) -> str:
    """Return the word that this one is a typing error of, else the word itself."""
    if word in _EVERY_WORD or len(word) < _SHORTEST_TO_MISTYPE - 1:
        return word
    near = (w for w in _LONG_WORDS if w[0] == word[0] and abs(len(w) - len(word)) <= 1)
    return next((w for w in near if _is_one_slip(word, w)), word)


def _is_one_slip(given: str, word: str) -> bool:
    """Return whether they differ by one letter too many, too few, wrong, or two swapped."""
    begin = 0
    while begin < min(len(given), len(word)) and given[begin] == word[begin]:
        begin += 1
    rest, sought = given[begin:], word[begin:]
    return (
        rest[1:] == sought[1:]
        or rest[1:] == sought
        or rest == sought[1:]
        or (rest[2:] == sought[2:] and rest[:2] == sought[1::-1])
    )
