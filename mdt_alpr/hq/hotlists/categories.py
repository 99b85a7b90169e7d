"""Hotlist categories and look-alikes: what is on, how it alerts, who decided (HOT-08, ALR-04)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mdt_alpr.acts.hotlists import as_set
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.errors import DomainError, NotPermittedError
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, Category, CategorySetting, check_reason
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.hotlist.matching import matching_misreads
from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.domain.plate.plate import LOOK_ALIKES, tidy
from mdt_alpr.domain.review.list_precision import proposal_words, proposed_priority
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.agency_settings import list_line
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hotlists import category_store as categories
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.category_store import Decided
from mdt_alpr.hq.hotlists.service import allow_look_alikes, hold_list, next_version
from mdt_alpr.wire.hotlists import (
    CategoriesMessage,
    CategoryMessage,
    LookAlikesMessage,
    LookAlikesRequest,
    MisreadsMessage,
)

SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Decision:
    """A category is switched on for a lawful purpose, or off; the reason is kept with it.

    ``purpose`` is None where the category goes off: what is on has one of the four (PUR-03).
    """

    code: str
    is_on: bool
    purpose: Purpose | None
    reason: str


def decide(work: Work, decision: Decision, by: str, role: Role) -> None:
    """Switch a category on or off; cars get it with the next version of the list.

    Lines of a category that was off were never imported: import the list again.

    Raises:
        NotPermittedError: this is for the administrator.
        DomainError: no such category, no lawful purpose, or no reason.
    """
    if role is not Role.ADMINISTRATOR:
        raise NotPermittedError("Only an administrator decides about categories.")
    _check(decision)
    hold_list(work)
    _demand_seen(work, decision.code)
    purpose = decision.purpose.value if decision.purpose else ""
    row = {
        "code": decision.code,
        "is_on": decision.is_on,
        "purpose": purpose,
        "reason": decision.reason.strip(),
        "decided_at": work.now,
        "decided_by": by,
    }
    categories.keep(work.connection, row)
    state = ("is_on", str(decision.is_on).lower())
    facts = ("purpose", purpose), ("reason", decision.reason.strip())
    record(work, AuditEvent.HQ_CATEGORY_DECIDED, decision.code, by, state, *facts)
    _new_version(work, by, decision)


def _check(decision: Decision) -> None:
    if decision.code not in CATEGORIES:
        message = f"{decision.code!r} is no category. There are {', '.join(sorted(CATEGORIES))}."
        raise DomainError(message)
    if decision.is_on and decision.purpose is None:
        raise DomainError(
            f"Name the lawful purpose that the category serves{cited('lawful_purposes')}."
        )
    if len(decision.reason.strip()) < SHORTEST_REASON:
        raise DomainError(f"Give the reason in at least {SHORTEST_REASON} characters.")


def _new_version(work: Work, by: str, decision: Decision) -> None:
    """Let cars forget, or get again, what was imported of the category."""
    present = hotlists.newest(work.connection)
    if present is None:
        return
    version = next_version(work, by, source="setting", dropped=0)
    hotlists.add_version(work.connection, replace(version, compiled_at=present.compiled_at))
    change = hotlists.send_again if decision.is_on else hotlists.forget
    change(work.connection, decision.code, version.version)


def set_category(work: Work, setting: CategorySetting, reason: str, by: str, role: Role) -> None:
    """Set a category; cars get it with the next version of the list (HOT-08).

    Raises:
        NotPermittedError: this is for the administrator.
        DomainError: what may not be set (see ``CategorySetting.check``), or no reason.
    """
    if not may(role, Permission.MANAGE_ACCOUNTS):
        raise NotPermittedError("Only an administrator sets categories.")
    setting.check()
    if len(reason.strip()) < SHORTEST_REASON:
        raise DomainError(f"Give the reason in at least {SHORTEST_REASON} characters.")
    hold_list(work)
    _demand_seen(work, setting.code)
    row = {
        "code": setting.code,
        "priority": setting.priority,
        "style": setting.style,
        "instruction": setting.instruction,
        "reason": reason.strip(),
        "set_at": work.now,
        "set_by": by,
    }
    facts = [(name, str(row[name])) for name in ("priority", "style", "instruction", "reason")]
    if said := _proposal(work, setting.code):
        facts.append(("proposal", said))
    categories.keep_setting(work.connection, row)
    record(work, AuditEvent.HQ_CATEGORY_SET, setting.code, by, *facts)
    present = hotlists.newest(work.connection)
    if present is not None:
        version = next_version(work, by, source="setting", dropped=0)
        hotlists.add_version(work.connection, replace(version, compiled_at=present.compiled_at))


def _proposal(work: Work, code: str) -> str:
    """Return what was proposed for a category before it is set; empty where nothing was (D18)."""
    lists, line = categories.precisions(work.connection).get(code, ()), list_line(work.connection)
    if code not in categories.switched_on(work.connection):
        return ""
    now = categories.settings(work.connection).of(code).priority
    lower = proposed_priority(now, lists, line)
    return "" if lower is None or line is None else proposal_words(lower, lists, line)


def every_category(work: Work, by: str) -> CategoriesMessage:
    """Return every category as it is now, with who set it and why; recorded."""
    record(work, AuditEvent.HQ_CATEGORIES_VIEWED, "categories", by)
    return CategoriesMessage(tuple(_categories(work)), list_line(work.connection))


def _demand_seen(work: Work, code: str) -> None:
    """Refuse a change of a category that was set otherwise since its sender saw it."""
    for category in _categories(work):
        if category.setting.code == code:
            demand_seen(as_set(category))


def _categories(work: Work) -> Iterator[CategoryMessage]:
    wanted = categories.switched_on(work.connection)
    settings = categories.settings(work.connection)
    precisions, line = categories.precisions(work.connection), list_line(work.connection)
    signed = categories.signed(work.connection)
    decided = categories.decisions(work.connection)
    for code, kind in CATEGORIES.items():
        setting, lists = settings.of(code), precisions.get(code, ())
        lower = proposed_priority(setting.priority, lists, line) if code in wanted else None
        yield CategoryMessage(
            setting=setting,
            name=kind.name,
            is_on=code in wanted,
            set_by=signed[code].by if code in signed else "",
            reason=signed[code].reason if code in signed else "",
            purpose=_purpose(kind, decided.get(code)),
            restricted=kind.restricted,
            decided_by=decided[code].by if code in decided else "",
            decided_at=decided[code].at if code in decided else None,
            decided_why=decided[code].reason if code in decided else "",
            lists=lists,
            proposed=lower,
        )


def _purpose(kind: Category, decided: Decided | None) -> Purpose | None:
    """Return the lawful purpose that supports a category: as decided, else its own (PUR-03)."""
    if decided is not None and decided.purpose:
        return Purpose(decided.purpose)
    return kind.purpose


def look_alikes(work: Work, plates: Iterable[str], by: str) -> LookAlikesMessage:
    """Return the setting, and which misreads of these plates it accepts (ALR-04); recorded.

    Raises:
        PlateTextError: one is no plate.
    """
    texts = tuple(map(tidy, plates))
    typed = (("plate", " ".join(texts)),)
    record(work, AuditEvent.HQ_MISREADS_VIEWED, "look-alikes", by, typed=typed)
    newest = hotlists.newest(work.connection)
    return LookAlikesMessage(
        allowed=newest is not None and newest.look_alikes_allowed,
        characters=tuple("".join(sorted(group)) for group in LOOK_ALIKES),
        misreads=tuple(MisreadsMessage(text, *matching_misreads(text)) for text in texts),
    )


def set_look_alikes(work: Work, ask: LookAlikesRequest, by: str, role: Role) -> bool:
    """Allow look-alikes or not, for a reason; tell whether that changed anything.

    Raises:
        NotPermittedError: this is for the administrator.
        DomainError: no reason, or there is no list yet.
    """
    check_reason(ask.reason)
    newest = hotlists.newest(work.connection)
    demand_seen(newest is not None and newest.look_alikes_allowed)
    if newest is not None and newest.look_alikes_allowed == ask.allowed:
        return False
    allow_look_alikes(work, by, role, allowed=ask.allowed, reason=ask.reason.strip())
    return True
