"""What an administrator decides once for the whole agency, each with its reason on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.printable import is_printable
from mdt_alpr.domain.reason_words import gives_no_reason

LONGEST_REASON = 300


class SettingRefusedError(DomainError):
    """The setting stays as it is; the sentence says why."""


class AgencySetting(StrEnum):
    """What is set."""

    PROSECUTORS = "prosecutors"
    """Whether prosecutors may be given captured data (09.21.7.B, DIS-02)."""
    LIST_LINE = "list-line"
    """Below which share of right hits a lower priority is proposed for a list (D18)."""
    OVERDUE_EQUIPMENT = "overdue-equipment"
    """Whether a machine whose upkeep is overdue or failed raises hits (MNT-02)."""


@dataclass(frozen=True, slots=True)
class SettingFacts:
    """A setting in words, its values in words, the one without a decision, and why that one.

    A value that ``takes_two`` is confirmed by a second person.
    """

    words: str
    values: Mapping[str, str]
    default: str
    why: str
    takes_two: frozenset[str] = frozenset()


YES, NO = "yes", "no"
NO_LINE = "none"
ALERT, STOP = "alert", "stop"
SETTINGS = {
    AgencySetting.PROSECUTORS: SettingFacts(
        "Captured data may be given to prosecutors",
        {YES: "Yes", NO: "No"},
        YES,
        cited("prosecutors", "", ""),
    ),
    AgencySetting.LIST_LINE: SettingFacts(
        "A list is proposed for a lower priority below this share of right hits",
        {NO_LINE: "No line", **{str(percent): f"{percent}%" for percent in range(5, 100, 5)}},
        NO_LINE,
        "How many false alerts are too many is for the agency to say (D18). The page Categories "
        "shows what is proposed; nothing changes by itself.",
    ),
    AgencySetting.OVERDUE_EQUIPMENT: SettingFacts(
        "A car or camera whose calibration or maintenance is overdue or failed",
        {ALERT: "Goes on alerting; each hit says so", STOP: "Stops alerting until it is done"},
        ALERT,
        f"{cited('maintenance', '', ' ')}A car that stops says so on its screen; its reads are "
        "kept and sent all the same. As no car would then be told of a listed vehicle, a second "
        "person confirms it.",
        takes_two=frozenset({STOP}),
    ),
}


@dataclass(frozen=True, slots=True)
class SettingDecision:
    """What an administrator decided; the newest of a setting counts."""

    setting: AgencySetting
    value: str
    reason: str
    set_at: datetime
    set_by: str


def checked_decision(setting: AgencySetting, value: str, reason: str) -> tuple[str, str]:
    """Return value and reason as they are kept.

    Raises:
        SettingRefusedError: the setting has no such value, or there is no reason.
    """
    facts, words = SETTINGS[setting], " ".join(reason.split())
    if value not in facts.values:
        raise SettingRefusedError(f"{facts.words}: {' or '.join(facts.values)}.")
    if gives_no_reason(words) or len(words) > LONGEST_REASON or not is_printable(words):
        raise SettingRefusedError(f"Give the reason in 10 to {LONGEST_REASON} characters.")
    return value, words
