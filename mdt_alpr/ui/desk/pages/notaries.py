"""Who notarizes form ALPR-1, and when each did: the list that the agency keeps (09.21.8.C.3)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.holds import NotaryOffice
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.presenters.cells import date_cell
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.holds import NotariesMessage, NotaryEnd, NotaryMessage, NotaryRequest

_ADD, _END = "add", "end"
_OFFICES = {
    NotaryOffice.POLICE_ADMINISTRATION_MANAGER: "Police administration manager",
    NotaryOffice.EXECUTIVE_ASSISTANT: "Executive assistant",
}
_FORM = FormHead(
    (
        FormField("name", "Name as signed", wide=True),
        FormField("office", "Office", options=tuple((k.value, w) for k, w in _OFFICES.items())),
        FormField("day", "First day, or last day of chosen", "Nov 28, 2026"),
    ),
    ((_ADD, "Add to list"), (_END, "Record last day of chosen")),
    in_row=4,
    goes_back=True,
)


class Notaries(FormTable):
    """Nobody leaves the list: a last day ends the office."""

    title, order = "Notaries", 69
    heading = "Notaries for form ALPR-1"
    permissions = (Permission.MANAGE_HOLDS,)
    opened_from = "holds"
    form = _FORM
    note = "Order 09.21.8.C.3: they notarize what requesters swear"
    address, answer = addresses.NOTARIES, NotariesMessage
    nothing = "Nobody is on the list. Fill in the form, then press Add to list."
    tall = False
    columns = (
        Column("Name", 320),
        Column("Office", 300),
        Column("From", 200),
        Column("Until", 200),
    )

    def open(self, _chosen: object) -> None:
        """Show the list, with today as the day of the form."""
        self.empty_form()
        self.load()

    def rows(self, found: NotariesMessage) -> list[TableRow]:
        """Return a row for each notary."""
        return list(map(_row, found.notaries))

    def act(self, act: FormAct) -> None:
        """Put a person on the list, or record the last day of the chosen one."""
        try:
            day = typed_day(act.form.text("day"))
        except ValueError:
            self.show_state(problem="Enter the day as Nov 28, 2026.")
            return
        body: NotaryRequest | NotaryEnd
        if act.act == _ADD:
            office = NotaryOffice(act.form.text("office"))
            body, path = NotaryRequest(act.form.text("name"), office, day), self.address
        elif act.key:
            body, path = NotaryEnd(day), addresses.filled(addresses.NOTARY_END, number=act.key)
        else:
            self.show_state(problem="Choose a notary first.")
            return
        self.send(path, body)

    def empty_form(self) -> None:
        """Clear the name, with today as the day."""
        self.form_changed.emit(FormValues({"name": "", "day": date_words(self.desk.today())}))


PAGE = Notaries


def _row(one: NotaryMessage) -> TableRow:
    until = date_cell(one.last_day) if one.last_day else Cell("In office", Mark.TICK)
    return TableRow(
        str(one.number),
        (
            Cell(one.name, strong=True),
            Cell(_OFFICES[one.office]),
            date_cell(one.first_day),
            until,
        ),
    )
