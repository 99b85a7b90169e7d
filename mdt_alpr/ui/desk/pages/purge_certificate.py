"""The purge certificate at the desk: every place was searched, and what is left (RET-07)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import number_of
from mdt_alpr.domain.retention.purge_search import RULE_WORDS, PlaceFound, place_words
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormHead
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.keeping import PurgeSearchMessage
from mdt_alpr.wire.papers import PaperFile

_SEARCH, _SAVE = "search", "save"
_FORM = FormHead(
    (),
    ((_SEARCH, "Search every place now"), (_SAVE, "Save certificate as PDF")),
    saves=((_SAVE, "purge-certificate.pdf"),),
)
_EMPTY = "Press Search every place now. It takes a while; the search is logged."


class PurgeCertificate(FormTable):
    """Nothing is searched before somebody asks for it."""

    title, order = "Purge certificate", 90
    permissions = (Permission.READ_AUDIT,)
    form = _FORM
    also_waits = (_SAVE,)
    note = "Order 09.21.8.C: what is past its deadline and not held is gone"
    stopped = "Stopped. Headquarters may have finished the search; it is logged then."
    address, answer = addresses.PURGE_SEARCH, PurgeSearchMessage
    nothing = _EMPTY
    tall = False
    columns = (
        Column("Place", 240),
        Column("May stay", 220),
        Column("In it", 110, right=True),
        Column("Found", 470),
    )

    def load(self) -> None:
        """Say what to do: a search reads everything, so none begins by itself."""
        self.show_state(foot=_EMPTY)

    def act(self, act: FormAct) -> None:
        """Search, or save the certificate of a further search."""
        self.show_state(waits=ASKING)
        if act.act == _SEARCH:
            self.wait(self.ask(self.answer, self.address), self.show_answer)
        else:
            call = self.ask(PaperFile, addresses.PURGE_PAPER)
            self.wait(saved_to(act.place, call), self.say_saved, _SAVE)

    def rows(self, answer: PurgeSearchMessage) -> list[TableRow]:
        """Return a row for each place, those with a finding first."""
        places = sorted(answer.found.places, key=lambda one: one.is_clean)
        return [_row(place) for place in places]

    def state(self, answer: PurgeSearchMessage) -> PageState:
        """Return whether something is left, and where."""
        self.about_changed.emit(_about(answer))
        left = ", ".join(one.place for one in answer.found.dirty)
        if left:
            return PageState(problem=f"SOMETHING IS LEFT IN: {left}.")
        return PageState(foot=f"{len(answer.found.places)} places searched. Nothing is left.")


PAGE = PurgeCertificate


def _about(message: PurgeSearchMessage) -> str:
    found = message.found
    kept = [f"Hold {name} keeps {number_of(number, 'item')}." for name, number in found.holds]
    return (
        f"Captured data is kept for {found.kept_days} days: gone is what was captured up to "
        f"{full_time(found.captured_until)}. {' '.join(kept) or 'Nothing is held.'} "
        f"{number_of(found.backups, 'backup')}; their captured data dies with the keys of its "
        f"days. Entry {message.entry} of the audit."
    )


def _row(found: PlaceFound) -> TableRow:
    mark = Mark.TICK if found.is_clean else Mark.CROSS
    return TableRow(
        found.place,
        (
            Cell(found.place, strong=True),
            Cell(RULE_WORDS[found.rule]),
            Cell(f"{found.number:,}"),
            Cell(place_words(found), mark, warns=not found.is_clean),
        ),
    )
