"""A search warrant at the desk: what it covers is held at once, with a yearly review (8.C.1)."""

from contextlib import suppress
from datetime import date

from mdt_alpr.acts import holds as acts
from mdt_alpr.acts.holds import FILE_WARRANT
from mdt_alpr.domain.retention.alpr_1 import FormPart, Needed, Warrant, warrant_needs
from mdt_alpr.ui.desk.hold_form import CHECK, FILE, HoldFormPage
from mdt_alpr.ui.desk.models.form import FormField, FormHead, FormValues
from mdt_alpr.ui.desk.presenters.hold_words import SCOPE_FIELDS, scope_of
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.wire.holds import WarrantRequest

_FEDERAL = "federal"
_COURTS = (("state", "State court"), (_FEDERAL, "Federal"))


class HoldWarrantForm(HoldFormPage):
    """What a warrant says, entered by the custodian."""

    title, order = "Search warrant", 67
    does = (FILE_WARRANT,)
    permissions = acts.FILE_WARRANT.may
    note = "Holds at once; lets nothing out before paper and second person"
    parts = (FormPart.CAMERA_AND_PLATE, FormPart.TIMES, FormPart.WARRANT)
    before = "Attach the warrant afterwards; then another person confirms it. Reviewed every year."
    incomplete = "Not entered: complete the parts that are marked."
    complete = "Complete. Enter holds the data at once."
    form = FormHead(
        (
            *SCOPE_FIELDS,
            FormField("kind", "Issued by", options=_COURTS),
            FormField("court", "Court", wide=True),
            FormField("number", "Number of the warrant"),
            FormField("issued", "Issued on", "Nov 28, 2026"),
            FormField("case", "Case"),
            FormField("described", "What it covers", "In the warrant's words", is_tall=True),
        ),
        ((CHECK, "Check"), (FILE, "Enter and hold now")),
        in_row=6,
        goes_back=True,
    )

    def needs(self, form: FormValues) -> tuple[Needed, ...]:
        return warrant_needs(_warrant_of(form), self.desk.now())

    def request(self, form: FormValues) -> tuple[str, object]:
        return acts.FILE_WARRANT.path(), WarrantRequest(self.hold_id, _warrant_of(form))


PAGE = HoldWarrantForm


def _warrant_of(form: FormValues) -> Warrant:
    issued_on: date | None = None
    with suppress(ValueError):
        issued_on = typed_day(form.text("issued"))
    return Warrant(
        scope=scope_of(form),
        court=form.text("court"),
        number=form.text("number"),
        issued_on=issued_on,
        is_federal=form.text("kind") == _FEDERAL,
        described=form.text("described"),
        case=form.text("case"),
    )
