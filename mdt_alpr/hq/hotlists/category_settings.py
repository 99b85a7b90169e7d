"""How urgent each category is, how it alerts, what officers are to do: the administrator's say."""

from dataclasses import replace

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError, NotPermittedError
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, CategorySetting, Priority
from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.hotlists import category_store as categories
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.categories import SHORTEST_REASON
from mdt_alpr.hq.hotlists.service import next_version
from mdt_alpr.wire.hotlists import CategoriesMessage, CategoryMessage


def set_category(work: Work, setting: CategorySetting, reason: str, by: str, role: Role) -> None:
    """Set a category; cars hear of it with the next version of the list (HOT-08).

    Raises:
        NotPermittedError: this is for the administrator.
        DomainError: what may not be set (see ``CategorySetting.check``), or no reason.
    """
    if not may(role, Permission.MANAGE_ACCOUNTS):
        message = "Only an administrator sets categories."
        raise NotPermittedError(message)
    setting.check()
    if len(reason.strip()) < SHORTEST_REASON:
        message = f"Give the reason in at least {SHORTEST_REASON} characters."
        raise DomainError(message)
    row = {
        "code": setting.code,
        "priority": setting.priority,
        "style": setting.style,
        "instruction": setting.instruction,
        "reason": reason.strip(),
        "set_at": work.now,
        "set_by": by,
    }
    categories.keep_setting(work.connection, row)
    told = [(name, str(row[name])) for name in ("priority", "style", "instruction", "reason")]
    record(work, AuditEvent.HQ_CATEGORY_SET, setting.code, by, *told)
    present = hotlists.newest(work.connection)
    if present is not None:
        version = next_version(work, by, source="setting", dropped=0)
        hotlists.add_version(work.connection, replace(version, compiled_at=present.compiled_at))


def present_setting(hq: Headquarters, code: str) -> CategorySetting:
    """Return what holds for a category.

    Raises:
        DomainError: there is no such category.
    """
    CategorySetting(code, Priority.LOW).check()
    with hq.reading() as work:
        return categories.settings(work.connection).of(code)


def every_category(work: Work) -> CategoriesMessage:
    """Return every category as it stands, with who set it and why."""
    wanted = categories.switched_on(work.connection)
    settings = categories.settings(work.connection)
    signed = categories.signed(work.connection)
    return CategoriesMessage(
        tuple(
            CategoryMessage(
                setting=settings.of(code),
                name=kind.name,
                is_on=code in wanted,
                set_by=signed[code].by if code in signed else "",
                set_at=signed[code].at if code in signed else None,
                reason=signed[code].reason if code in signed else "",
            )
            for code, kind in CATEGORIES.items()
        )
    )
