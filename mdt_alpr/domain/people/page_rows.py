"""Which pages of the desk leave as a file, and by whose hand (09.21.8.B, 8.D)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.people.roles import SAVES_ROWS, Permission, Role, may

CAPTURED_STAYS = (
    f"Captured data leaves in a package only, under a hold or a request{cited('released_data')}."
)
TYPED_STAYS = (
    "What was typed here is erased when its time is over: no file or paper keeps it (RET-09)."
)
ENDED_STAYS = "This is erased when its time is over: no file or paper keeps it (RET-09)."
REVIEWERS_VIEW = f"Reviewers view this; no file or paper of it is made{cited('stored_data')}."
FORM_STAYS = "This is a form's checklist: what was filed is printed from its own page."
UNDECIDED_STAYS = "Nobody has decided who may save these rows."
COWORKERS_STAY = "Plates of coworkers and their households stay at headquarters."


@dataclass(frozen=True, slots=True)
class PageRows:
    """Who has a page's rows as a file, beside one of ``SAVES_ROWS``; why nobody, if so."""

    by: tuple[Permission, ...]
    stays: str = ""


_ACCOUNTS = Permission.MANAGE_ACCOUNTS
_AUDIT = Permission.READ_AUDIT
_DOWNLOAD = Permission.DOWNLOAD
_EQUIPMENT = Permission.MANAGE_EQUIPMENT
_HOLDS = Permission.REQUEST_HOLDS
_LISTS = Permission.MANAGE_LISTS
_REVIEW = Permission.REVIEW_HITS

PAGE_ROWS: Mapping[str, PageRows] = MappingProxyType(
    {
        "account_review": PageRows((_DOWNLOAD,), FORM_STAYS),
        "account_reviews": PageRows((_DOWNLOAD,)),
        "accounts": PageRows((_DOWNLOAD,)),
        "agency_settings": PageRows((_ACCOUNTS,)),
        "annual_report": PageRows((_AUDIT,)),
        "audit": PageRows((_AUDIT,), TYPED_STAYS),
        "audited_events": PageRows((_AUDIT,)),
        "categories": PageRows((_LISTS,)),
        "case_thread": PageRows((_DOWNLOAD,)),
        "certificates": PageRows((_AUDIT,)),
        "check_quality": PageRows((_REVIEW,), REVIEWERS_VIEW),
        "clock_and_chain": PageRows((_AUDIT,)),
        "corrections": PageRows((_DOWNLOAD,)),
        "coworkers_plates": PageRows((_ACCOUNTS,), COWORKERS_STAY),
        "daily_counts": PageRows((_DOWNLOAD,)),
        "data_request": PageRows((_DOWNLOAD,)),
        "data_requests": PageRows((_DOWNLOAD,)),
        "designations": PageRows((_ACCOUNTS, _AUDIT)),
        "destroyed_media": PageRows((_EQUIPMENT,)),
        "directory": PageRows((_ACCOUNTS, _AUDIT)),
        "dropped_lines": PageRows((_LISTS,)),
        "equipment": PageRows((_EQUIPMENT,)),
        "equipment_item": PageRows((_EQUIPMENT,)),
        "fleet": PageRows((_ACCOUNTS,)),
        "hit_ids": PageRows((_DOWNLOAD,), CAPTURED_STAYS),
        "hold_item": PageRows((_DOWNLOAD,), CAPTURED_STAYS),
        "hold_request": PageRows((_DOWNLOAD,), FORM_STAYS),
        "hold_warrant": PageRows((_DOWNLOAD,), FORM_STAYS),
        "holds": PageRows((_DOWNLOAD,)),
        "hotlists": PageRows((_LISTS,)),
        "incident": PageRows((_HOLDS, _AUDIT), ENDED_STAYS),
        "incidents": PageRows((_HOLDS, _AUDIT), ENDED_STAYS),
        "list_day": PageRows((_DOWNLOAD,)),
        "live_wall": PageRows((_DOWNLOAD,)),
        "look_alikes": PageRows((_DOWNLOAD,)),
        "machines": PageRows((_ACCOUNTS,)),
        "manual_entries": PageRows((_DOWNLOAD,), ENDED_STAYS),
        "misuse_flag": PageRows((_LISTS, _AUDIT), TYPED_STAYS),
        "misuse_flags": PageRows((_AUDIT,)),
        "monthly_samples": PageRows((_DOWNLOAD,)),
        "nlets": PageRows((_DOWNLOAD,), CAPTURED_STAYS),
        "dispatch": PageRows((_DOWNLOAD,)),
        "dispatch_letters": PageRows((_DOWNLOAD,)),
        "notaries": PageRows((_DOWNLOAD,)),
        "outside_accesses": PageRows((_HOLDS, _AUDIT), TYPED_STAYS),
        "outside_request": PageRows((_HOLDS,), ENDED_STAYS),
        "outside_requests": PageRows((_HOLDS,), ENDED_STAYS),
        "packages": PageRows((_DOWNLOAD,)),
        "persons_keys": PageRows((_ACCOUNTS,)),
        "plate_test": PageRows((_DOWNLOAD,)),
        "policy": PageRows((_ACCOUNTS,)),
        "portable_media": PageRows((_DOWNLOAD,)),
        "practice": PageRows((_DOWNLOAD,)),
        "publications": PageRows((_DOWNLOAD,)),
        "purge_certificate": PageRows((_AUDIT,)),
        "restricted_log": PageRows((_LISTS, _AUDIT)),
        "retention_time": PageRows((_AUDIT,)),
        "review_cases": PageRows((_LISTS,), TYPED_STAYS),
        "schedule": PageRows((_AUDIT,)),
        "search": PageRows((_DOWNLOAD,), CAPTURED_STAYS),
        "search_names": PageRows((_LISTS,)),
        "searches": PageRows((_LISTS,), TYPED_STAYS),
        "second_factors": PageRows((_ACCOUNTS,)),
        "security_keys": PageRows((_DOWNLOAD, _AUDIT)),
        "set_aside": PageRows((_AUDIT,)),
        "teams": PageRows((_ACCOUNTS,)),
        "training_register": PageRows((_DOWNLOAD,)),
        "trial": PageRows((_AUDIT,)),
        "updates": PageRows((_ACCOUNTS,)),
        "weekly_review": PageRows((_LISTS,), TYPED_STAYS),
        "who_saw": PageRows((_AUDIT,)),
    }
)
"""By the page's name. What headquarters erases at a time of its own leaves as no open file: a
manual entry, a request to another agency and an incident each end with their text."""


def rows_of(page: str) -> PageRows:
    """Return who has a page's rows; of a page that is not in the table they stay."""
    return PAGE_ROWS.get(page, PageRows((), UNDECIDED_STAYS))


def may_save(role: Role, page: str) -> bool:
    """Return whether a role saves rows of a page, were it not that they stay."""
    saves = any(may(role, permission) for permission in SAVES_ROWS)
    return saves and any(may(role, permission) for permission in rows_of(page).by)
