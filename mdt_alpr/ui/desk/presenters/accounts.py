"""Accounts at the desk: who is locked, whose training ends, and what is done about it (ACC-11)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from time import strptime

from PySide6.QtCore import QObject, Signal

from mdt_alpr.domain.people.accounts import TrainingWarning, training_warning
from mdt_alpr.domain.people.roles import Permission, Role, Session, may
from mdt_alpr.ui.desk.models.desk import (
    AccountForm,
    Cell,
    Column,
    PageState,
    TableRow,
)
from mdt_alpr.ui.desk.presenters.link import Asking
from mdt_alpr.ui.desk.presenters.words import ROLE_WORDS, day_time
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import (
    AccountChange,
    AccountMessage,
    AccountsMessage,
    NewAccountAsk,
    TemporaryPassword,
    TrainingRecord,
    TrainingsAsk,
)
from mdt_alpr.wire.manual import ReasonMessage

COLUMNS = (
    Column("User name", 150),
    Column("Name", 180),
    Column("Role", 130),
    Column("Team", 90),
    Column("Last sign-in", 170),
    Column("Training until", 150),
    Column("State", 190),
)
ROLE_CHOICES = tuple((role.value, words) for role, words in ROLE_WORDS.items())
_ACTS = {
    Permission.RELEASE_OFFICERS: ("release",),
    Permission.RECORD_TRAINING: ("training",),
    Permission.MANAGE_ACCOUNTS: ("disable", "enable", "password", "change", "make"),
}
_WITH_REASON = {
    "release": addresses.ACCOUNT_RELEASE,
    "disable": addresses.ACCOUNT_DISABLE,
    "enable": addresses.ACCOUNT_ENABLE,
}
_DAY_FORMS = ("%b %d, %Y", "%m/%d/%Y", "%Y-%m-%d")
"""As the desk shows a day, as a person may type it, as a list from elsewhere has it."""
_QUESTIONS = {
    "disable": "Disable {who}? Every session ends now; unsent work in a car stays in that car.",
    "password": "Give {who} this password? The old one is gone, and every session ends now.",
    "make": "Make the account {who}? A user name is never used again.",
}
"""What cannot be taken back, asked before it is done."""
Ask = Callable[[type, str, object], Callable[[], object]]


class AccountsPresenter(QObject):
    """Signals: rows, the page's state, what the role may do, a question, the chosen account."""

    rows_changed = Signal(object, bool)
    state_changed = Signal(object)
    acts_changed = Signal(object)
    question_changed = Signal(str)
    chosen_changed = Signal(object)

    def __init__(self, asking: Asking, ask: Ask, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._asking, self._ask, self._now = asking, ask, now
        self._accounts: dict[str, AccountMessage] = {}
        self._asked: tuple[str, AccountForm] | None = None

    def begin(self, session: Session) -> None:
        """Show what the person may do here."""
        acts = (act for one, acts in _ACTS.items() if may(session.role, one) for act in acts)
        self.acts_changed.emit(frozenset(acts))

    def load(self) -> None:
        """Ask which accounts there are."""
        self._say(waits="Asking headquarters")
        self._send(addresses.ACCOUNTS, None)

    def choose(self, person_id: str) -> None:
        """Fill the form with an account."""
        self._drop_question()
        if (one := self._accounts.get(person_id)) is not None:
            form = AccountForm(one.person_id, one.name, one.role.value, one.team)
            self.chosen_changed.emit(form)

    def act(self, act: str, form: AccountForm) -> None:
        """Do something to an account, after a question where it cannot be taken back."""
        if not form.person_id:
            self._say(problem="Choose an account, or enter a user name.")
            return
        if act in _QUESTIONS:
            known = self._accounts.get(form.person_id)
            who = f"{form.person_id} ({known.name if known else form.name})"
            self._asked = act, form
            self.question_changed.emit(_QUESTIONS[act].format(who=who))
            return
        self._do(act, form)

    def answer(self, yes: bool) -> None:
        """Do what was asked about, or leave it."""
        asked = self._asked
        self._drop_question()
        if yes and asked is not None:
            self._do(*asked)

    def cancel(self) -> None:
        """Wait no longer."""
        self._asking.cancel("accounts")
        self._say(problem="Stopped. Press F5 to ask again.")

    def forget(self) -> None:
        """Leave nothing of a session here."""
        self._accounts = {}
        self._drop_question()
        self.chosen_changed.emit(AccountForm())

    def _do(self, act: str, form: AccountForm) -> None:
        try:
            path, body = _message(act, form)
        except ValueError:
            self._say(problem="Write the day of the training as Nov 28, 2026.")
            return
        self._say(waits="Telling headquarters")
        self._send(path, body)

    def _drop_question(self) -> None:
        self._asked = None
        self.question_changed.emit("")

    def _send(self, path: str, body: object) -> None:
        call = self._ask(AccountsMessage, path, body)
        self._asking.ask("accounts", call, self._came, self._failed)

    def _came(self, found: AccountsMessage) -> None:
        self._accounts = {one.person_id: one for one in found.accounts}
        today = local_day(self._now())
        self.rows_changed.emit([_row(one, today) for one in found.accounts], False)  # noqa: FBT003 - a signal
        ends = sum(_warning(one, today) is not TrainingWarning.NONE for one in found.accounts)
        locked = sum(bool(one.locked) for one in found.accounts)
        told = f"{len(found.accounts)} accounts. {locked} locked. "
        self._say(foot=f"{told}{ends} without training or with less than a month of it.")

    def _failed(self, why: str) -> None:
        self._say(problem=f"{why} What is on the screen stays.")

    def _say(self, **words: str) -> None:
        self.state_changed.emit(PageState(**words))


def _message(act: str, form: AccountForm) -> tuple[str, object]:
    """Return where to and what to send.

    Raises:
        ValueError: the day of the training is none.
    """
    if act == "training":
        on = _day(form.trained_on)
        return addresses.TRAININGS, TrainingsAsk((TrainingRecord(form.person_id, on),))
    if act == "password":
        return _of(addresses.ACCOUNT_PASSWORD, form), TemporaryPassword(form.password)
    if act == "change":
        return _of(addresses.ACCOUNT, form), AccountChange(form.name, Role(form.role), form.team)
    if act == "make":
        on_day = _day(form.trained_on) if form.trained_on else None
        role = Role(form.role)
        return addresses.ACCOUNTS, NewAccountAsk(
            form.person_id, form.name, role, form.password, on_day
        )
    return _of(_WITH_REASON[act], form), ReasonMessage(form.reason)


def _of(address: str, form: AccountForm) -> str:
    return addresses.filled(address, person_id=form.person_id)


def _day(text: str) -> date:
    """Return the day that was typed.

    Raises:
        ValueError: it is none.
    """
    for form in _DAY_FORMS:
        with suppress(ValueError):
            return date(*strptime(text, form)[:3])
    message = "no day"
    raise ValueError(message)


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
            Cell(day_time(last) if last else "Never"),
            training,
            _state(one),
        ),
    )


def _state(one: AccountMessage) -> Cell:
    if one.disabled_at is not None:
        return Cell("Disabled", Mark.CROSS, warns=True, below=day_time(one.disabled_at))
    if one.locked:
        below = "at every place" if one.locked == "all" else "at one place"
        return Cell("Locked", Mark.CROSS, warns=True, below=below)
    if one.password_is_due:
        return Cell("In use", Mark.WEAK, below="new password due")
    return Cell("In use", Mark.TICK)
