"""A trial before service: what it says so far, and the plan of the next one (MNT-04)."""

from mdt_alpr.acts import trial
from mdt_alpr.ui.desk.act_table import ActTable


class Trial(ActTable):
    """Its limits are set before it begins; passes are judged on the page Read accuracy."""

    title, order = "Trial", 31
    note = "Limits are set before a trial; passes are judged on the page Read accuracy"
    shows, acts = trial.SHOW_TRIAL, (trial.PLAN_TRIAL, trial.NOTE_WEATHER, trial.PRINT_TRIAL)
    saves = ((trial.PRINT_TRIAL.button, "trial.pdf"),)


PAGE = Trial
