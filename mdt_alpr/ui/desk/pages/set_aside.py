"""What headquarters set aside or flagged, why, and the decision about it (AC-3, SUP-03)."""

from functools import partial

from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.ui.desk.models.desk import ActRow, Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import ActsTable
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.brought import DeviceKeyNamed
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.review import AsideMessage, AsidesMessage

NOTHING = "Nothing is set aside, and nothing is flagged."
_ACCEPT, _REJECT = "accept", "reject"
_DIGITS = 16
"""Digits of a key that a car's computer shows."""
_KEY = "key"
_OF_KEY = ((_KEY, "Accept this key"),)
_QUESTION_OF_KEY = (
    "Does the computer of {device} show the key {key}? Accept it only then: what it signs counts."
)
_ACTS = ((_ACCEPT, "Apply after all"), (_REJECT, "Leave unapplied"))
_OF_FLAG = ((_ACCEPT, "Mark as looked into"),)
_QUESTIONS = {
    _ACCEPT: "Apply {what} from {device}? It takes effect now, and that cannot be undone.",
    _REJECT: "Leave {what} from {device} unapplied? It is never applied, and erased in time.",
}
_QUESTION_OF_FLAG = "Mark the flag on {named} as looked into? It leaves this list."


class SetAsideItems(ActsTable):
    """The menu shows how many items wait from sign-in on."""

    title, order = "Set aside", 80
    heading = "Set aside and flagged"
    permissions = (Permission.READ_AUDIT,)
    counts = True
    note = "You can't decide on what concerns you"
    acts = ActRow("Reason of the decision. No plates here.", (*_ACTS, *_OF_KEY))
    address, answer = addresses.SET_ASIDE, AsidesMessage
    nothing = NOTHING
    columns = (
        Column("Number", 70, right=True),
        Column("Received", 130),
        Column("What", 130),
        Column("From", 120),
        Column("Names", 110),
        Column("Brought by", 110),
        Column("Why", 300),
        Column("About", 170),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._may_decide = False
        self._items: dict[str, AsideMessage] = {}
        self._keys: dict[str, tuple[str, str]] = {}

    def begin(self) -> None:
        """Reset for the person who signs in, who may decide or only view."""
        self._may_decide = self.has(Permission.MANAGE_ACCOUNTS)
        self.acts_changed.emit(())

    def load(self) -> None:
        """Request what waits for a decision."""
        self.drop_question()
        super().load()

    def rows(self, answer: AsidesMessage) -> list[TableRow]:
        """Return a row for each item and each key that waits."""
        self._items = {str(item.number): item for item in answer.items}
        keys = [(_key_row(*key), key) for key in answer.keys]
        self._keys = {row.key: key for row, key in keys}
        return [*map(_row, answer.items), *(row for row, _ in keys)]

    def state(self, answer: AsidesMessage) -> PageState:
        """Return how many there are of each kind."""
        flags, keys = sum(map(_is_flag, answer.items)), len(answer.keys)
        words = f"{len(answer.items) - flags} set aside, {flags} flagged, "
        words += f"{keys} device {'key' if keys == 1 else 'keys'} to accept. "
        words += "Oldest first, what wrong clocks made last."
        return PageState(foot=words)

    def waiting(self, answer: AsidesMessage) -> int:
        """Return how many items and keys wait."""
        return len(answer.items) + len(answer.keys)

    def choose(self, key: str) -> None:
        """Show the acts allowed on an item."""
        super().choose(key)
        item = self._items.get(key)
        acts = _acts(item) if item is not None else _OF_KEY if key in self._keys else ()
        self.acts_changed.emit(acts if self._may_decide else ())

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Ask first: no decision can be undone."""
        del choice
        item = self._items.get(key)
        if act == _KEY and key in self._keys:
            self._ask_about_key(*self._keys[key])
        elif item is None:
            self.show_state(problem="Choose an item first.")
        elif not why.strip():
            self.show_state(problem="Give the reason of the decision.")
        else:
            decision = DecisionMessage(approved=act == _ACCEPT, why=why.strip())
            path = addresses.filled(addresses.SET_ASIDE_DECISION, number=key)
            question = _QUESTION_OF_FLAG if _is_flag(item) else _QUESTIONS[act]
            words = {"what": _what(item), "device": item.device, "named": item.named}
            self.ask_first(question.format(**words), partial(self.post, path, decision))

    def _ask_about_key(self, device: str, key: str) -> None:
        path = addresses.filled(addresses.DEVICE_KEY, device=device)
        accept = self.ask(DeviceKeyNamed, path, DeviceKeyNamed(key))
        question = _QUESTION_OF_KEY.format(device=device, key=key[:_DIGITS])
        self.ask_first(question, lambda: self.wait(accept, lambda _: self.posted()))

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self._items, self._keys = {}, {}
        self.acts_changed.emit(())


PAGE = SetAsideItems


def _acts(item: AsideMessage) -> tuple[tuple[str, str], ...]:
    """Return the acts allowed on an item; a read never replaces one of another device."""
    if _is_flag(item):
        return _OF_FLAG
    is_read = item.kind == ItemKind.READ
    return _ACTS[1:] if is_read and item.reason == AsideReason.OTHER_DEVICE else _ACTS


def _is_flag(item: AsideMessage) -> bool:
    """Return whether it is a sign of misuse, not an item of a car."""
    return item.reason == AsideReason.REMOVED_SOON


def _what(item: AsideMessage) -> str:
    return item.kind.replace("_", " ")


def _row(item: AsideMessage) -> TableRow:
    flagged = _is_flag(item)
    what = "Flag: past reads" if flagged else _what(item).capitalize()
    return TableRow(
        str(item.number),
        (
            Cell(str(item.number)),
            time_cell(item.received_at),
            Cell(what, Mark.WEAK if flagged else Mark.RING, strong=True, warns=flagged),
            Cell(item.device),
            Cell(item.named or "Nobody"),
            Cell(item.brought_by),
            Cell(item.words),
            Cell(item.subject),
        ),
    )


def _key_row(device: str, key: str) -> TableRow:
    return TableRow(
        f"key {key}",
        (
            Cell(""),
            Cell(""),
            Cell("Device key", Mark.RING, strong=True),
            Cell(device),
            Cell(""),
            Cell(""),
            Cell("Not accepted yet. Compare it with what the computer shows."),
            Cell(key[:_DIGITS], plate=True),
        ),
    )
