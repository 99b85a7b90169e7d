"""What the words of a row say: its category, and whether a warrant is a misdemeanor's (PUR-03)."""

import re

from mdt_alpr.domain.traffic_matters import is_said, plain_words

_DESCRIBED = {
    "A": re.compile(r"\bAMBER ALERT\b"),
    "M": re.compile(
        r"\b(?:MISSING (?:\w+ ){0,2}(?:PERSON|CHILD|JUVENILE|ADULT|ELDERLY|WOMAN|MAN|GIRL|BOY)|"
        r"ENDANGERED|SILVER ALERT|RUNAWAY)\b"
    ),
    "P": re.compile(
        r"\b(?:STOLEN (?:(?:LICENSE|REGISTRATION|TEMP|NC) )?(?:PLATE|TAG)S?|"
        r"(?:PLATE|TAG)S? (?:(?:WAS|IS|REPORTED) )*STOLEN)\b"
    ),
    "V": re.compile(
        r"^STOLEN(?! (?:GOODS|PROPERTY|GUN|FIREARM|CARD|CREDIT))\b|\bCAR ?JACKED\b|"
        r"\bSTOLEN (?:\w+ ){0,3}(?:VEHICLE|CAR|TRUCK|AUTO|MOTORCYCLE|TRAILER|SUV|VAN|PICKUP)\b|"
        r"\b(?:VEHICLE|CAR|TRUCK|AUTO|MOTORCYCLE|TRAILER|SUV|VAN|PICKUP) (?:\w+ ){0,2}STOLEN\b"
    ),
    "W": re.compile(r"\b(?:WANTED|WARRANTS?|FUGITIVE|ABSCONDER|ESCAPEE)\b"),
    "F": re.compile(
        r"\b(?:FELON\w*|ROBBER\w*|BURGLAR\w*|HOMICIDE|MURDER\w*|MANSLAUGHTER|KIDNAP\w*|"
        r"SHOOTING|RAPE\w?|ARSON\w*|(?:DRUG|HUMAN) TRAFFICKING|BREAKING AND ENTERING)\b"
    ),
}
"""What a description has to say to be of a category; the first that it says counts."""


def described_category(text: str) -> str:
    """Return the category that a row's description says, empty where it says none (PUR-03)."""
    plain = plain_words(text.upper())
    return next((code for code, words in _DESCRIBED.items() if is_said(words, plain)), "")


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
    words = plain_words(" ".join(texts))
    return bool(_MISDEMEANOR.search(words)) and not _FELONY.search(words)
