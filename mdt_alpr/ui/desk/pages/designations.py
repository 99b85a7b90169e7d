"""Designations at the desk: who was Chief, administrator and custodian when (ACC-14)."""

from mdt_alpr.domain.people.designations import Office
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.presenters.cells import date_cell
from mdt_alpr.ui.desk.presenters.words import ROLE_WORDS
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import DesignationMessage, DesignationsMessage


class Designations(TablePage):
    """The newest first."""

    title, order = "Designations", 107
    permissions = (Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT)
    note = "Recorded by hq designate and hq end-designation"
    address, answer = addresses.DESIGNATIONS, DesignationsMessage
    nothing = "Nobody is designated. An administrator records it by hq designate."
    tall = False
    columns = (
        Column("Office", 170),
        Column("User name", 170),
        Column("Name", 230),
        Column("From", 150),
        Column("Until", 150),
        Column("Designated by", 260),
    )

    def rows(self, found: DesignationsMessage) -> list[TableRow]:
        """Return a row for each designation."""
        return [_row(one) for one in found.designations]

    def state(self, found: DesignationsMessage) -> PageState:
        """Return who has such a role and is not designated."""
        missing = ", ".join(found.missing)
        return PageState(foot=f"Not designated: {missing}" if missing else "Nobody is missing.")


PAGE = Designations


def _row(one: DesignationMessage) -> TableRow:
    until = date_cell(one.last_day) if one.last_day else Cell("In office", Mark.TICK)
    return TableRow(
        str(one.number),
        (
            Cell(_OFFICES[one.office], strong=True),
            Cell(one.person_id),
            Cell(one.name),
            date_cell(one.first_day),
            until,
            Cell(one.designated_by),
        ),
    )


_OFFICES = {
    Office.CHIEF: "Chief",
    Office.ADMINISTRATOR: ROLE_WORDS[Role.ADMINISTRATOR],
    Office.CUSTODIAN: ROLE_WORDS[Role.CUSTODIAN],
}
