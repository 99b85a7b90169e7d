"""Form ALPR-1 at the desk: what it covers is held when headquarters answers (09.21.8.C.2)."""

from mdt_alpr.acts import holds as acts
from mdt_alpr.acts.holds import FILE_REQUEST
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.alpr_1 import (
    GROUND_WORDS,
    Alpr1,
    FormPart,
    HoldGround,
    Needed,
    form_needs,
)
from mdt_alpr.domain.retention.holds import HoldChannel
from mdt_alpr.ui.desk.hold_form import CHECK, FILE, HoldFormPage
from mdt_alpr.ui.desk.models.form import FormField, FormHead, FormValues
from mdt_alpr.ui.desk.presenters.hold_words import SCOPE_FIELDS, scope_of
from mdt_alpr.ui.kit.words import typed_time_or_none
from mdt_alpr.wire.holds import HoldRequest

_GROUNDS = (("", "What it is needed for"), *((g.value, GROUND_WORDS[g]) for g in HoldGround))


class HoldRequestForm(HoldFormPage):
    """Form ALPR-1; a custodian enters one from paper in the name of who signed it."""

    title, order = "Preservation request, form ALPR-1", 66
    does = (FILE_REQUEST,)
    permissions = acts.FILE_REQUEST.may
    note = "Provisional until sworn: unsworn, the data is still erased on day 90"
    parts = (FormPart.CAMERA_AND_PLATE, FormPart.TIMES, FormPart.FACTS, FormPart.CASE)
    before = "File holds the data at headquarters and in the cars named."
    incomplete = "Not filed: complete the parts that are marked."
    complete = "Complete. File holds the data at once."
    form = FormHead(
        (
            *SCOPE_FIELDS,
            FormField("ground", "Needed for", options=_GROUNDS, wide=True),
            FormField("case", "Case"),
            FormField("parties", "Parties of the case", "State v. ...; victim ...", wide=True),
            FormField("person", "From paper: user name", "Empty: your own"),
            FormField("received", "From paper: received", "Nov 28, 2026 14:00"),
            FormField("facts", "Specific and articulable facts", is_tall=True),
        ),
        ((CHECK, "Check"), (FILE, "File and hold now")),
        in_row=6,
        goes_back=True,
    )

    def needs(self, form: FormValues) -> tuple[Needed, ...]:
        typed, lacks = form.text("received"), tuple[Needed, ...]()
        if typed and typed_time_or_none(typed) is None:
            lacks = ((FormPart.TIMES, "Enter when the form came as Nov 28, 2026 14:00."),)
        return (*form_needs(_form_of(form), self.desk.now()), *lacks)

    def request(self, form: FormValues) -> tuple[str, object]:
        person = form.text("person") if self.has(Permission.MANAGE_HOLDS) else ""
        way = HoldChannel.PAPER if person else HoldChannel.DESK
        received = typed_time_or_none(form.text("received")) if person else None
        body = HoldRequest(self.hold_id, _form_of(form), way, person, received)
        return acts.FILE_REQUEST.path(), body


PAGE = HoldRequestForm


def _form_of(form: FormValues) -> Alpr1:
    ground = form.text("ground")
    return Alpr1(
        scope=scope_of(form),
        ground=HoldGround(ground) if ground else None,
        facts=form.text("facts"),
        case=form.text("case"),
        parties=form.text("parties"),
    )
