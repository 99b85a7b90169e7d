"""The list of open hits: everything that waits, nothing of a plate in words (D1, U13)."""

from dataclasses import dataclass

from mdt_alpr.ui.kit.models.mark import Mark


@dataclass(frozen=True, slots=True)
class HitRow:
    """One open hit; its picture is shown, its text and its record are not."""

    hit_id: str
    mark: Mark
    urgency: str
    """"high", "medium" or "low"."""
    urgency_word: str
    crop: bytes
    category: str
    note: str
    match_class: str
    """What the match may be called, or that nothing was entered yet."""
    match_words: str
    status: str
    age: str


@dataclass(frozen=True, slots=True)
class UrgencyCount:
    """How many open hits are that urgent."""

    mark: Mark
    urgency: str
    count: int
    word: str


@dataclass(frozen=True, slots=True)
class HitListView:
    """Every open hit, most urgent first; the title counts a flood."""

    title: str
    words: str
    counts: tuple[UrgencyCount, ...]
    rows: tuple[HitRow, ...]
    silenced: bool = True
    """Whether no hit sounds any more."""
