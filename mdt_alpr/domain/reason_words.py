"""Which words say nothing, point to an unlawful purpose, or claim too much (PUR-01, PUR-04)."""

import re
import unicodedata
from collections.abc import Iterator

from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.policy import LEAST_CASE_LENGTH, LEAST_REASON_LENGTH
from mdt_alpr.domain.traffic_matters import is_unlawful_matter, says_civil, says_traffic

_WORD = re.compile(r"[a-z0-9']+")
_LEAST_DIFFERENT = 3
"""Different letters and digits in a text that was not merely filled in."""

_SAYS_NOTHING = frozenset(
    """
    a an and as asap bolo business by call car case check checking complaint crime criminal duty
    enforcement event file follow following for general incident info information inquiry intel
    investigate investigating investigation investigative is it law le lead leo looking lookout
    matter misc n na need no nil none not number observe of officer official on open other patrol
    pending per person plate police project purpose purposes random reason ref reference report
    request research routine see stop subject suspect suspicious tba tbd test testing the this to
    tracking unknown up valid veh vehicle wanted watch work x xx xxx
    """.split()  # noqa: SIM905 - seventy words in quotes would be harder to read
)
"""Words that alone, in any number, name neither a case nor a reason (PUR-04)."""


def _any_of(phrases: str) -> re.Pattern[str]:
    """Return a pattern for any of the phrases (patterns themselves), one or more a line."""
    alternatives = re.split(r"\s{2,}", phrases.strip())
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")\b")


_UNLAWFUL = {
    "school residency": _any_of(r"schools?  residency  enroll?ment  truan(?:t|cy)"),
    "job background": _any_of(r"""
        jobs?  employment  applicants?  background checks?  pre-?employment  hiring
    """),
    "protest": _any_of(r"""
        protest(?:s|er|ers|ing)?  demonstrations?  demonstrators?  rally  march(?:es|ers?)
        activists?  picket(?:s|ing)?
    """),
    "noise": _any_of(r"noise  loud music  loud party"),
    "immigration": _any_of(r"""
        immigra(?:tion|nts?)  ice hold  ice detainer  ice request  deport(?:ed|ation)?
        undocumented
    """),
    "private matters": _any_of(r"""
        girlfriend  boyfriend  ex-?wife  ex-?husband  my wife  my husband  my neighbou?r
        curiosity
    """),
}
"""Reasons that were found in reviews and that no statutory purpose carries (RS-15, PUR-02).

Traffic and civil matters are known by what their words mean (``traffic_matters``).
"""

_ARREST = _any_of(r"""
    arrest(?:s|ed|ing)?  detain(?:s|ed|ing)?  detention  custody  handcuff(?:s|ed)?
    cuff(?:s|ed)?  gun ?point  felony stop  high[- ]risk stop  apprehend(?:ed)?  seized?
    stop and hold  hold (?:the )?(?:vehicle|car|driver|occupants?)  hold for  jail
""")

_NAME_ONLY = frozenset(
    """
    a alike by first from full her his just last like list match matched matching name named
    names on only same similar sounds surname the their
    """.split()  # noqa: SIM905 - as above
)
_IDENTIFIES = _any_of(r"""
    finger ?prints?  prints?  dna  photos?  photographs?  mug ?shots?  licen[cs]e  id card
    identification card  passport  dob  date of birth  born  sid  fbi number  ssn  biometrics?
    known to me  known to officer  in person  face to face  warrant number  line-?up  show-?up
    tattoos?  booking
""")


_ROWS_OF_KEYS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl")

_TOGETHER = re.compile(r"[A-Z]{1,4}[0-9]{2,5}[A-Z]{0,3}|[0-9]{1,4}[A-Z]{1,4}[0-9]{0,4}")
_APART = re.compile(
    r"\b(?:([A-Za-z]{2,4})-(\d{3,5})|([A-Z]{2,4})[ ._/](\d{3,5})|(\d{3,4})[- ._/]([A-Z]{2,4}))\b"
)
_WRITTEN_SMALL = re.compile(r"\b([A-Za-z]{3}) [0-9]{4}\b")
"""Plates of North Carolina as somebody types them who does not press Shift."""
BEFORE_NUMBERS = frozenset(
    """
    add age ago all and any apr apt are aug ave avg bay blk box bus but cab cad can car cpl day dec
    det did due end est ext fax feb few fig for got gps had has her hid him his hit how hrs hwy its
    jan jul jun key lat log lon lot low ltd map mar max may met min mon new nor not nov now oct ofc
    off old one our out own per pin put ran ref rev row rte run saw say sec see sep seq set sgt she
    six ste sum suv tag tel ten the too top try two use utc van ver via vin vol was way who why
    won yet you zip
    """.split()  # noqa: SIM905 - as above
)
"""Words of three letters after which a year, a time or another number comes, and no plate."""
_ONE_BY_ONE = re.compile(r"(?<![A-Z0-9])[A-Z0-9](?:[ ._/-]{1,2}[A-Z0-9]){5,7}(?![A-Z0-9])")
_SPELLED = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u00b7\u2022", "-"))
_SERIAL = re.compile(r"[A-Z0-9]+")
_SHORTEST_SERIAL, _LONGEST_SERIAL = 5, 8
_MEASURED = re.compile(
    r"[0-9]+(?:ST|ND|RD|TH|AM|PM|H|HRS?|MPH|KMH|MIN|SEC|S|MS|FT|YDS?|MI|KM|M|PX|LBS?|MM|CM)"
)
_NUMBERED = frozenset(
    {*STATES, "US", "SR", "UNIT", "CAR", "CASE", "HIT", "LIST", "GS", "ID", "IA"}
)
"""What comes before a number that is no plate: a road, a unit, a case."""


_LEAST_DIGITS_OF_CASE, _LONGEST_CODE = 3, 4
_CASE_WORDS = frozenset(
    "CASE CASES NUMBER EVENT INCIDENT REPORT COURT COUNTY DOCKET FILE WARRANT SEARCH".split()  # noqa: SIM905
)
_CASE_CODE = re.compile(
    r"\b(?:(?:[0-9]{2}|[0-9]{4})[ -]?(?:CRS?|CV[SDM]?|IFS?|SW|J[ABT]|SPC?)|CASE|FILE|NO|INC|IR|"
    r"RPT|OCA|CFS|EVT?|CID|INV|CRS?|SW|PDMS|CPD|REF|IA|GJ)[ -]?(?=[0-9])"
)
"""What stands before the number of a case, and before no number of a plate."""


def single_line(text: str) -> str:
    """Return ``text`` without breaks, controls and double spaces, as it is kept and sent."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def reads_like_a_plate(text: str) -> bool:
    """Return whether a word of ``text`` has the shape of a plate, which no note may hold (RET-09).

    Case numbers of digits, times, distances, roads and units are none. A plate of letters or of
    digits alone cannot be told from a word or a number.
    """
    text = _plainly(text)
    parts = (tuple(filter(None, groups)) for groups in _APART.findall(text))
    spelled = " ".join(
        re.sub(r"[ ._/-]", "", groups) for groups in _ONE_BY_ONE.findall(text.upper())
    )
    return (
        bool(plate_like_words(f"{text} {spelled}"))
        or any(_NUMBERED.isdisjoint(p.upper() for p in part) for part in parts)
        or any(word.lower() not in BEFORE_NUMBERS for word in _WRITTEN_SMALL.findall(text))
    )


def _plainly(text: str) -> str:
    """Return a text without what cannot be seen, in plain letters, digits and hyphens."""
    seen = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return "".join(seen).translate(_SPELLED)


def plate_like_words(text: str) -> set[str]:
    """Return the words of ``text`` that have the shape of a plate in one piece."""
    serials = {word for word in _SERIAL.findall(text.upper()) if _TOGETHER.fullmatch(word)}
    return {
        word for word in serials
        if _SHORTEST_SERIAL <= len(word) <= _LONGEST_SERIAL
        and not _MEASURED.fullmatch(word)
        and word.rstrip("0123456789") not in _NUMBERED
    }  # fmt: skip


def says_nothing(text: str) -> bool:
    """Return whether ``text`` is empty, filled in at random, or made of empty words only."""
    words = _WORD.findall(text.casefold())
    characters = {character for word in words for character in word}
    return len(characters) < _LEAST_DIFFERENT or all(word in _SAYS_NOTHING for word in words)


def is_vague_case(text: str) -> bool:
    """Return whether a case or event number is too short or too vague to be one (PUR-04).

    A row of keys, as "abcde" or "12345", names none either.
    """
    return len(text.strip()) < LEAST_CASE_LENGTH or says_nothing(text) or _is_row_of_keys(text)


def is_case_number(text: str) -> bool:
    """Return whether a text has the shape of a case number, whatever format an agency chose.

    It has digits, short codes as "CRS" and words as "case" or "event"; nothing in it reads like a
    plate ("plate KRT4478"), but for codes that stand before numbers ("INC-12345", "26 CRS 1107").
    """
    plain = _plainly(text).upper().strip()
    words = _SERIAL.findall(plain)
    return (
        sum(c.isdigit() for c in plain) >= _LEAST_DIGITS_OF_CASE
        and all(
            len(word) <= _LONGEST_CODE or not word.isalpha() or word in _CASE_WORDS
            for word in words
        )
        and not reads_like_a_plate(_CASE_CODE.sub("", plain))
    )


def case_needed(case: str, *, elsewhere: bool = False) -> Iterator[str]:
    """Yield what a case or event number lacks, as a sentence (PUR-04).

    How the cases of another agency are written (``elsewhere``) nobody here can know.
    """
    if not case.strip():
        yield "Enter the case or event number."
    elif is_vague_case(case):
        yield "Name the case: its number, or at least 5 characters that identify it."
    elif not elsewhere and not is_case_number(case):
        yield "Enter the number of the case, such as 26-041877: no words and no plate."


def _is_row_of_keys(text: str) -> bool:
    typed = "".join(_WORD.findall(text.casefold()))
    return any(typed in row or typed in row[::-1] for row in _ROWS_OF_KEYS)


def gives_no_reason(text: str) -> bool:
    """Return whether a reason is too short or too vague to be one (MAN-01, PUR-04)."""
    return len(text.strip()) < LEAST_REASON_LENGTH or says_nothing(text)


def unlawful_subjects(text: str) -> tuple[str, ...]:
    """Return which subjects without a lawful purpose ``text`` mentions (PUR-01, PUR-02, RS-15).

    A word proves nothing: it flags the reason for whoever reviews it.
    """
    plain = text.casefold()
    known = (("traffic", says_traffic(text)), ("civil matters", says_civil(text)))
    subjects = ((what, words.search(plain) is not None) for what, words in _UNLAWFUL.items())
    return tuple(what for what, is_said in (*known, *subjects) if is_said)


def serves_no_purpose(text: str) -> bool:
    """Return whether the reason is a traffic or civil matter, or nothing but such a subject."""
    rest = text.casefold()
    for words in _UNLAWFUL.values():
        rest = words.sub(" ", rest)
    return is_unlawful_matter(text) or (rest != text.casefold() and says_nothing(rest))


def speaks_of_arrest(text: str) -> bool:
    """Return whether ``text`` orders an arrest or hold, which no lead can carry (MAN-09)."""
    return _ARREST.search(text.casefold()) is not None


def is_name_only(identified_how: str) -> bool:
    """Return whether a person was identified by a name and nothing else (MAN-06, RS-09)."""
    words = _WORD.findall(identified_how.casefold())
    return all(word in _NAME_ONLY or word in _SAYS_NOTHING for word in words)


def identifies_surely(identified_how: str) -> bool:
    """Return whether the text names something that identifies a person: a document, a print.

    Anything else is labeled as weak, for the officers who will see the hit (RS-09).
    """
    return _IDENTIFIES.search(identified_how.casefold()) is not None
