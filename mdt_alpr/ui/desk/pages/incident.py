"""One incident: what was frozen, its steps, and what may be done now (OPS-01, 02, 04)."""

from mdt_alpr.acts import incidents
from mdt_alpr.ui.desk.steps_page import StepsPage

_UNDONE = "incident {row.number}? This cannot be undone."


class IncidentPage(StepsPage):
    """The report and its steps, oldest first."""

    title, order = "Incident", 79
    opened_from = "incidents"
    note = "Nobody decides about an incident that concerns them"
    shows, acts = incidents.SHOW_INCIDENT, incidents.STEP_ACTS
    asks_first = ("Dismiss", f"Dismiss {_UNDONE}"), ("Close", f"Close {_UNDONE}")


PAGE = IncidentPage
