"""The register of portable media at the desk: nothing leaves on another one (8.E, CJIS MP-7)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.media import MediumKind
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.desk.presenters.cells import year_cell
from mdt_alpr.ui.desk.presenters.words import number_of
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.release import (
    MediumLine,
    MediumRequest,
    MediumRetirement,
    PortableMediaMessage,
)

_REGISTER, _RETIRE = "register", "retire"
_KINDS = {
    MediumKind.USB_DRIVE: "USB drive",
    MediumKind.PORTABLE_DISK: "Portable disk",
    MediumKind.OPTICAL_DISC: "Optical disc",
}
_OWNERS = (("agency", "The agency"), ("person", "A person or firm"))
_FORM = FormHead(
    (
        FormField("serial", "Serial number"),
        FormField("kind", "Kind", options=tuple((k.value, w) for k, w in _KINDS.items())),
        FormField("owner", "Owned by", options=_OWNERS),
        FormField("label", "How it is marked"),
        FormField("how", "If retired: how it was erased or destroyed", wide=True),
    ),
    ((_REGISTER, "Register as new"), (_RETIRE, "Retire chosen medium")),
    in_row=6,
)


class PortableMedia(FormTable):
    """Media by serial number; what was retired stays."""

    title, order = "Media register", 64
    heading = "Register of portable media"
    permissions = (Permission.DOWNLOAD,)
    form, emptied = _FORM, ("serial", "label", "how")
    note = "Order 09.21.8.E: packages go on these only; each has its passphrase"
    address, answer = addresses.PORTABLE_MEDIA, PortableMediaMessage
    nothing = "No medium is registered. Fill in the form, then press Register as new."
    columns = (
        Column("Serial number", 220),
        Column("Kind", 160),
        Column("Marked", 200),
        Column("Registered", 200),
        Column("State", 340),
    )

    def rows(self, answer: PortableMediaMessage) -> list[TableRow]:
        """Return a row for each medium."""
        return list(map(_row, answer.media))

    def state(self, answer: PortableMediaMessage) -> PageState:
        """Return how many are in use."""
        in_use = sum(medium.retired_at is None for medium in answer.media)
        return PageState(foot=f"{in_use} in use, {len(answer.media) - in_use} retired.")

    def act(self, act: FormAct) -> None:
        """Register a medium, or retire the chosen one."""
        form = act.form
        body: MediumRequest | MediumRetirement
        if act.act == _REGISTER:
            is_agency_owned = form.text("owner") == _OWNERS[0][0]
            kind = MediumKind(form.text("kind"))
            body = MediumRequest(form.text("serial"), kind, form.text("label"), is_agency_owned)
            path = addresses.PORTABLE_MEDIA
        elif not act.key:
            self.show_state(problem="Choose a medium first.")
            return
        else:
            body, path = MediumRetirement(act.key, form.text("how")), addresses.MEDIUM_RETIREMENT
        self.send(path, body)


PAGE = PortableMedia


def _row(line: MediumLine) -> TableRow:
    if line.retired_at is None:
        state = Cell("In use", Mark.TICK, below=f"{number_of(line.packages_out, 'package')} on it")
    else:
        state = Cell(f"Retired {full_time(line.retired_at)}", Mark.CROSS, below=line.retired_how)
    return TableRow(
        line.serial,
        (
            Cell(line.serial, strong=True),
            Cell(_KINDS[line.kind]),
            Cell(line.label or "None"),
            year_cell(line.registered_at, below=f"by {line.registered_by}"),
            state,
        ),
    )
