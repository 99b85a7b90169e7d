"""One's own security keys: their names, when each was used, and removing one (ACC-02)."""

from functools import partial

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import ActRow, Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import ActsTable
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
            path = addresses.filled(addresses.SECURITY_KEY_REMOVAL, key_id=key)
            remove = partial(self.send, path, ReasonMessage(why))
            self.ask_first(_QUESTION.format(name=self._names[key]), remove)
        elif not why.strip():
            self.show_state(problem="Enter the new name first.")
        else:
            path = addresses.filled(addresses.SECURITY_KEY_NAME, key_id=key)
            self.send(path, KeyName(why.strip()))

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self._names = {}


PAGE = OwnSecurityKeys


def _row(one: SecurityKeyMessage) -> TableRow:
    used = time_cell(one.used_at) if one.used_at else Cell("Never")
    return TableRow(
        one.key_id,
        (Cell(one.name, strong=True), time_cell(one.added_at), used, Cell(one.key_id)),
    )
