"""Form ALPR-1 at the desk: what it covers is held when headquarters answers (09.21.8.C.2)."""

from mdt_alpr.acts.holds import FILE_REQUEST
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import HOLD_FORM, MOST_DAYS
from mdt_alpr.domain.retention.alpr_1 import FormPart, Needed, form_needs
from mdt_alpr.ui.desk.hold_form import HoldFormPage
from mdt_alpr.wire.holds import HoldRequest

_FROM_PAPER = frozenset({"requested_by", "requested_at"})


class HoldRequestForm(HoldFormPage):
    """Form ALPR-1; a custodian enters one from paper in the name of who signed it."""

    title, order = f"Preservation request, form {HOLD_FORM}", 66
    files = FILE_REQUEST
    note = f"Provisional until sworn: unsworn, the data is still erased on day {MOST_DAYS}"
    parts = (FormPart.CAMERA_AND_PLATE, FormPart.TIMES, FormPart.FACTS, FormPart.CASE)
    before = "File holds the data at headquarters and in the cars named."
    incomplete = "Not filed: complete the parts that are marked."
    complete = "Complete. File holds the data at once."

    def needs(self, body: HoldRequest) -> tuple[Needed, ...]:
        return form_needs(body.form, self.desk.now())

    def hidden(self) -> frozenset[str]:
        return frozenset() if self.has(Permission.MANAGE_HOLDS) else _FROM_PAPER


PAGE = HoldRequestForm
