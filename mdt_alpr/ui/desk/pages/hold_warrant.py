"""A search warrant at the desk: what it covers is held at once, with a yearly review (8.C.1)."""

from mdt_alpr.acts.holds import FILE_WARRANT
from mdt_alpr.domain.retention.alpr_1 import FormPart, Needed, warrant_needs
from mdt_alpr.ui.desk.hold_form import HoldFormPage
from mdt_alpr.wire.holds import WarrantRequest


class HoldWarrantForm(HoldFormPage):
    """What a warrant says, entered by the custodian."""

    title, order = "Search warrant", 67
    files = FILE_WARRANT
    note = "Holds at once; lets nothing out before paper and second person"
    parts = (FormPart.CAMERA_AND_PLATE, FormPart.TIMES, FormPart.WARRANT)
    before = "Attach the warrant afterwards; then another person confirms it. Reviewed every year."
    incomplete = "Not entered: complete the parts that are marked."
    complete = "Complete. Enter holds the data at once."

    def needs(self, body: WarrantRequest) -> tuple[Needed, ...]:
        return warrant_needs(body.warrant, self.desk.now())


PAGE = HoldWarrantForm
