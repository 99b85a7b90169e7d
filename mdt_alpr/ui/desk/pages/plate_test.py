"""An auditor tests which ended manual entries were on a plate (MAN-05)."""

from mdt_alpr.acts.entries import TEST_PLATE
from mdt_alpr.ui.desk.act_table import AskedTable
from mdt_alpr.ui.desk.models.form import FormAct


class PlateTest(AskedTable):
    """What is left of ended entries names no plate: only its keyed hash answers."""

    title, order = "Plate test", 76
    heading = "Plate test of ended entries"
    note = "After its end an entry keeps no plate"
    shows = TEST_PLATE
    prompt = (
        "Enter the plate that you have. Headquarters records that a plate was tested, not which."
    )

    def act(self, act: FormAct) -> None:
        """Ask headquarters, which records that it was asked."""
        self.ask_for(act.form)


PAGE = PlateTest
