"""What was on the lists on a past day: the lists, or the records of a plate (HOT-12)."""

from mdt_alpr.acts.feeds import SHOW_PAST_DAY
from mdt_alpr.ui.desk.act_table import AskedTable
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.feeds import ListedRecordMessage

_CORRECT = "correct"


class ListDay(AskedTable):
    """Lists are known for good, records that left for some weeks."""

    title, order = "Past day", 54
    heading = "What was listed on a day"
    note = "O and 0 are the same here. Ended manual entries: Plate test."
    shows = SHOW_PAST_DAY
    also = ((_CORRECT, "This record is wrong"),)
    prompt = "Enter day, time and reason; a plate too, for its records. Headquarters logs it."

    def begin(self) -> None:
        super().begin()
        self.form_changed.emit(FormValues({"at": full_time(self.desk.now())}))

    def open(self, _chosen: object) -> None:
        self.load()

    def act(self, act: FormAct) -> None:
        """Ask headquarters, which records it, or begin a correction of the chosen record."""
        if act.act != _CORRECT:
            if act.form.text("text") and not act.form.text("state"):
                self.show_state(problem="Enter the plate's state too.")
            else:
                self.ask_for(act.form)
        elif (record := self._records.get(act.key)) is None or record.left_at is not None:
            self.show_state(problem="Choose a record that is listed now.")
        else:
            self.open_wanted.emit("corrections", record)

    @property
    def _records(self) -> dict[str, ListedRecordMessage]:
        return {record.entry_id: record for record in self.found.records} if self.found else {}


PAGE = ListDay
