"""Whether words are about a traffic violation, or about a debt or paper of a civil court.

G.S. 20-183.31(b) lets no plate reader be used to enforce traffic violations, and for four purposes
of law enforcement only (PUR-01, PUR-02, D21). One detector for all that is read as a reason: lists
and their rows, manual entries, searches, preservation requests, requests for data, other agencies'
readers. What is meant counts: order, case and signs of the words do not, inflections and synonyms
do, and one typing error is allowed for. Words that name a crime ("stolen vehicle, registration
expired", "felony speeding to elude") are about the crime.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _verbs(text: str) -> frozenset[str]:
    """Return regular verbs in every form: LAPSE, LAPSES, LAPSED, LAPSING."""
    stems = {word: word.removesuffix("E") for word in text.split()}
    ends = {word: ("D" if word.endswith("E") else "ED") for word in stems}
    return frozenset(
        form
        for word, stem in stems.items()
        for form in (word, f"{word}S", word + ends[word], f"{stem}ING")
    )


_NAMED_SO = re.compile(
    r"\b(?:EXPIRED?|UNREGISTERED|(?:NO|INVALID) REGISTRATION|REGISTRATION (?:HOLD|VIOLATION)S?|"
    r"SUSPEN\w*|REVOKED|UNINSURED|INSURANCE|"
    r"NO INS|PARKING|SCOFFLAW|BOOT|SPEED\w*|TOLLS?|EMISSIONS?|INSPECTION|TRAFFIC|CITATIONS?|"
    r"UNPAID|DWLS|DWLR)\b"
)
_STATUTE = re.compile(
    r"\bG\s?S\s*20\s*(?:7|28|29|30|63|64|111|118|12[2-9]|13[0-7]|14[0-9]|15[0-9]|16[0-3]|"
    r"183 ?[28]|309|313|35)(?!\d)(?! [45]\b)"
)
"""Chapter 20: license, registration, equipment, speed, rules of the road, inspection, insurance.

Not 20-138 (impaired), 20-141.4 (death by vehicle), 20-141.5 (to elude), 20-166 (hit and run).
"""
_OFFENSE_CODES = frozenset({"5405", "5406", "5499"})
"""NCIC offense codes for moving, nonmoving and other traffic violations."""

_PAPERS = _words(
    "REGISTRATION REGISTRATIONS REG REGS REGIS INSURANCE INS INSPECTION INSPECTIONS INSP "
    "LICENSE LICENSES LICENCE LIC DL OL CDL EMISSION EMISSIONS COVERAGE LIABILITY "
    "PRIVILEGE PRIVILEGES"
)
_SIGNS = _words("TAG TAGS PLATE PLATES STICKER STICKERS DECAL DECALS PLACARD PLACARDS METER")
_DOCUMENTS = _PAPERS | _SIGNS
_FAULTS = _verbs("LAPSE CANCEL SUSPEND REVOKE EXPIRE OUTDATE") | _words(
    "EXPD EXP EXPIRY EXPIRATION SUSPENSION SUSP REVOCATION CANCELLED CANCELLATION INVALID OVERDUE "
    "DUE RENEWAL RENEW RENEWED DELINQUENT VIOLATION VIOLATIONS VIOLATE "
    "VIOLATED VIOL VIOLATOR VIOLATORS STALE"
)
_NEEDS = _words("NEED NEEDS NEEDED NEEDING")
_RENEWABLE = _words("TAG TAGS STICKER STICKERS DECAL INSPECTION INSURANCE REGISTRATION LICENSE")
_ASKED = _words("NUMBER INFO INFORMATION CHECK CHECKED VERIFIED RUN READ HISTORY RETURN")
"""Who needs these of a tag wants to know it."""
_CITED = _words("VIOLATION VIOLATIONS VIOL TICKET TICKETS CITATION CITATIONS ILLEGAL IMPROPER")
_WHOLE = [["PARKING"], ["TRAFFIC"], ["OVERWEIGHT"], ["HEADLIGHT"]]
"""Words that say it when nothing else is said."""
_UNPAID = _words("UNPAID OUTSTANDING")
_LACKS = _words(
    "NO WITHOUT LACKS LACKING LACK LACKED FAILED FAILURE FAILS FAIL FAILING NON NOT NEVER ISNT "
    "HASNT DOESNT DIDNT WASNT"
)
_LACKED = _words("INSURED REGISTERED LICENSED INSPECTED")
_DEBTS = _words(
    "PARKING TICKET TICKETS TOLL TOLLS CITATION CITATIONS FINE FINES FEE FEES TAX TAXES"
)
_OWING = _UNPAID | _words(
    "OVERDUE DELINQUENT OWE OWES OWED OWING OPEN MULTIPLE UNRESOLVED DUE COLLECT"
)
_ALONE = _words(
    "UNINSURED UNREGISTERED UNLICENSED UNINSPECTED SCOFFLAW SCOFFLAWS DWLR DWLS DWLI DWS NOL "
    "SPEEDING SPEEDER SPEEDERS TOLLS EMISSIONS SEATBELT HOV CARPOOL TAILGATING JAYWALKING"
)
_EQUIPMENT = _words(
    "TINT HEADLIGHT TAILLIGHT BRAKELIGHT LIGHT LIGHTS LAMP LAMPS MUFFLER EXHAUST WINDSHIELD "
    "HELMET CHILDSEAT MIRROR WIPERS HORN TIRES SIGNAL"
)
_BROKEN = _words(
    "OUT BROKEN BURNED BURNT DEFECTIVE CRACKED LOUD DARK ILLEGAL IMPROPER NO WITHOUT MISSING "
    "VIOLATION VIOLATIONS VIOL TICKET TICKETS CITATION CITATIONS TOO OFF WORKING NOT"
)
_FILLING = _words(
    "A AN THE OF ON IN IS ARE WAS WERE HAS HAVE HAD BEEN BE ITS IT HIS HER THEIR THEY HE SHE THIS "
    "THAT VEHICLE VEHICLES VEH CAR CARS TRUCK OWNER OWNERS DRIVER OPERATOR SUBJECT PERSON R O "
    "CURRENTLY NOW ALREADY FOR AT BY AND WITH WHILE VERY WAY LONG SINCE AGO STILL ALL ANY CURRENT "
    "LEFT RIGHT FRONT REAR SIDE DRIVERS PASSENGER WINDOW WINDOWS ONE BOTH SAW SEEN OBSERVED STOP "
    "STOPPED STATE STATUS VALID NEW ACTIVE HIM"
)
"""Words that stand between two that belong together, and do not part them."""
_AFTER = {
    "PARKING": _words(
        "TICKET TICKETS VIOLATION VIOLATIONS VIOL VIOLATOR VIOLATORS FINE FINES CITATION "
        "CITATIONS OFFENSE OFFENSES INFRACTION INFRACTIONS DEBT FEE FEES BOOT ENFORCEMENT "
        "SCOFFLAW ILLEGAL"
    ),
    "TRAFFIC": _words(
        "VIOLATION VIOLATIONS VIOL VIOLATOR VIOLATORS CITATION CITATIONS TICKET TICKETS "
        "OFFENSE OFFENSES OFFENDER INFRACTION INFRACTIONS FINE FINES HOLD WARRANT ENFORCEMENT "
        "MATTER MATTERS CHARGE CHARGES"
    ),
    "MOVING": _words("VIOLATION VIOLATIONS OFFENSE"),
    "EQUIPMENT": _words("VIOLATION VIOLATIONS"),
    "TOLL": _words(
        "VIOLATION VIOLATIONS VIOLATOR VIOLATORS EVASION EVADER EVADERS DEBT BALANCE "
        "CHEAT BILL BILLS RUNNER"
    ),
    "CAMERA": _words("LIGHT SPEED TICKET TICKETS"),
    "FTA": _words("TRAFFIC TRAF"),
    "BOOT": _words("LIST ELIGIBLE ORDER"),
    "SPEED": _words("CAMERA VIOLATION VIOLATIONS TICKET TICKETS LIMIT EXCESSIVE"),
    "REGISTRATION": _words("HOLD HOLDS STOP STOPS"),
    "FAILED": _words("YIELD SIGNAL"),
    "PHONE": _words("DRIVING VIOLATION VIOLATIONS HANDHELD"),
    "TEXTING": _words("DRIVING"),
    "RECKLESS": _words("DRIVING DRIVER DROVE DRIVES OPERATION"),
    "CARELESS": _words("DRIVING DRIVER DROVE OPERATION"),
    "AGGRESSIVE": _words("DRIVING DRIVER"),
    "IMPROPER": _words(
        "PASSING PASS TURN TURNING LANE BACKING EQUIPMENT MUFFLER START SIGNAL REGISTRATION "
        "PARKING MOVEMENT"
    ),
    "UNSAFE": _words("MOVEMENT PASSING LANE TURN"),
    "ILLEGAL": _words("TURN PASSING PARKING PARKED UTURN TINT LANE"),
    "OVERWEIGHT": _words("LOAD TRAILER AXLE VIOLATION TRUCK COMMERCIAL"),
    "FOLLOWING": _words("CLOSE CLOSELY"),
}
"""Pairs in any order."""
_PHRASE = re.compile(
    r"\b(?:(?:DRIVING|DROVE|DRIVES) WHILE (?:\w+ )?(?:SUSP\w*|REVOKED|REV)|"
    r"FAILED APPEAR (?:\w+ ){0,2}TRAFFIC|FAILED STOP (?:\w+ ){0,2}(?:SIGN|LIGHT|RED|BUS)|"
    r"(?:RAN|RUN|RUNS|RUNNING|RUNNER OF) (?:\w+ )?(?:RED LIGHT|STOP SIGN)S?|"
    r"(?:RED LIGHT|STOP SIGN) (?:VIOLAT\w+|RUNN\w+)|"
    r"OVERWEIGHT (?:TRUCK|VEHICLE|LOAD)|(?:TRUCK|VEHICLE) (?:IS )?OVERWEIGHT|DOUBLE PARKED|"
    r"PARKED (?:\w+ ){0,2}(?:FIRE LANE|HANDICAP\w*|NO PARKING|HYDRANT)|"
    r"(?:NOT|NEVER|ISNT|WASNT) (?:\w+ )?(?:INSURED|REGISTERED|LICENSED|INSPECTED)"
    r"(?! (?:TO|IN|UNDER|AT|AS|HERE)\b)|"
    r"LEFT OF CENTER|WRONG LANE|DRIVING WITHOUT LIGHTS)\b"
)
_SAID_AS = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), word)
    for pattern, word in (
        (r"(?:EXP|EXPIRES?|EXPIRATION|EXPIRY)(?: DATE)?(?: IN| ON)?(?= [0-9])", ""),
        (r"DUE TO|NEED(?:S|ED)? TO BE|OUTSTANDING (?=\w* ?WARRANT)", ""),
        (r"OUT OF DATE|NO LONGER (?:GOOD|VALID|CURRENT)|R[AU]N OUT(?! OF| THE)", "EXPIRED"),
        (r"(?:NOT|NEVER|ISNT|WASNT) (?:BEEN )?(?:VALID|CURRENT|RENEWED|UP TO DATE)", "EXPIRED"),
        (r"PAST DUE|OVER DUE|IN ARREARS|BEHIND ON", "OVERDUE"),
        (
            r"(?:NOT|NEVER|HASNT|HAVENT|DIDNT|DOESNT|FAIL\w* TO|REFUS\w+ TO) (?:BEEN )?PA(?:Y|ID)",
            "UNPAID",
        ),
        (r"LICEN[SC]E (?:PLATE|TAG)", "PLATE"),
        (r"LICEN[SC]E (?:PLATE|TAG)S", "PLATES"),
        (r"(?:DRIVERS?|OPERATORS?) LICEN[SC]ES?", "LICENSE"),
        (r"SEAT ?BELTS?|SAFETY BELTS?", "SEATBELT"),
        (r"(?:(?:WINDOW|WINDSHIELD) )?(?:TINT|TINTS|TINTED|TINTING)", "TINT"),
        (r"HEAD ?(?:LIGHT|LAMP)S?", "HEADLIGHT"),
        (r"TAIL ?(?:LIGHT|LAMP)S?", "TAILLIGHT"),
        (r"BRAKE ?(?:LIGHT|LAMP)S?", "BRAKELIGHT"),
        (r"(?:CAR|CHILD|BOOSTER) (?:SEAT|RESTRAINT)S?", "CHILDSEAT"),
        (r"CELL ?PHONES?|CELLULAR|PHONES|HAND ?HELD DEVICE", "PHONE"),
        (r"U TURNS?", "UTURN"),
        (r"FAIL(?:S|ED|ING|URE)?(?: TO)?|(?:DID|DOES) NOT|DIDNT|NOT(?= YIELDING)", "FAILED"),
        (r"YIELD(?:S|ED|ING)?", "YIELD"),
        (r"(?:IMPROPER|UNSAFE|ILLEGAL)LY", "IMPROPER"),
        (r"RECKLESSLY", "RECKLESS"),
        (r"CARELESSLY", "CARELESS"),
        (r"PARK(?:S|ED)(?= ILLEGAL| IMPROPER)|(?<=(?:ILLEGAL|MPROPER) )PARK(?:S|ED)", "PARKING"),
        (r"OVER WEIGHT", "OVERWEIGHT"),
    )
)
"""What several words or spellings say, as one word, so that they can be compared."""
_NIC = re.compile(r"[A-Z][0-9]{9}")
_STOLEN_OR_MISSING = frozenset("VPRMA")
_NEIGHBORS = 3
"""At most this many words, less those that fill, are between two that belong together."""
_CRIME = re.compile(
    r"\b(?:STOLEN|STOLE|STEAL\w*|THEFT(?! OF SERVICES?)|LARCEN\w+|FRAUD\w*|FORGE\w+|"
    r"COUNTERFEIT\w*|PROBATION|PAROLE|ABSCOND\w*|ROBBER\w*|ROBBED|BURGLAR\w*|BREAKING|"
    r"BREAK INS?|BROKE INTO|B E|CAR ?JACK\w*|HOMICIDE|MURDER\w*|KILL\w*|MANSLAUGHTER|"
    r"DEATH|FATAL\w*|KIDNAP\w*|ABDUCT\w*|AMBER|SILVER ALERT|ENDANGERED|SHOOTING|"
    r"SHOTS?|STABB\w+|ASSAULT\w*|RAPE\w?|SEXUAL|SEX OFFEN\w+|INDECENT|STALK\w+|"
    r"THREAT\w*|VANDALISM|TRAFFICKING|DRUGS?|NARCOTICS?|COCAINE|FENTANYL|HEROIN|METH|"
    r"WEAPONS?|FIREARMS?|GUNS?|GUNMAN|ARSON\w*|BOMB\w*|TERROR\w*|HOSTAGE|EXTORTION|GANG|"
    r"FUGITIVE|ESCAPED|ESCAPEE|ESCAPE FROM|ELUD\w+|FLED|FLEE\w*|FLIGHT|PURSUIT|HIT (?:AND )?RUN|"
    r"LEAVING THE SCENE|LEFT THE SCENE|FELON\w*|DWI|DUI|IMPAIRED|RUNAWAY|SUICID\w+|"
    r"PROTECTIVE ORDER|RESTRAINING ORDER|DVPO|50B|DOMESTIC VIOLENCE|"
    r"(?:CHILD|ELDER) (?:ABUSE|NEGLECT)|"
    r"MISSING (?:\w+ ){0,2}(?:PERSON|CHILD|JUVENILE|ADULT|ELDERLY|WOMAN|MAN|GIRL|BOY|TEEN\w*))\b"
)
_CIVIL = re.compile(
    r"\b(?:REPOS?|REPOSSES\w+|LIEN|LIENS|LIENHOLDERS?|EVICTIONS?|EVICT\w*|"
    r"CIVIL (?:\w+ )?(?:ORDER|PROCESS|PAPER|PAPERS|SUMMONS|SUBPOENA|MATTER|SUIT|ACTION|DISPUTE|"
    r"CASE|SERVICE|PENALTY|JUDGMENT|COURT|COMPLAINT)|SMALL CLAIMS?|LAWSUIT|DIVORCE|ALIMONY|"
    r"(?:OVERDUE|UNPAID|OWES) (?:\w+ )?(?:LIBRARY|RENT|LOAN|BOOKS?)|"
    r"(?:LIBRARY|RENT|LOAN)(?: \w+)? (?:OVERDUE|UNPAID|FINES?|FEES?)|"
    r"DEBT COLLECT\w+|COLLECTION AGENCY|CODE (?:ENFORCEMENT|VIOLATION))\b"
)
_APART = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Two words written as one: ExpiredRegistration."""
_DENIED = re.compile(
    r"\b(?:NOT|NO|NEVER|NOR|NON|WITHOUT|ISNT|WASNT)"
    r"(?: (?:REPORTED|LISTED|BEEN|A|AN|AS|ANY|FOR))* $"
)
_SHORTEST_TO_MISTYPE = 6
_TRIGGERS = frozenset().union(
    _DOCUMENTS, _FAULTS, _DEBTS, _ALONE, _OWING, _EQUIPMENT, _AFTER, *_AFTER.values()
)
_HINTS = _TRIGGERS | _words(
    "DATE LONGER VALID CURRENT PAY PAID ARREARS BEHIND BELT BELTS TINTED TINTS TINTING HEAD "
    "HEADLIGHTS HEADLAMP HEADLAMPS TAIL TAILLIGHTS TAILLAMP BRAKE BRAKELIGHTS SEAT RESTRAINT CELL "
    "CELLPHONE PHONES HAND TURNS YIELDS YIELDED YIELDING IMPROPERLY ILLEGALLY UNSAFELY RECKLESSLY "
    "CARELESSLY PARKED PARKS RED SIGN SIGNS HANDICAP CENTER WEIGHT DROVE DRIVES INSURED "
    "REGISTERED LICENSED INSPECTED NEEDS NEED NEEDED NEEDING SEATBELTS OVERWEIGHT"
)
"""Without one of these words nothing below is said."""
_EVERY_WORD = _TRIGGERS | _FILLING | _LACKS | _LACKED | _BROKEN
_LONG_WORDS = tuple(sorted(w for w in _TRIGGERS if len(w) >= _SHORTEST_TO_MISTYPE))


def is_traffic(name: str) -> bool:
    """Return whether a list or category by this name is about traffic violations (PUR-02)."""
    return _NAMED_SO.search(plain_words(name.upper())) is not None or is_unlawful_matter(name)


@lru_cache(maxsize=20_000)
def says_traffic(text: str) -> bool:
    """Return whether words are about a traffic violation, and name no crime."""
    return _says(text, _is_about_traffic)


@lru_cache(maxsize=20_000)
def says_civil(text: str) -> bool:
    """Return whether words are about a civil matter, which no lawful purpose carries (PUR-01)."""
    return _says(text, lambda plain: _CIVIL.search(plain) is not None)


def is_unlawful_matter(text: str) -> bool:
    """Return whether words are about a traffic or civil matter, and name no crime."""
    return says_traffic(text) or says_civil(text)


def is_traffic_offense(text: str) -> bool:
    """Return whether an offense, a code of NCIC or words for it, is a traffic violation."""
    return text.strip() in _OFFENSE_CODES or says_traffic(text)


def row_is_traffic(category: str, nic: str, offense: str, texts: Iterable[str]) -> bool:
    """Return whether a row is about a traffic or civil matter by what it says (PUR-02).

    ``texts`` are its description and whatever else holds words. An NCIC record on a stolen or
    missing vehicle, plate or person stays valid, whatever its description mentions.
    """
    if is_traffic_offense(offense):
        return True
    if category in _STOLEN_OR_MISSING and _NIC.fullmatch(nic):
        return False
    return any(map(is_unlawful_matter, texts))


# ---------------------------------------------------------------- words


@lru_cache(maxsize=20_000)
def plain_words(text: str) -> str:
    """Return the words in capitals with single spaces, without accents and signs."""
    letters = unicodedata.normalize("NFKD", text).upper()
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", bare.replace("'", "")).split())


def _says(text: str, judge: Callable[[str], bool]) -> bool:
    written = {plain_words(text.upper()), plain_words(_APART.sub(" ", text))}
    return any(map(judge, written)) and not any(is_said(_CRIME, plain) for plain in written)


def _as_said(plain: str) -> str:
    """Return words without typing errors and with one spelling for what means the same."""
    said = " ".join(map(_meant, plain.split()))
    for pattern, word in _SAID_AS:
        said = pattern.sub(word, said)
    return " ".join(said.split())


def _is_about_traffic(plain: str) -> bool:
    if _STATUTE.search(plain):
        return True
    if _HINTS.isdisjoint(map(_meant, plain.split())):  # a list has millions of rows
        return False
    said = _as_said(plain)
    if _PHRASE.search(said):
        return True
    words = [word for word in said.split() if word not in _FILLING]
    return (
        not _ALONE.isdisjoint(words)
        or words in _WHOLE
        or (bool(words) and all(word in _FAULTS for word in words))
        or (not _EQUIPMENT.isdisjoint(words) and all(w in _EQUIPMENT | _BROKEN for w in words))
        or any(_begins_traffic(words, place) for place in range(len(words)))
    )


def _begins_traffic(words: list[str], place: int) -> bool:
    """Return whether a word and one of those after it are a traffic matter."""
    word, after = words[place], words[place + 1 : place + 2 + _NEIGHBORS]
    if word in _LACKS and _is_lacking(after):
        return True
    if word in _PAPERS and after[:1] in (["NONE"], ["LACKING"]):
        return True
    if {word, *after[:1]} & _NEEDS and {word, *after[:2]} & _RENEWABLE:
        return _ASKED.isdisjoint(after)
    near = [(word, other) for other in after]
    return any(_belong(said, other) or _belong(other, said) for said, other in near)


def _belong(word: str, other: str) -> bool:
    return (
        (word in _DOCUMENTS and other in _FAULTS)
        or (word in _PAPERS and other in _UNPAID)
        or (word in _DEBTS and other in _OWING and (word, other) != ("PARKING", "OPEN"))
        or (word in _EQUIPMENT and other in _CITED)
        or other in _AFTER.get(word, ())
    )


def _is_lacking(after: list[str]) -> bool:
    """Return whether a document is lacking; a missing or hidden plate does not count here."""
    for number, word in enumerate(after[:2]):
        if word in _PAPERS:
            return not any(w in _SIGNS for w in after[number + 1 : number + 2])
    return False


def is_said(pattern: re.Pattern[str], plain: str) -> bool:
    """Return whether words say it, and do not deny it."""
    return any(not _DENIED.search(plain[: m.start()]) for m in pattern.finditer(plain))


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
