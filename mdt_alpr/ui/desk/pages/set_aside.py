"""What headquarters quarantined or flagged, why, and the decision about it (AC-3, SUP-03)."""

from typing import Any

from mdt_alpr.acts import intake
from mdt_alpr.acts.act import Act
from mdt_alpr.acts.evidence import ACCEPT_KEY
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.case_table import RowActs, buttons_of
from mdt_alpr.wire.review import AsidesMessage

_KEY = (
    "Does the computer of {row.device} show the key {row.shown_key}? Accept it only then: what it "
    "signs counts."
)
_UNDONE = "takes effect now, and that cannot be undone."
_WHAT = "{row.what} from {row.device}"


class Quarantine(RowActs):
    """The menu shows how many items wait from sign-in on."""

    title, order = "Set aside", 80
    heading = "Set aside and flagged"
    shows = intake.SHOW_QUARANTINE
    row_acts = intake.ACCEPT, intake.REJECT, intake.NOTE_FLAG, ACCEPT_KEY
    counts = True
    note = "You can't decide on what concerns you"
    says = "Reason of the decision. No plates here."
    asks_first = (
        (intake.ACCEPT.button, f"Apply {_WHAT}? It {_UNDONE}"),
        (
            intake.REJECT.button,
            f"Leave {_WHAT} unapplied? It is never applied, and erased in time.",
        ),
        (
            intake.NOTE_FLAG.button,
            "Mark the flag on {row.item.named} as looked into? It leaves this list.",
        ),
        (ACCEPT_KEY.button, _KEY),
    )

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
        may = row is not None and self.has(Permission.MANAGE_ACCOUNTS)
        self.acts_changed.emit(buttons_of(intake.acts_on(row)) if row and may else ())

    def known_of(self, act: Act[Any], row: intake.AsideRow) -> dict[str, object]:
        return {"key": row.key} if act is ACCEPT_KEY else {}

    def places(self, act: Act[Any], key: str, row: intake.AsideRow) -> dict[str, object]:
        return {"device": row.device} if act is ACCEPT_KEY else super().places(act, key, row)

    def forget(self) -> None:
        super().forget()
        self.acts_changed.emit(())


PAGE = Quarantine
