"""What headquarters set aside or flagged, why, and the decision about it (AC-3, SUP-03)."""

from functools import partial

from mdt_alpr.acts import intake
from mdt_alpr.acts.evidence import ACCEPT_KEY
from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.form_table import ActsTable
from mdt_alpr.ui.desk.models.desk import ActRow
from mdt_alpr.wire.brought import DeviceKeyNamed
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.review import AsideMessage, AsidesMessage

_ACCEPT, _REJECT, _KEY = "accept", "reject", "key"
_OF_KEY = ((_KEY, ACCEPT_KEY.button),)
_QUESTION_OF_KEY = (
    "Does the computer of {device} show the key {key}? Accept it only then: what it signs counts."
)
_ACTS = ((_ACCEPT, intake.ACCEPT.button), (_REJECT, intake.REJECT.button))
_OF_FLAG = ((_ACCEPT, "Mark as looked into"),)
_QUESTIONS = {
    _ACCEPT: "Apply {what} from {device}? It takes effect now, and that cannot be undone.",
    _REJECT: "Leave {what} from {device} unapplied? It is never applied, and erased in time.",
}
_QUESTION_OF_FLAG = "Mark the flag on {named} as looked into? It leaves this list."


class SetAsideItems(ActsTable, ListTable):
    """The menu shows how many items wait from sign-in on."""

    title, order = "Set aside", 80
    heading = "Set aside and flagged"
    shows = intake.SHOW_SET_ASIDE
    counts = True
    note = "You can't decide on what concerns you"
    acts = ActRow("Reason of the decision. No plates here.", (*_ACTS, *_OF_KEY))

    def begin(self) -> None:
        """Reset for the person who signs in, who may decide or only view."""
        self.acts_changed.emit(())

    def load(self) -> None:
        self.drop_question()
        super().load()

    def waiting(self, answer: AsidesMessage) -> int:
        return len(answer.items) + len(answer.keys)

    def choose(self, key: str) -> None:
        super().choose(key)
        row: intake.AsideRow | None = self.known.get(key)
        acts = () if row is None else _OF_KEY if row.item is None else _acts(row.item)
        self.acts_changed.emit(acts if self.has(Permission.MANAGE_ACCOUNTS) else ())

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Ask first: no decision can be undone."""
        del choice
        row: intake.AsideRow | None = self.known.get(key)
        if row is None or (row.item is None and act != _KEY):
            self.show_state(problem="Choose an item first.")
        elif row.item is None:
            self._ask_about_key(row.device, row.key)
        elif not why.strip():
            self.show_state(problem="Give the reason of the decision.")
        else:
            item, decision = row.item, DecisionMessage(act == _ACCEPT, why.strip())
            question = _QUESTION_OF_FLAG if intake.is_flag(item) else _QUESTIONS[act]
            words = {"what": intake.what_of(item), "device": item.device, "named": item.named}
            path = intake.DECIDE.path(number=key)
            self.ask_first(question.format(**words), partial(self.post, path, decision))

    def _ask_about_key(self, device: str, key: str) -> None:
        accept = self.ask(DeviceKeyNamed, ACCEPT_KEY.path(device=device), DeviceKeyNamed(key))
        question = _QUESTION_OF_KEY.format(device=device, key=key[: intake.KEY_DIGITS])
        self.ask_first(question, lambda: self.wait(accept, lambda _: self.posted()))

    def forget(self) -> None:
        super().forget()
        self.acts_changed.emit(())


PAGE = SetAsideItems


def _acts(item: AsideMessage) -> tuple[tuple[str, str], ...]:
    """Return the acts allowed on an item; a read never replaces one of another device."""
    if intake.is_flag(item):
        return _OF_FLAG
    is_read = item.kind == ItemKind.READ
    return _ACTS[1:] if is_read and item.reason == AsideReason.OTHER_DEVICE else _ACTS
