"""The weekly review of searches: a drawn sample, a verdict on each, a signature (SUP-01, 04)."""

from collections.abc import Iterator

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.fields import ActField
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.acts.search import NO_LONGER_KEPT, case_cell
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.doctor import counted
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.domain.review.weekly import VERDICT_WORDS, SearchVerdict
from mdt_alpr.wire.search import MadeSearch
from mdt_alpr.wire.weekly import (
    WEEK,
    ReviewedWeek,
    SampledSearch,
    SearchJudged,
    WeeklyMessage,
    WeekSigned,
)

_REVIEW = Permission.REVIEW_HITS, Permission.MANAGE_LISTS
_MARKS = {
    SearchVerdict.JUSTIFIED: "tick",
    SearchVerdict.NOT_JUSTIFIED: "cross",
    SearchVerdict.UNCLEAR: "weak",
}


def _when(made: MadeSearch) -> ListCell:
    return ListCell(made.at, to_second=True)


def _purpose(made: MadeSearch) -> object:
    """Return the purpose; that of a preservation request is in words already."""
    return Purpose(made.purpose) if made.purpose in set(Purpose) else made.purpose


def _verdict(search: SampledSearch) -> ListCell:
    if search.verdict is None:
        return ListCell("Open", mark="ring", is_strong=True)
    is_no = search.verdict is SearchVerdict.NOT_JUSTIFIED
    words, mark = VERDICT_WORDS[search.verdict], _MARKS[search.verdict]
    return ListCell(words, search.note, mark, warns=is_no)


def left(answer: WeeklyMessage) -> int:
    """Return how many searches of the sample have no verdict."""
    return sum(search.verdict is None for search in answer.sample)


def _foot(answer: WeeklyMessage) -> tuple[object, ...]:
    """Return the week, what else happened in it, and what is to do; then the weeks before it."""
    head = f"Week of {day_in_words(answer.week)}: {answer.counts.words}"
    ends = "\n".join((_unsigned(answer), *_before(answer)))
    if answer.signed_at is None:
        return (f"{head} {_to_do(answer)}{ends}",)
    is_no = any(search.verdict is SearchVerdict.NOT_JUSTIFIED for search in answer.sample)
    cases = " Not justified: on the page Review cases." * is_no
    return f"{head} Signed", answer.signed_at, f"by you.{cases}{ends}"


def _to_do(answer: WeeklyMessage) -> str:
    if not answer.seed:
        words = f"{counted(answer.searched, 'search', 'searches')} of others."
        others = f" {answer.left_out} more are for another reviewer: their accounts may be yours."
        return f"{words} Draw the sample to begin.{others * bool(answer.left_out)}"
    number = left(answer)
    if number:
        return f"{number} of {len(answer.sample)} to judge."
    return "Write what you found, then sign."


def _unsigned(answer: WeeklyMessage) -> str:
    missing = "; ".join(f"{day_in_words(week.week)}, {week.words}" for week in answer.missing)
    return f" UNSIGNED: {missing}." * bool(missing)


def _before(answer: WeeklyMessage) -> Iterator[str]:
    for past in answer.past:
        until = "signed" if past.signed_at else "open"
        yield (
            f"Before, week of {day_in_words(past.week)} by {past.by}, {until}: {past.sampled} of "
            f"{past.searched}, {past.not_justified} not justified, {past.unclear} unclear. "
            f"{past.findings}"
        )


SAMPLE: Listing[WeeklyMessage, SampledSearch] = Listing(
    lambda answer: answer.sample,
    lambda search: search.search_id,
    (
        ListColumn("Search", 0, lambda search: search.search_id),
        ListColumn("When", 130, lambda search: (
            _when(search.search) if search.search else NO_LONGER_KEPT)),
        ListColumn("Person", 150, lambda search: search.search and ListCell(
            search.search.name, below=search.search.person_id)),
        ListColumn("Purpose", 200, lambda search: search.search and _purpose(search.search)),
        ListColumn("Case", 130, lambda search: search.search and case_cell(search.search)),
        ListColumn("Reason", 230, lambda search: search.search and ListCell(
            search.search.reason or NO_LONGER_KEPT, below=" ".join(search.search.confirmed))),
        ListColumn("Found", 60, lambda search: (
            search.search and f"{search.search.found:,}"), right=True),
        ListColumn("Verdict", 180, _verdict),
    ),
    foot=_foot,
)  # fmt: skip
SHOW_WEEK = Look(
    "GET /v1/weekly-reviews", "See the weekly review of searches", _REVIEW, WeeklyMessage,
    shows_captured=True, records=(AuditEvent.HQ_WEEKLY_VIEWED,), command="weekly-review",
    listing=SAMPLE, query=(ActField(name="week", label=WEEK, hint="2026-11-16"),),
)  # fmt: skip
BEGIN_WEEK = Act(
    "POST /v1/weekly-reviews", "Draw the sample of a weekly review", _REVIEW, WeeklyMessage,
    body=ReviewedWeek, records=(AuditEvent.HQ_WEEKLY_BEGUN, AuditEvent.HQ_WEEKLY_VIEWED),
    command="weekly-draw", listing=SAMPLE, changes=Unversioned.MAKES,
)  # fmt: skip
JUDGE_SEARCH = Act(
    "POST /v1/weekly-reviews/verdicts", "Judge a search of a weekly review's sample", _REVIEW,
    WeeklyMessage, body=SearchJudged, records=(AuditEvent.HQ_WEEKLY_JUDGED,
    AuditEvent.HQ_WEEKLY_VIEWED), command="weekly-judge {search_id} {verdict}", listing=SAMPLE,
    changes=Unversioned.IN_BODY,
)  # fmt: skip
SIGN_WEEK = Act(
    "POST /v1/weekly-reviews/signature", "Sign a weekly review with what was found", _REVIEW,
    WeeklyMessage, body=WeekSigned, records=(AuditEvent.HQ_CASE_OPENED,
    AuditEvent.HQ_WEEKLY_SIGNED, AuditEvent.HQ_WEEKLY_VIEWED), command="weekly-sign {findings}",
    listing=SAMPLE, changes=Unversioned.ONCE,
)  # fmt: skip
