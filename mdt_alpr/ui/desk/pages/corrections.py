"""Do-not-alert corrections: records that are known to be wrong (HOT-11)."""

from dataclasses import replace

from mdt_alpr.acts import hotlists
from mdt_alpr.domain.policy import CORRECTION_LASTS_AT_MOST
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.wire.feeds import ListedRecordMessage

_END = "End correction {row.number}? Cars alert on the record again where it is still listed."
_SAID_IN = {hotlists.NOTE_OWNER.button: "owner_asked"}


class Corrections(ActTable):
    """No car alerts on these records, 30 days at most; each act is recorded."""

    title, order = "Corrections", 57
    heading = "Do-not-alert corrections"
    note = f"Up to {CORRECTION_LASTS_AT_MOST.days} days, then renew. Ask its agency to correct it."
    stopped = "Stopped. Press F5 to see whether it was done."
    shows = hotlists.SHOW_CORRECTIONS
    acts = (
        hotlists.PLACE_CORRECTION,
        hotlists.RENEW_CORRECTION,
        hotlists.NOTE_OWNER,
        hotlists.END_CORRECTION,
    )
    omits = ("why",)
    in_row = 5
    asks_first = ((hotlists.END_CORRECTION.button, _END),)

    def open(self, chosen: ListedRecordMessage) -> None:
        """Begin with a record that was found on another page."""
        record = {"text": chosen.text, "state": chosen.state, "entry_id": chosen.entry_id}
        self.empty_form()
        self.form_changed.emit(FormValues(record))
        self.load()

    def act(self, act: FormAct) -> None:
        """Place one, or renew, note or end the chosen one, with what is said of it."""
        words = act.form.text(_SAID_IN.get(act.act, "reason"))
        super().act(replace(act, form=FormValues({**act.form.values, "why": words})))


PAGE = Corrections
