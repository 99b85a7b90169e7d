"""The yearly review of accounts on the screen: a decision for each, then signed (ACC-11)."""

from datetime import date
from functools import partial

from mdt_alpr.acts import accounts
from mdt_alpr.acts.account_reviews import SIGN_ACCOUNT_REVIEW
from mdt_alpr.acts.fields import enum_words
from mdt_alpr.domain.people.account_review import ReviewDecision, ReviewedAccount
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.presenters.listing_rows import columns_of, rows_of
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire.accounts import (
    AccountMessage,
    AccountReviewRequest,
    AccountReviewsMessage,
    AccountsMessage,
)

_DECIDE, _SIGN = "decide", "sign"
_DECISIONS = tuple((decision.value, enum_words(decision)) for decision in ReviewDecision)
_FORM = FormHead(
    (
        FormField("decision", "Decision on the chosen account", options=_DECISIONS),
        FormField("note", "Reason, unless it is kept. No plates.", wide=True),
    ),
    ((_DECIDE, "Decide chosen"), (_SIGN, "Sign review")),
)
_SIGNS = "Sign the review of {number} accounts?{ends} It stays on record with your name."


class AccountReview(FormTable):
    """Every live account but the own one; decisions stay here until the review is signed."""

    title, order = "Account review", 101
    permissions = SIGN_ACCOUNT_REVIEW.may
    form, emptied = _FORM, ("note",)
    note = "Keep, change or disable each live account; another reviewer decides on yours"
    address, answer = accounts.SHOW_ACCOUNTS.address, accounts.SHOW_ACCOUNTS.answers
    columns = (Column("Decision", 150), *columns_of(accounts.accounts_on(date.min))[:-1])
    nothing = "There is no account but yours."

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._live: dict[str, AccountMessage] = {}
        self._decided: dict[str, ReviewedAccount] = {}

    def rows(self, answer: AccountsMessage) -> list[TableRow]:
        """Return a row for each live account, with what was decided here."""
        now, own = self.desk.now(), self.desk.person.person_id if self.desk.person else ""
        live = (
            account
            for account in answer.accounts
            if account.disabled_at is None
            and (account.expires_at is None or account.expires_at > now)
            and account.person_id != own
        )
        self._live = {account.person_id: account for account in live}
        listing = accounts.accounts_on(self.desk.today())
        return [
            TableRow(row.key, (self._decision(row.key), *row.cells[:-1]))
            for row in rows_of(listing, answer, now)
            if row.key in self._live
        ]

    def state(self, answer: AccountsMessage) -> PageState:
        del answer
        left = len(self._live.keys() - self._decided.keys())
        return PageState(foot=f"{len(self._live) - left} decided, {left} to decide.")

    def act(self, act: FormAct) -> None:
        """Decide on the chosen account, or sign the review."""
        if act.act == _SIGN:
            self._sign()
        elif act.key not in self._live:
            self.show_state(problem="Choose an account first.")
        else:
            decision, note = ReviewDecision(act.form.text("decision")), act.form.text("note")
            self._decided[act.key] = ReviewedAccount(act.key, decision, note)
            self.empty_form()
            self.load()

    def forget(self) -> None:
        super().forget()
        self._live, self._decided = {}, {}

    def _decision(self, person: str) -> Cell:
        decided = self._decided.get(person)
        if decided is None:
            return Cell("To decide", Mark.RING, warns=True)
        is_kept = decided.decision is ReviewDecision.KEEP
        mark = Mark.TICK if is_kept else Mark.WEAK
        return Cell(enum_words(decided.decision), mark, below=decided.note, strong=True)

    def _sign(self) -> None:
        if self._live.keys() - self._decided.keys():
            self.show_state(problem="Decide on every account first.")
            return
        decided = tuple(self._decided[person] for person in sorted(self._live))
        ended = [d.person_id for d in decided if d.decision is ReviewDecision.DISABLE]
        ends = f" To disable: {', '.join(ended)}." if ended else ""
        question = _SIGNS.format(number=len(decided), ends=ends)
        self.ask_first(question, partial(self._send, AccountReviewRequest(decided)))

    def _send(self, body: AccountReviewRequest) -> None:
        self.show_state(waits=SENDING)
        call = self.ask(AccountReviewsMessage, SIGN_ACCOUNT_REVIEW.path(), body)
        self.wait(call, self._signed)

    def _signed(self, answer: AccountReviewsMessage) -> None:
        self._decided = {}
        signed = answer.reviews[0]
        late = f" Overdue still: {', '.join(answer.overdue)}." if answer.overdue else ""
        self.outdated.emit("accounts")
        self.about_changed.emit(f"Review {signed.number} is signed and kept.{late}")
        self.load()


PAGE = AccountReview
