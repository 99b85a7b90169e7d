"""Everything that headquarters keeps of one case, from search to the last copy (8.A, 8.E)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.reason_words import single_line
from mdt_alpr.domain.retention.alpr_1 import PURPOSES, Alpr1
from mdt_alpr.domain.retention.case_thread import CasePackage, next_step
from mdt_alpr.domain.retention.data_request import Asked
from mdt_alpr.domain.retention.disclosure import GIVEN, OPEN
from mdt_alpr.domain.retention.grants import SoughtData
from mdt_alpr.domain.retention.hold_notices import step_words
from mdt_alpr.domain.search.erased import searches_erased_words
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.disclosures import package_store, request_store
from mdt_alpr.hq.disclosures.package_store import KeptPackage
from mdt_alpr.hq.disclosures.request_store import KeptRequest
from mdt_alpr.hq.holds import store as holds
from mdt_alpr.hq.holds.store import KeptHold
from mdt_alpr.hq.search.service import searches_of_case
from mdt_alpr.wire.case_threads import CaseThreadMessage, ThreadStepMessage
from mdt_alpr.wire.disclosures import DisclosureFilter

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 1000


@dataclass(frozen=True, slots=True)
class _Case:
    """The lines of the logs that name a case, oldest first, as far as their words are kept."""

    holds: list[KeptHold]
    requests: list[KeptRequest]
    packages: list[KeptPackage]


def papers_of_case(work: Work, case: str) -> tuple[str, ...]:
    """Return the ids of the holds and the requests of a case, as far as their words are kept."""
    found = _of_case(work, case)
    return (*(kept.hold_id for kept in found.holds), *(kept.request_id for kept in found.requests))


def thread_of(work: Work, case: str, by: str) -> CaseThreadMessage:
    """Return a case with what it waits for; that it was viewed is recorded."""
    case = single_line(case)
    found = _of_case(work, case)
    ids = [*(kept.hold_id for kept in found.holds), *(kept.request_id for kept in found.requests)]
    event, typed = AuditEvent.HQ_CASE_THREAD_VIEWED, (("case", case),)
    record(work, event, "case thread", by, typed=typed, returned=ids)
    steps = sorted(
        (*_searches(work, case), *_holds(work, found), *_requests(work, found), *_packages(found)),
        key=lambda step: step.at,
    )
    asked = _asked(found, case, work.now)
    return CaseThreadMessage(
        case=case,
        steps=tuple(steps),
        next=next_step(
            [(kept.number, kept.hold) for kept in found.holds if kept.hold is not None],
            [(kept.number, kept.found) for kept in found.requests if kept.found is not None],
            [_copy(kept) for kept in found.packages],
        ),
        asked=asked,
        notice=searches_erased_words(work.now, kept_days(work.connection)),
    )


def _of_case(work: Work, case: str) -> _Case:
    wanted = case.casefold()
    held = [
        kept
        for kept in holds.requested_since(work, _FIRST)
        if kept.hold is not None and kept.hold.case.casefold() == wanted
    ]
    which = DisclosureFilter(words=case, size=_MOST, order="number")
    asked = [
        kept
        for kept in request_store.page(work, which)[0]
        if kept.found is not None and kept.found.asked.case.casefold() == wanted
    ]
    asked.sort(key=lambda kept: kept.number)
    ids = {kept.hold_id for kept in held} | {kept.request_id for kept in asked}
    numbers = {kept.number for kept in held}
    packages = [
        kept
        for kept in reversed(package_store.every(work))
        if kept.row["hold_id"] in ids or kept.row["hold_number"] in numbers
    ]
    return _Case(held, asked, packages)


def _copy(kept: KeptPackage) -> CasePackage:
    is_received = kept.row["acknowledged_at"] is not None
    return CasePackage(kept.copy, kept.row["request_number"], kept.is_written, is_received)


def _asked(found: _Case, case: str, now: datetime) -> Asked:
    """Return the request that there is, else what one that comes now carries on of the hold."""
    live = [kept.found for kept in found.requests if kept.found]
    newest = next((request for request in reversed(live) if request.state in OPEN | GIVEN), None)
    if newest is not None:
        return newest.asked
    held = next((kept.hold for kept in reversed(found.holds) if kept.hold), None)
    if held is None:
        return Asked(case=case)
    scope = held.scope
    sought = f"What hold {holds.name_of(found.holds[-1])} keeps"
    since, until = scope.window
    seeks = SoughtData(scope.text, scope.state, since, min(until, now), scope.cameras)
    form = held.form or Alpr1()
    return Asked(
        case=case,
        sought=sought,
        purpose=PURPOSES.get(form.ground) if form.ground else None,
        investigation=form.parties,
        seeks=seeks,
    )


# ---------------------------------------------------------------- steps


def _searches(work: Work, case: str) -> Iterator[ThreadStepMessage]:
    for made in searches_of_case(work, case):
        yield ThreadStepMessage(made.at, "Search", f"{made.found} reads found", made.name)


def _holds(work: Work, found: _Case) -> Iterator[ThreadStepMessage]:
    for kept in found.holds:
        name = f"Hold {holds.name_of(kept)}"
        for row, words in holds.steps(work, kept.hold_id):
            step = step_words(row["step"], kept.row["kind"])
            yield ThreadStepMessage(row["at"], name, step, row["person_id"], words)


def _requests(work: Work, found: _Case) -> Iterator[ThreadStepMessage]:
    for kept in found.requests:
        for row, words in request_store.steps(work, kept.request_id):
            step = row["step"].replace("_", " ").capitalize()
            name = f"Data request {kept.number}"
            yield ThreadStepMessage(row["at"], name, step, row["person_id"], words)


def _packages(found: _Case) -> Iterator[ThreadStepMessage]:
    for kept in found.packages:
        row, words, name = kept.row, kept.words, f"Package {kept.number}"
        said = f"Medium {row['serial']}, {words.holder}. SHA-256 {row['sha256']}"
        yield ThreadStepMessage(row["made_at"], name, "Released", row["made_by"], said)
        if row["acknowledged_at"] is not None:
            signed = f"Signed by {words.acknowledged_by}"
            yield ThreadStepMessage(row["acknowledged_at"], name, "Received", "", signed)
        if row["ended_at"] is not None:
            step, how = row["state"].value.capitalize(), words.ended_how
            yield ThreadStepMessage(row["ended_at"], name, step, row["ended_by"], how)
