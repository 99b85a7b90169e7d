"""Which types of events are audited, and their yearly review (AUD-09, CJIS AU-2)."""

from mdt_alpr.acts import reports
from mdt_alpr.ui.desk.act_table import ActTable


class AuditedEvents(ActTable):
    """What changed since the last review comes first; an administrator records the next one."""

    title, order = "Audited events", 87
    note = "CJIS AU-2: an administrator reviews once a year what is recorded, and writes why"
    shows, acts = reports.SHOW_AUDITED_EVENTS, (reports.REVIEW_AUDITED_EVENTS,)


PAGE = AuditedEvents
