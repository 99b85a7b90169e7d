"""The weekly review of searches: a drawn sample, a verdict on each, a signature (SUP-01, 04)."""

from datetime import date
from functools import partial

from mdt_alpr.acts.search import NO_LONGER_KEPT
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.weekly import SearchVerdict
from mdt_alpr.ui.desk.models.desk import ActRow, Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import ActsTable
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import case_check_words, day_time
from mdt_alpr.ui.entries.presenters.past_read_words import purpose_words
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.weekly import (
    MissedWeek,
    ReviewedWeek,
    SampledSearch,
    SearchJudged,
    WeeklyMessage,
    WeekSigned,
)

_BEGIN, _SIGN, _NEXT = "begin", "sign", "missing"
_VERDICTS = {
    SearchVerdict.JUSTIFIED: ("Justified", Mark.TICK),
    SearchVerdict.NOT_JUSTIFIED: ("Not justified", Mark.CROSS),
    SearchVerdict.UNCLEAR: ("Unclear", Mark.WEAK),
}
_ACTS = {
    _BEGIN: "Draw the sample",
    **{verdict.value: words for verdict, (words, _) in _VERDICTS.items()},
    _SIGN: "Sign the week",
    _NEXT: "Open missing week",
}


class WeeklyReviewPage(ActsTable):
    """The menu counts what waits: verdicts, or a week that nobody signed."""

    title, order = "Weekly review", 47
    heading = "Weekly review of searches"
    permissions = (Permission.REVIEW_HITS, Permission.MANAGE_LISTS)
    counts = True
    note = "A random sample, preservation requests too, never your own; the seed is on record"
    acts = ActRow("Why, or what you found. No plates here.", tuple(_ACTS.items()))
    address, answer = addresses.WEEKLY, WeeklyMessage
    columns = (
        Column("When", 130),
        Column("Person", 150),
        Column("Purpose", 200),
        Column("Case", 130),
        Column("Reason", 230),
        Column("Found", 60, right=True),
        Column("Verdict", 180),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._shown: WeeklyMessage | None = None

    def load(self) -> None:
        """Request the last week that is over, for the person who signed in."""
        self.acts_changed.emit(())
        super().load()

    def rows(self, answer: WeeklyMessage) -> list[TableRow]:
        """Return a row for each search of the sample."""
        return [_row(one) for one in answer.sample]

    def state(self, answer: WeeklyMessage) -> PageState:
        """Return the week, what else happened in it, and what is to do."""
        return PageState(foot=_words(answer))

    def show_answer(self, answer: WeeklyMessage) -> None:
        """Show the review of a week, and the buttons that it has now."""
        self._shown = answer
        self.show(*self.rows(answer))
        self.state_changed.emit(self.state(answer))
        self.acts_changed.emit([(act, _ACTS[act]) for act in _open_acts(answer)])
        self.waiting_changed.emit(self.page_name(), _left(answer) + len(_own_missing(answer)))

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Draw, judge or sign; headquarters says what is missing."""
        del choice
        if self._shown is None:
            return
        week = self._shown.week
        if act == _BEGIN:
            self.send(addresses.WEEKLY, ReviewedWeek(week))
        elif act == _NEXT:
            self.send(addresses.WEEKLY, ReviewedWeek(_own_missing(self._shown)[0].week))
        elif act == _SIGN:
            self.send(addresses.WEEKLY_SIGNATURE, WeekSigned(week, why))
        elif not key:
            self.show_state(problem="Choose a search first.")
        else:
            self._judge(week, key, SearchVerdict(act), why)

    def _judge(self, week: date, key: str, verdict: SearchVerdict, why: str) -> None:
        """Send a verdict; ask before it takes the place of another one."""
        sample = self._shown.sample if self._shown else ()
        before = next((one for one in sample if one.search_id == key), None)
        was = before.verdict if before else None
        send = partial(
            self.send, addresses.WEEKLY_VERDICTS, SearchJudged(week, key, verdict, why, was)
        )
        words, reason = _VERDICTS[verdict][0], before.note if before else ""
        if was is None:
            send()
        elif was is verdict and not why.strip():
            self.show_state(foot=f'This search is judged "{words}" already.')
        else:
            judged = f'"{_VERDICTS[was][0]}"' + (f": {reason.rstrip('.')}." if reason else ".")
            self.ask_first(f'This search is judged {judged} Judge it "{words}" instead?', send)

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self._shown = None
        self.acts_changed.emit(())


PAGE = WeeklyReviewPage


def _left(answer: WeeklyMessage) -> int:
    return sum(one.verdict is None for one in answer.sample)


def _own_missing(answer: WeeklyMessage) -> list[MissedWeek]:
    return [one for one in answer.missing if one.is_mine]


def _open_acts(answer: WeeklyMessage) -> list[str]:
    acts = [_NEXT] if any(one.week != answer.week for one in _own_missing(answer)) else []
    if answer.signed_at is not None:
        return acts
    if not answer.seed:
        return [_BEGIN, *acts]
    return [*(verdict.value for verdict in _VERDICTS), _SIGN, *acts]


def _words(answer: WeeklyMessage) -> str:
    head = f"Week of {date_words(answer.week)}: {answer.counts.words} "
    if answer.signed_at is not None:
        said = f"Signed {day_time(answer.signed_at)}."
        if any(one.verdict is SearchVerdict.NOT_JUSTIFIED for one in answer.sample):
            said += " Not justified: on the page Review cases."
    elif not answer.seed:
        number = answer.searched
        searches = "1 search" if number == 1 else f"{number} searches"
        said = f"{searches} of others. Draw the sample to begin."
        if answer.left_out:
            said += (
                f" {answer.left_out} more are for another reviewer: their accounts may be yours."
            )
    elif left := _left(answer):
        said = f"{left} of {len(answer.sample)} to judge."
    else:
        said = "Write what you found, then sign."
    missing = "; ".join(f"{date_words(one.week)}, {one.words}" for one in answer.missing)
    return f"{head}{said} UNSIGNED: {missing}." if missing else head + said


def _purpose(said: str) -> str:
    return purpose_words(Purpose(said)) if said in set(Purpose) else said


def _row(search: SampledSearch) -> TableRow:
    verdict = Cell("Open", Mark.RING, strong=True)
    if search.verdict is not None:
        words, mark = _VERDICTS[search.verdict]
        is_no = search.verdict is SearchVerdict.NOT_JUSTIFIED
        verdict = Cell(words, mark, warns=is_no, below=search.note)
    made = search.search
    if made is None:
        gone = tuple(Cell(NO_LONGER_KEPT if n == 0 else "") for n in range(6))
        return TableRow(search.search_id, (*gone, verdict))
    return TableRow(
        search.search_id,
        (
            time_cell(made.at),
            Cell(made.name, below=made.person_id),
            Cell(_purpose(made.purpose)),
            Cell(made.case or NO_LONGER_KEPT, below=case_check_words(made)),
            Cell(made.reason or NO_LONGER_KEPT, below=" ".join(made.confirmed)),
            Cell(f"{made.found:,}"),
            verdict,
        ),
    )
