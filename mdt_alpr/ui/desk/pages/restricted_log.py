"""Restricted files: who was shown or told one of their records (HOT-10, CJIS 4.2.2)."""

from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.paged_table import PagedTable
from mdt_alpr.ui.desk.presenters.cells import minute_cell
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.restricted import RestrictedLogMessage, RestrictedLogRow

_FILES = tuple((code, kind.name) for code, kind in CATEGORIES.items() if kind.restricted)
_FORM = FormHead(
    (
        FormField("category", "Restricted file", options=_FILES),
        FormField("subject", "Hit, request or case"),
        FormField("agency", "Receiving agency"),
        FormField("requester", "Who asked for it"),
        FormField("secondary", "Passed on to", "nobody"),
        FormField("reason", "Why. No plates.", wide=True),
    ),
    (("disclose", "Record a disclosure"),),
)
_TEXTS = ("subject", "agency", "requester", "secondary", "reason")


class RestrictedLog(PagedTable):
    """What cars and desks showed is here by itself; what was told to others is entered."""

    title, order = "Restricted log", 58
    heading = "Restricted files: shown and disclosed"
    permissions = (Permission.MANAGE_LISTS, Permission.READ_AUDIT)
    note = "Nothing here is changed or erased"
    stopped = "Stopped. Press F5 to see whether it was recorded."
    address, answer = addresses.RESTRICTED_LOG, RestrictedLogMessage
    nothing = "No record of a restricted file was shown or disclosed yet."
    columns = (
        Column("When", 110, "at"),
        Column("What", 120, "what"),
        Column("File", 150, "category"),
        Column("Operator", 130, "operator"),
        Column("Receiving agency", 190, "agency"),
        Column("Passed on to", 140, "secondary"),
        Column("Why", 240, "reason"),
    )

    def widget(self) -> FormPage:
        """Return the table with the form."""
        view = FormPage(self.head, _FORM)
        self.connect_form(view, self.act)
        return view

    def has_more(self, found: RestrictedLogMessage, _loaded: int) -> bool:
        """Return whether lines follow."""
        return found.more

    def rows(self, found: RestrictedLogMessage) -> list[TableRow]:
        """Return a row for each line."""
        return [_row(one) for one in found.rows]

    def act(self, act: FormAct) -> None:
        """Record that somebody was told; headquarters refuses what is missing."""
        text = {name: act.form.text(name) for name in _TEXTS}
        body = RestrictedDisclosure(category=act.form.text("category"), **text)
        self.desk.used()
        self.show_state(waits=SENDING)
        self.wait(self.desk.post(self.address, body), self._recorded)

    def _recorded(self, _answer: object) -> None:
        self.form_changed.emit(FormValues(dict.fromkeys(_TEXTS, "")))
        self.load()


PAGE = RestrictedLog


def _row(one: RestrictedLogRow) -> TableRow:
    kind = CATEGORIES.get(one.category)
    shown = Cell("Shown", Mark.RING)
    disclosed = Cell("Disclosed", Mark.TRIANGLE, strong=True)
    what = disclosed if one.what == "disclosed" else shown
    return TableRow(
        f"{one.at.isoformat()} {one.number}",
        (
            minute_cell(one.at),
            what,
            Cell(kind.name if kind else one.category, below=one.subject),
            Cell(one.operator, below=one.where),
            Cell(one.agency, below=one.requester),
            Cell(one.secondary),
            Cell(one.reason),
        ),
    )
