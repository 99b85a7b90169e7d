"""Do-not-alert corrections: records that are known to be wrong (HOT-11)."""

from functools import partial

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.policy import CORRECTION_LASTS_AT_MOST
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.lists import CorrectionForm
from mdt_alpr.ui.desk.page import SENDING, TablePage
from mdt_alpr.ui.desk.presenters.cells import minute_cell
from mdt_alpr.ui.desk.presenters.words import plate_words
from mdt_alpr.ui.desk.views.list_pages import CorrectionsPage
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire import addresses
from mdt_alpr.wire.hotlists import (
    CorrectionMessage,
    CorrectionRequest,
    CorrectionsMessage,
    PlacedMessage,
    RenewalRequest,
)
from mdt_alpr.wire.manual import ReasonMessage

_MOST = CORRECTION_LASTS_AT_MOST.days
_STATES = (("", "State"), *sorted(STATES.items(), key=lambda pair: pair[1]))
_DAYS = tuple((str(days), f"For {days} days") for days in (_MOST, 14, 7, 1))
_END = "End correction {number}? Cars alert on the record again where it is still listed."


class Corrections(TablePage):
    """No car alerts on these records, 30 days at most; each act is recorded."""

    title, order = "Corrections", 57
    heading = "Do-not-alert corrections"
    permissions = (Permission.MANAGE_LISTS,)
    note = f"Up to {_MOST} days, then renew. Ask its agency to correct it."
    stopped = "Stopped. Press F5 to see whether it was done."
    address, answer = addresses.CORRECTIONS, CorrectionsMessage
    nothing = "No record is corrected. Enter a plate and state below to stop alerts on its record."
    columns = (
        Column("No.", 50, right=True),
        Column("Plate", 120),
        Column("List", 170),
        Column("Until", 120),
        Column("Why", 260),
        Column("Its agency", 260),
        Column("Placed", 150),
    )

    def widget(self) -> CorrectionsPage:
        """Return the table with the form."""
        view = CorrectionsPage(self.head, _STATES, _DAYS)
        view.acted.connect(self.act)
        view.question.answered.connect(self.answered)
        self.question_changed.connect(view.question.ask)
        self.form_changed.connect(view.show_form)
        self.connect_table(view)
        return view

    def open(self, chosen: CorrectionForm) -> None:
        """Begin with a record that was found on another page."""
        self.form_changed.emit(chosen)
        self.load()

    def rows(self, answer: CorrectionsMessage) -> list[TableRow]:
        """Return a row for each correction."""
        return [_row(correction) for correction in answer.corrections]

    def state(self, answer: CorrectionsMessage) -> PageState:
        """Return how many hold, and how many agencies were not asked yet."""
        silent = sum(not correction.owner_asked for correction in answer.corrections)
        asked = f" Not asked yet: the agencies of {silent}." if silent else ""
        return PageState(foot=f"{len(answer.corrections)} in force.{asked}")

    def act(self, act: str, form: CorrectionForm) -> None:
        """Place one, or renew, note or end the chosen one."""
        if act == "place":
            body = CorrectionRequest(
                text=form.text,
                state=form.state,
                entry_id=form.entry_id,
                reason=form.reason,
                evidence=form.evidence,
                owner_asked=form.owner,
                days=form.days,
            )
            self.show_state(waits=SENDING)
            self.wait(self.ask(PlacedMessage, addresses.CORRECTIONS, body), self._placed)
        elif not form.number:
            self.show_state(problem="Choose a correction first.")
        elif act == "renew":
            self._post(addresses.CORRECTION_RENEWAL, form, RenewalRequest(form.reason, form.days))
        elif act == "owner":
            self._post(addresses.CORRECTION_OWNER, form, ReasonMessage(form.owner))
        else:
            reason = ReasonMessage(form.reason)
            end = partial(self._post, addresses.CORRECTION_END, form, reason)
            self.ask_first(_END.format(number=form.number), end)

    def _placed(self, _found: PlacedMessage) -> None:
        self.form_changed.emit(CorrectionForm())
        self.load()

    def _post(self, address: str, form: CorrectionForm, body: object) -> None:
        self.post(addresses.filled(address, number=form.number), body)


PAGE = Corrections


def _row(correction: CorrectionMessage) -> TableRow:
    asked = Cell("Not asked yet", Mark.WEAK, warns=True, below=correction.owner)
    if correction.owner_asked:
        asked = Cell(correction.owner_asked, Mark.TICK, below=correction.owner)
    gone = "" if correction.is_listed else "no longer listed as this"
    ends = local_day(correction.expires_at)
    return TableRow(
        str(correction.number),
        (
            Cell(str(correction.number)),
            Cell(plate_words(correction.text, correction.state), plate=True),
            Cell(correction.list_name, strong=True, below=gone),
            Cell(f"{ends:%b} {ends.day}, {ends.year}"),
            Cell(correction.reason, below=correction.evidence),
            asked,
            minute_cell(correction.made_at, below=f"by {correction.made_by}"),
        ),
    )
