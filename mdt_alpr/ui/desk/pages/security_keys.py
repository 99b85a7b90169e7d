"""One's own security keys: their names, when each was used, and removing one (ACC-02)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import ActRow, Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import SENDING, ActsTable
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import KeyName, SecurityKeyMessage, SecurityKeysMessage
from mdt_alpr.wire.manual import ReasonMessage

_NAME, _REMOVE = "name", "remove"
_ACTS = ((_NAME, "Rename"), (_REMOVE, "Remove chosen key"))
_QUESTION = "Remove {name}? Nobody signs in with it any more, and it is added again as a new one."


class OwnSecurityKeys(ActsTable):
    """Everybody's own; an administrator removes another person's by the command."""

    title, order = "Security keys", 114
    heading = "Your security keys"
    permissions = tuple(Permission)
    note = "To add one: New phone or key on the sign-in page"
    acts = ActRow("New name, or why the key is removed", _ACTS)
    address, answer = addresses.SECURITY_KEYS, SecurityKeysMessage
    nothing = "You have no security key. New phone or key on the sign-in page adds one."
    columns = (
        Column("Name", 340),
        Column("Added", 220),
        Column("Last used", 220),
        Column("Number", 300),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._names: dict[str, str] = {}
        self._removing: tuple[str, str] | None = None

    def rows(self, found: SecurityKeysMessage) -> list[TableRow]:
        """Return a row for each key."""
        return [_row(one) for one in found.keys]

    def state(self, found: SecurityKeysMessage) -> PageState:
        """Return how many there are."""
        number = len(found.keys)
        return PageState(foot=f"{number} {'key' if number == 1 else 'keys'}.")

    def show_answer(self, found: SecurityKeysMessage) -> None:
        """Show the keys."""
        self._names = {one.key_id: one.name for one in found.keys}
        self.acts_changed.emit(_ACTS if found.keys else ())
        super().show_answer(found)

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Rename the chosen key, or ask before it is removed."""
        del choice
        if key not in self._names:
            self.show_state(problem="Choose a key first.")
        elif act == _REMOVE:
            self._removing = key, why
            self.question_changed.emit(_QUESTION.format(name=self._names[key]))
        elif not why.strip():
            self.show_state(problem="Enter the new name first.")
        else:
            self._send(addresses.SECURITY_KEY_NAME, key, KeyName(why.strip()))

    def answered(self, yes: bool) -> None:
        """Remove the key that was asked about, or keep it."""
        removing = self._removing
        self._drop_question()
        if yes and removing is not None:
            key, why = removing
            self._send(addresses.SECURITY_KEY_REMOVAL, key, ReasonMessage(why))

    def choose(self, key: str) -> None:
        """Drop a question about another key."""
        del key
        self._drop_question()

    def forget(self) -> None:
        """Clear what a session left here."""
        self._names = {}
        self._drop_question()

    def _send(self, address: str, key: str, body: object) -> None:
        self.show_state(waits=SENDING)
        path = addresses.filled(address, key_id=key)
        self.wait(self.ask(SecurityKeysMessage, path, body), self.show_answer)

    def _drop_question(self) -> None:
        self._removing = None
        self.question_changed.emit("")


PAGE = OwnSecurityKeys


def _row(one: SecurityKeyMessage) -> TableRow:
    used = time_cell(one.used_at) if one.used_at else Cell("Never")
    return TableRow(
        one.key_id,
        (Cell(one.name, strong=True), time_cell(one.added_at), used, Cell(one.key_id)),
    )
