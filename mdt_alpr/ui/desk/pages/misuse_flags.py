"""Signs of misuse: what was flagged and why, judged by somebody else (SUP-03, SUP-05, SUP-06)."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal

from mdt_alpr.acts import misuse
from mdt_alpr.acts.act import Act
from mdt_alpr.ui.desk.case_table import RowActs, buttons_of
from mdt_alpr.ui.desk.models.desk import PageState, TableRow
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.listing_rows import foot_of, rows_of
from mdt_alpr.ui.desk.views.table_page import ActsPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.misuse import FlagMessage, FlagsMessage, SeekRequest
from mdt_alpr.wire.saved_rows import MOST_SAVED

NOTHING = "Nothing is flagged. The rules run once a day; Run now runs them at once."
_SHOW, _RUN = "show", "run"
_MORE = "misuse_flags_more"
_JUDGED = buttons_of((misuse.JUSTIFY, misuse.OPEN_CASE_BY_FLAG))
_ALWAYS = ((_SHOW, "Show searches"), (_RUN, "Run now"))


class MisuseFlags(RowActs):
    """The newest first, never by person. The menu shows how many wait from sign-in on."""

    title, order = "Misuse flags", 43
    shows = misuse.SHOW_FLAGS
    counts = True
    opens = "misuse_flag", "Show searches"
    also_waits = (_MORE,)
    note = "A flag proves nothing. Nobody sees or judges their own"
    row_acts, further = (misuse.JUSTIFY, misuse.OPEN_CASE_BY_FLAG), _ALWAYS
    says = "What you found out. No plates here."
    asks_first = (
        (
            misuse.JUSTIFY.button,
            "Mark flag {row.number} on {row.person} as justified? That is final.",
        ),
        (
            misuse.OPEN_CASE_BY_FLAG.button,
            "Open a review case about {row.person} from flag {row.number}?",
        ),
    )
    nothing = NOTHING

    rows_appended = Signal(object, bool)

    def widget(self) -> ActsPage:
        """Return the table with its acts; scrolling to its end shows older flags."""
        view = super().widget()
        view.table.rows.more_wanted.connect(self.more)
        self.rows_appended.connect(view.append_rows)
        return view

    def begin(self) -> None:
        self.acts_changed.emit(())

    def load(self) -> None:
        self.drop_question()
        super().load()

    def state(self, answer: FlagsMessage) -> PageState:
        """Return how many wait, when the rules last ran, and which of them are off."""
        foot = foot_of(self.listing, answer)
        return PageState(foot=foot if answer.flags else " ".join((self.nothing, *answer.off)))

    def show_answer(self, answer: FlagsMessage) -> None:
        rows = list(self.rows(answer))
        self.rows_changed.emit(rows, answer.has_more)
        self.state_changed.emit(self.state(answer))
        self.waiting_changed.emit(self.page_name(), answer.waiting)
        if not rows:
            self.acts_changed.emit(_ALWAYS[1:])

    def more(self) -> None:
        """Request older flags, unless they are pending."""
        if self.known and not self.desk.asking.waits(_MORE):
            path = addresses.asking(self.address, before=min(map(int, self.known)))
            self.show_state(waits=ASKING)
            self.wait(self.ask(self.answer, path), self._more_came, _MORE)

    def choose(self, key: str) -> None:
        super().choose(key)
        flag = self.known.get(key)
        judged = _JUDGED if flag is not None and flag.may_judge else ()
        self.acts_changed.emit((*judged, *_ALWAYS) if flag is not None else _ALWAYS[1:])

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Run the rules, show a flag's searches, or ask before it is judged."""
        if act == _RUN:
            self.send(misuse.RUN_RULES.path(), SeekRequest())
        elif act == _SHOW:
            self.open_row(key)
        else:
            super().act(act, key, why, choice)

    def open_row(self, key: str) -> None:
        """Show a flag's searches, where it is judged."""
        if key in self.known:
            self.open_wanted.emit("misuse_flag", self.known[key].number)
        else:
            self.show_state(problem="Choose a line first.")

    def known_of(self, _act: Act[Any], row: FlagMessage) -> dict[str, object]:
        return {"accesses": row.accesses}

    def was_done(self, answer: FlagMessage) -> None:
        self.outdated.emit("review_cases")
        super().was_done(answer)

    def forget(self) -> None:
        super().forget()
        self.acts_changed.emit(())

    def every(self, goes_on: Callable[[], bool]) -> Callable[[], Sequence[TableRow]]:
        """Return the request for every flag: after a page come those before its last."""
        ask = self.desk.asker(FlagsMessage)

        def call() -> list[TableRow]:
            rows: list[TableRow] = []
            before = 0
            while goes_on() and len(rows) <= MOST_SAVED:
                path = addresses.asking(self.address, before=before) if before else self.address
                answer = ask(path, None)
                if answer is None or not answer.flags:
                    break
                rows += rows_of(self.listing, answer, self.desk.now())
                before = min(flag.number for flag in answer.flags)
                if not answer.has_more:
                    break
            return rows

        return call

    def _more_came(self, answer: FlagsMessage) -> None:
        newer = self.known
        rows = list(self.rows(answer))
        self.known = newer | self.known
        self.rows_appended.emit(rows, answer.has_more)
        self.state_changed.emit(self.state(answer))


PAGE = MisuseFlags
