"""The weekly review of searches: a drawn sample, a verdict on each, a signature (SUP-01, 04)."""

from functools import partial
from typing import Any

from mdt_alpr.acts import weekly
from mdt_alpr.acts.act import Act
from mdt_alpr.domain.review.weekly import VERDICT_WORDS, SearchVerdict
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.form_table import ActsTable
from mdt_alpr.ui.desk.models.desk import ActRow
from mdt_alpr.wire.weekly import MissedWeek, ReviewedWeek, SearchJudged, WeeklyMessage, WeekSigned

_BEGIN, _SIGN, _NEXT = "begin", "sign", "missing"
_ACTS = {
    _BEGIN: "Draw the sample",
    **{verdict.value: words for verdict, words in VERDICT_WORDS.items()},
    _SIGN: "Sign the week",
    _NEXT: "Open missing week",
}


class WeeklyReviewPage(ActsTable, ListTable):
    """The menu counts what waits: verdicts, or a week that nobody signed."""

    title, order = "Weekly review", 47
    heading = "Weekly review of searches"
    counts = True
    note = "A random sample, preservation requests too, never your own; the seed is on record"
    acts = ActRow("Why, or what you found. No plates here.", tuple(_ACTS.items()))
    shows = weekly.SHOW_WEEK

    def load(self) -> None:
        """Request the last week that is over, for the person who signed in."""
        self.acts_changed.emit(())
        super().load()

    def show_answer(self, answer: WeeklyMessage) -> None:
        """Show the review of a week, and the buttons that it has now."""
        self.show(*self.rows(answer))
        self.state_changed.emit(self.state(answer))
        self.acts_changed.emit([(act, _ACTS[act]) for act in _open_acts(answer)])
        waiting = weekly.left(answer) + len(_own_missing(answer))
        self.waiting_changed.emit(self.page_name(), waiting)

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Draw, judge or sign; headquarters says what is missing."""
        del choice
        if self.found is None:
            return
        week = self.found.week
        if act == _BEGIN:
            self._send(weekly.BEGIN_WEEK, ReviewedWeek(week))
        elif act == _NEXT:
            self._send(weekly.BEGIN_WEEK, ReviewedWeek(_own_missing(self.found)[0].week))
        elif act == _SIGN:
            self._send(weekly.SIGN_WEEK, WeekSigned(week, why))
        elif key not in self.known:
            self.show_state(problem="Choose a search first.")
        else:
            self._judge(SearchJudged(week, key, SearchVerdict(act), why, self.known[key].verdict))

    def _judge(self, judged: SearchJudged) -> None:
        """Send a verdict; ask before it takes the place of another one."""
        was, words = judged.instead_of, VERDICT_WORDS[judged.verdict]
        send = partial(self._send, weekly.JUDGE_SEARCH, judged)
        if was is None:
            send()
        elif was is judged.verdict and not judged.note.strip():
            self.show_state(foot=f'This search is judged "{words}" already.')
        else:
            note = self.known[judged.search_id].note.rstrip(".")
            before = f'"{VERDICT_WORDS[was]}"' + (f": {note}." if note else ".")
            self.ask_first(f'This search is judged {before} Judge it "{words}" instead?', send)

    def _send(self, act: Act[Any], body: object) -> None:
        self.send(act.path(), body)

    def forget(self) -> None:
        super().forget()
        self.acts_changed.emit(())


PAGE = WeeklyReviewPage


def _own_missing(answer: WeeklyMessage) -> list[MissedWeek]:
    return [missed for missed in answer.missing if missed.is_mine]


def _open_acts(answer: WeeklyMessage) -> list[str]:
    is_missing = any(missed.week != answer.week for missed in _own_missing(answer))
    acts = [_NEXT] * is_missing
    if answer.signed_at is not None:
        return acts
    if not answer.seed:
        return [_BEGIN, *acts]
    return [*(verdict.value for verdict in SearchVerdict), _SIGN, *acts]
