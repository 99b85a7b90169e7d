"""Accounts at the desk: locked accounts, trainings that end, and the acts on them (ACC-11)."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal

from mdt_alpr.domain.people.accounts import TrainingWarning, training_warning
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.ui.desk.models.desk import (
    AccountForm,
    Cell,
    Column,
    PageState,
    TableRow,
)
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import ROLE_WORDS, day_time, typed_day
from mdt_alpr.ui.desk.views.accounts_page import AccountsPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import (
    AccountChange,
    AccountExpiry,
    AccountMessage,
    AccountsMessage,
    NewAccountRequest,
    SetupCode,
    TemporaryPassword,
)
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.versions import account_version, with_version

ROLE_CHOICES = tuple((role.value, words) for role, words in ROLE_WORDS.items())
_ACTS = {
    Permission.RELEASE_OFFICERS: ("release",),
    Permission.RECORD_TRAINING: ("confirm",),
    Permission.MANAGE_ACCOUNTS: (
        "disable",
        "enable",
        "expiry",
        "password",
        "factor",
        "change",
        "make",
        "emergency",
    ),
}
_WITH_REASON = {
    "release": addresses.ACCOUNT_RELEASE,
    "disable": addresses.ACCOUNT_DISABLE,
    "enable": addresses.ACCOUNT_ENABLE,
    "confirm": addresses.ACCOUNT_CONFIRM,
    "factor": addresses.ACCOUNT_FACTOR_RESET,
}
_OF_VERSION = {"change", "disable", "enable", "expiry"}
"""Acts that a page of before must not do to an account of now."""
_QUESTIONS = {
    "change": "Change the role of {who} to {role}? Every session of the account ends now.",
    "disable": "Disable {who}? Every session ends now; unsent work in a car stays in that car.",
    "password": "Set this password for {who}? The old one is void, and every session ends now.",
    "factor": "Reset the second factor of {who}? Every session ends now; you get a one-time code "
    "to hand over, by which a new one is set up.",
    "make": "Create account {who}? A user name is never used again.",
    "emergency": "Create emergency account {who}? It ends after 72 hours.",
}
"""Acts that cannot be undone, with the question before each."""


class AccountsOfAgency(TablePage):
    """Accounts with a form and acts on the chosen one.

    Signals:
        chosen_changed: the chosen account (``AccountForm``).
    """

    title, order = "Accounts", 100
    permissions = (Permission.RECORD_TRAINING, Permission.RELEASE_OFFICERS)
    note = "Each act is recorded with your name"
    stopped = "Stopped. Press F5 to ask again."
    failed = "The screen still shows earlier data."
    address, answer = addresses.ACCOUNTS, AccountsMessage
    columns = (
        Column("User name", 150),
        Column("Name", 180),
        Column("Role", 130),
        Column("Team", 90),
        Column("Last sign-in", 170),
        Column("Training until", 150),
        Column("State", 190),
    )

    chosen_changed = Signal(object)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._accounts: dict[str, AccountMessage] = {}

    def widget(self) -> AccountsPage:
        """Return the table with the form and the acts."""
        view = AccountsPage(self.head, ROLE_CHOICES)
        view.acted.connect(self.act)
        view.chosen.connect(self.choose)
        view.answered.connect(self.answered)
        self.acts_changed.connect(view.show_acts)
        self.question_changed.connect(view.ask)
        self.chosen_changed.connect(view.show_form)
        self.connect_table(view)
        return view

    def begin(self) -> None:
        """Show the acts that the person may do."""
        allowed = (acts for one, acts in _ACTS.items() if self.has(one))
        self.acts_changed.emit(frozenset(act for acts in allowed for act in acts))

    def rows(self, found: AccountsMessage) -> list[TableRow]:
        """Return a row for each account."""
        self._accounts = {one.person_id: one for one in found.accounts}
        today = self.desk.today()
        return [_row(one, today) for one in found.accounts]

    def state(self, found: AccountsMessage) -> PageState:
        """Return how many are locked, and how many need training."""
        today = self.desk.today()
        ends = sum(_warning(one, today) is not TrainingWarning.NONE for one in found.accounts)
        locked = sum(bool(one.locked) for one in found.accounts)
        if found.setup is not None:
            return PageState(foot=_code_words(found.setup))
        counts = f"{len(found.accounts)} accounts. {locked} locked. "
        words = f"{counts}{ends} without training, or with less than a month of it."
        late = sum(bool(one.review) for one in found.accounts)
        return PageState(foot=words + f" {late} to decide by the yearly review." * bool(late))

    def choose(self, person_id: str) -> None:
        """Fill the form with an account."""
        self.drop_question()
        if (one := self._accounts.get(person_id)) is not None:
            form = AccountForm(one.person_id, one.name, one.role.value, one.team)
            self.chosen_changed.emit(form)

    def act(self, act: str, form: AccountForm) -> None:
        """Do an act on an account, after a question where it cannot be undone."""
        if not form.person_id:
            self.show_state(problem="Choose an account, or enter a user name.")
            return
        known = self._accounts.get(form.person_id)
        seen = account_version(known) if known and act in _OF_VERSION else ""
        do = partial(self._do, act, form, seen)
        if act in _QUESTIONS and (act != "change" or (known and known.role != form.role)):
            who = f"{form.person_id} ({known.name if known else form.name})"
            role = dict(ROLE_CHOICES).get(form.role, form.role)
            self.ask_first(_QUESTIONS[act].format(who=who, role=role), do)
            return
        do()

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self._accounts = {}
        self.chosen_changed.emit(AccountForm())

    def _do(self, act: str, form: AccountForm, seen: str) -> None:
        try:
            path, body = _message(act, form)
        except ValueError:
            self.show_state(problem="Enter a date as Nov 28, 2026.")
            return
        self.send(with_version(path, seen), body)


PAGE = AccountsOfAgency


def _code_words(setup: SetupCode) -> str:
    until = day_time(setup.expires_at)
    return (
        f"Code for {setup.person_id}'s second factor: {setup.code}, once, until {until}. Hand it "
        "over in person; it is not shown again."
    )


def _message(act: str, form: AccountForm) -> tuple[str, object]:
    """Return the address and the body to post.

    Raises:
        ValueError: what was entered as a date is none.
    """
    if act == "expiry":
        last_day = typed_day(form.last_day) if form.last_day else None
        return _of(addresses.ACCOUNT_EXPIRY, form), AccountExpiry(last_day, form.reason)
    if act == "password":
        return _of(addresses.ACCOUNT_PASSWORD, form), TemporaryPassword(form.password)
    if act == "change":
        return _of(addresses.ACCOUNT, form), AccountChange(form.name, Role(form.role), form.team)
    if act in ("make", "emergency"):
        on_day = typed_day(form.trained_on) if form.trained_on else None
        role = Role(form.role)
        return addresses.ACCOUNTS, NewAccountRequest(
            form.person_id,
            form.name,
            role,
            form.password,
            on_day,
            form.reason if act == "emergency" else "",
        )
    return _of(_WITH_REASON[act], form), ReasonMessage(form.reason)


def _of(address: str, form: AccountForm) -> str:
    return addresses.filled(address, person_id=form.person_id)


def _warning(one: AccountMessage, today: date) -> TrainingWarning:
    until = one.trained_until
    return TrainingWarning.OVER if until is None else training_warning(until, today)


def _row(one: AccountMessage, today: date) -> TableRow:
    warning = _warning(one, today)
    until = date_words(one.trained_until) if one.trained_until else "None recorded"
    marks = {TrainingWarning.OVER: Mark.CROSS, TrainingWarning.NONE: Mark.TICK}
    below = {TrainingWarning.OVER: "cannot sign in", TrainingWarning.NONE: ""}
    last = one.last_sign_in_at
    training = Cell(
        until,
        marks.get(warning, Mark.WEAK),
        warns=warning is not TrainingWarning.NONE,
        below=below.get(warning, "ends soon"),
    )
    return TableRow(
        one.person_id,
        (
            Cell(one.person_id, strong=True),
            Cell(one.name),
            Cell(ROLE_WORDS[one.role]),
            Cell(one.team or "None"),
            time_cell(last) if last else Cell("Never"),
            training,
            _state(one),
        ),
    )


def _state(one: AccountMessage) -> Cell:
    if one.disabled_at is not None:
        return Cell("Disabled", Mark.CROSS, warns=True, below=full_time(one.disabled_at))
    if one.locked:
        below = "at every place" if one.locked == "all" else "at one place"
        return Cell("Locked", Mark.CROSS, warns=True, below=below)
    if one.expires_at is not None:
        return Cell("In use", Mark.WEAK, below=f"ends {day_time(one.expires_at)}")
    lacks = (
        (one.password_is_due, "new password due"),
        (not one.has_factor, "no second factor"),
        (bool(one.review), one.review),
        (bool(one.set_up_by), "not confirmed"),
    )
    below = next((words for is_lacking, words in lacks if is_lacking), "")
    return Cell("In use", Mark.WEAK if below else Mark.TICK, below=below)
