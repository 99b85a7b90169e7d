"""Words of the hit pages: ages, times, answers; plain, short, US spelling (design 9)."""

from datetime import date, datetime, timedelta, tzinfo

from mdt_alpr.domain.hit.disposition import Disposition, Outcome
from mdt_alpr.domain.hit.hit import SIMULATED, Contrary, ContraryFact
from mdt_alpr.domain.hit.reasons import FIRST_LOOK_WRONG
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.ui.kit.words import local_time

PRIORITY_WORDS = {Priority.HIGH: "HIGH", Priority.MEDIUM: "MED", Priority.LOW: "LOW"}
SOURCE_WORDS = {
    StatusSource.MDT: "MDT",
    StatusSource.COMMUNICATIONS: "Comms",
    StatusSource.DCIN: "DCIN",
    StatusSource.GATEWAY: "HQ gateway",
    StatusSource.GATEWAY_DCIN: "DCIN by HQ",
}
RESULT_WORDS = {
    StatusResult.ACTIVE: "Active",
    StatusResult.CLEARED: "Cleared or recovered",
    StatusResult.NO_RECORD: "No record",
    StatusResult.NOT_THIS_PLATE: "Not this plate",
}
WHY_NOT_WORDS = {
    WhyNot.NO_LINK: "No link, radio busy",
    WhyNot.NO_ANSWER: "No answer in time",
    WhyNot.EXIGENT: "Danger to life",
    WhyNot.FLEEING: "Vehicle is fleeing",
}
SECONDS_SHOWN_FOR = timedelta(minutes=10)
"""Ages up to this show their seconds."""
VEHICLE_REASONS = (
    "plate may be on another vehicle",
    "vehicle painted or changed",
    "record description is wrong",
    FIRST_LOOK_WRONG,
)
STATE_REASONS = ("plate checked again", "words on the frame", "picture is too poor")
CONTRARY_WORDS = {
    Contrary.STATUS_CLEARED: "cleared or recovered",
    Contrary.NOT_THIS_PLATE: "not this plate",
    Contrary.READ_DISAGREES: "a closer picture reads another plate",
    Contrary.RECORD_CANCELED: "record withdrawn",
    Contrary.RECORD_EXPIRED: "record expired",
    Contrary.NOT_THIS_VEHICLE: "not this vehicle",
    Contrary.NOT_CONFIRMED: "does not confirm the hit",
}
DISPOSITION_WORDS = {
    Disposition.VERIFIED_STOPPED: "Verified,\nstopped",
    Disposition.VERIFIED_NO_STOP: "Verified,\nno stop",
    Disposition.MISREAD: "Misread\ncharacter",
    Disposition.WRONG_STATE: "Wrong\nstate",
    Disposition.VEHICLE_MISMATCH: "Vehicle does\nnot fit",
    Disposition.WRONG_PERSON: "Wrong\nperson",
    Disposition.CLEARED_OR_STALE: "Cleared\nor stale",
    Disposition.WRONG_ENTRY: "Wrong\nentry",
    Disposition.UNABLE_TO_VERIFY: "Unable\nto verify",
    Disposition.LOST_SIGHT: "Lost\nsight",
    Disposition.DUPLICATE: "Same hit\ntwice",
}
DISPOSITION_ROWS = (
    ("Verified", (Disposition.VERIFIED_STOPPED, Disposition.VERIFIED_NO_STOP)),
    (
        "Not this\nvehicle",
        (
            Disposition.MISREAD,
            Disposition.WRONG_STATE,
            Disposition.VEHICLE_MISMATCH,
            Disposition.WRONG_PERSON,
        ),
    ),
    ("Bad record", (Disposition.CLEARED_OR_STALE, Disposition.WRONG_ENTRY)),
    ("Not settled", (Disposition.UNABLE_TO_VERIFY, Disposition.LOST_SIGHT, Disposition.DUPLICATE)),
)
OUTCOME_WORDS = {
    Outcome.RELEASED: "Released",
    Outcome.ARREST: "Arrest",
    Outcome.VEHICLE_RECOVERED: "Vehicle recovered",
    Outcome.PLATE_RECOVERED: "Plate recovered",
    Outcome.PERSON_FOUND: "Person found",
    Outcome.CITATION_NOT_FROM_READER: "Citation, unrelated\nto the hit",
}
_POLICE_ALPHABET = {
    "A": "Adam", "B": "Boy", "C": "Charles", "D": "David", "E": "Edward", "F": "Frank",
    "G": "George", "H": "Henry", "I": "Ida", "J": "John", "K": "King", "L": "Lincoln",
    "M": "Mary", "N": "Nora", "O": "Ocean", "P": "Paul", "Q": "Queen", "R": "Robert",
    "S": "Sam", "T": "Tom", "U": "Union", "V": "Victor", "W": "William", "X": "X-ray",
    "Y": "Young", "Z": "Zebra", "0": "zero", "1": "one", "2": "two", "3": "three",
    "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine",
}  # fmt: skip


def read_aloud(text: str) -> str:
    """Return characters in the police alphabet, digits singly, "zero" never "oh" (D14)."""
    return " ".join(_POLICE_ALPHABET[character] for character in text)


def state_name(code: str) -> str:
    """Return the full name of a state code."""
    return STATES[code]


def capitalized(text: str) -> str:
    """Return ``text`` with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def seen_vehicle(body: Body | None, color: Color | None) -> str:
    """Return what the officer saw in words, "not given" where nothing could be seen."""
    words = (color.value if color else "", body.value if body else "vehicle")
    if body is None and color is None:
        return "could not tell"
    return " ".join(word for word in words if word)


def clock_words(at: datetime, zone: tzinfo | None) -> str:
    """Return a time of day with seconds, in 24 hours."""
    return f"{local_time(at, zone):%H:%M:%S}"


def date_words(day: date) -> str:
    """Return a date as "May 9, 2019"."""
    return f"{day:%b} {day.day}, {day.year}"


def short_age(age: timedelta) -> str:
    """Return a short age: "12 s", "1 min 24 s", "12 min", "2 h 5 min"."""
    whole_minutes, seconds = divmod(max(0, int(age.total_seconds())), 60)
    hours, minutes = divmod(whole_minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    if minutes >= SECONDS_SHOWN_FOR.total_seconds() // 60:
        return f"{minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def list_age(age: timedelta) -> str:
    """Return an age of a list: "40 min", "3 h", "2 days"."""
    hours, minutes = divmod(max(0, int(age.total_seconds()) // 60), 60)
    days = hours // 24
    if days > 1:
        return f"{days} days"
    return f"{hours} h" if hours else f"{minutes} min"


def record_age(entered_on: date, today: date) -> str:
    """Return an age of a record: "today", "3 days ago", "5 months ago", "7 years ago"."""
    days = max(0, (today - entered_on).days)
    for length, word in ((365, "year"), (30, "month"), (1, "day")):
        if days >= length:
            count = days // length
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "today"


def countdown(left: timedelta) -> str:
    """Return a time left as "9:12"."""
    seconds = max(0, int(left.total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02}"


def is_from_unit(fact: ContraryFact) -> bool:
    """Tell whether another unit learned it: "Unit 12, Communications" (VER-05)."""
    return ", " in fact.source


def source_of(fact: ContraryFact) -> str:
    """Return who said the contrary fact, as a beginning of a sentence."""
    if is_from_unit(fact):
        return fact.source
    if fact.kind in (Contrary.STATUS_CLEARED, Contrary.NOT_THIS_PLATE):
        if fact.source == SIMULATED:
            return "SIMULATED gateway"
        return SOURCE_WORDS[StatusSource(fact.source)]
    if fact.kind is Contrary.NOT_CONFIRMED:
        return "Entering agency"
    return "Camera" if fact.kind is Contrary.READ_DISAGREES else "Hotlist"
