"""Pages of the desk by permission: a page that a person may not have does not exist (ACC-12)."""

from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.domain.people.roles import Permission, Role, may


class DeskPage(StrEnum):
    """Pages in the order of the menu."""

    SHIFT_LOG = "shift_log"
    NEAR_MISSES = "near_misses"
    CHECK_QUALITY = "check_quality"
    READ_ACCURACY = "read_accuracy"
    MANUAL_ENTRIES = "manual_entries"
    REVIEW_CASES = "review_cases"
    HIT_IDS = "hit_ids"
    SET_ASIDE = "set_aside"
    LIVE_WALL = "live_wall"
    ACCOUNTS = "accounts"


@dataclass(frozen=True, slots=True)
class Needs:
    """Permissions of which one is enough."""

    permissions: tuple[Permission, ...]


_NEEDS = {
    DeskPage.SHIFT_LOG: Needs((Permission.REVIEW_HITS,)),
    DeskPage.NEAR_MISSES: Needs((Permission.REVIEW_HITS,)),
    DeskPage.CHECK_QUALITY: Needs((Permission.REVIEW_HITS,)),
    DeskPage.READ_ACCURACY: Needs((Permission.REVIEW_HITS,)),
    DeskPage.MANUAL_ENTRIES: Needs((Permission.REVIEW_HITS, Permission.MANAGE_LISTS)),
    DeskPage.REVIEW_CASES: Needs((Permission.REVIEW_HITS, Permission.MANAGE_ACCOUNTS)),
    DeskPage.HIT_IDS: Needs((Permission.DOWNLOAD,)),
    DeskPage.SET_ASIDE: Needs((Permission.READ_AUDIT,)),
    DeskPage.LIVE_WALL: Needs((Permission.SEE_OVERVIEW,)),
    DeskPage.ACCOUNTS: Needs((Permission.RECORD_TRAINING, Permission.RELEASE_OFFICERS)),
}


def pages_of(role: Role) -> tuple[DeskPage, ...]:
    """Return the pages that a role has; none where the desk is nothing for it."""
    return tuple(
        page for page, needs in _NEEDS.items() if any(may(role, one) for one in needs.permissions)
    )
