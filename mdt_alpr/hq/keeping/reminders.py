"""Remind people by mail and webhook of what is due: requests, equipment, accounts, holds.

One notice an hour at most, with everything that became due since; each again every month until it
is done (OUT-03, MNT-02, DIS-09, ACC-10, PRS-01). Where nobody accepts it, the next hour tries
again.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.review.reminders import DueThing, to_send
from mdt_alpr.hq.audit.alarm_channels import channels_in
from mdt_alpr.hq.audit.clock_guard import doubt_of
from mdt_alpr.hq.audit.logging_watch import is_sent
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.tables import MARKS
from mdt_alpr.hq.disclosures import publications
from mdt_alpr.hq.entries import review as entries
from mdt_alpr.hq.equipment import service as equipment
from mdt_alpr.hq.holds import views as holds
from mdt_alpr.hq.incidents import unheld
from mdt_alpr.hq.keeping import backups_made
from mdt_alpr.hq.outside_requests import service as outside_requests
from mdt_alpr.hq.people import account_reminders

EVERY = timedelta(hours=1)
_MARK = "reminders"


def remind(hq: Headquarters) -> tuple[DueThing, ...]:
    """Send what is due and return it; nothing by a clock that is doubted, or without a way."""
    if hq.settings.notices is None or doubt_of(hq):
        return ()
    with hq.reading() as work:
        due, sent = _due(work), _sent(work)
    wanted = to_send(due, sent, hq.clock.now())
    if not wanted:
        return ()
    subject = f"MDT ALPR: {len(wanted)} reminder{'s' if len(wanted) > 1 else ''}"
    words = "".join(f"{thing.name}: {thing.words}\n" for thing in wanted)
    accepted = [is_sent(channel, subject, words) for channel in channels_in(hq.settings.notices)]
    if not any(accepted):
        return ()
    with hq.writing() as work:
        keys = {thing.key for thing in due}
        reminded = {key: at for key, at in sent.items() if key in keys}
        _keep(work, reminded | {thing.key: work.now for thing in wanted})
        names = ("names", ", ".join(thing.name for thing in wanted))
        facts = ("number", str(len(wanted))), names
        record(work, AuditEvent.HQ_REMINDERS_SENT, _MARK, NOBODY, *facts)
    return wanted


def _due(work: Work) -> list[DueThing]:
    people = account_reminders, entries
    rooms = outside_requests, equipment, publications, *people, holds, unheld, backups_made
    return [thing for room in rooms for thing in room.due(work)]


def _sent(work: Work) -> dict[str, datetime]:
    stored = work.connection.scalar(select(MARKS.c.value).where(MARKS.c.name == _MARK))
    return {key: datetime.fromisoformat(at) for key, at in json.loads(stored or "{}").items()}


def _keep(work: Work, sent: Mapping[str, datetime]) -> None:
    value = json.dumps({key: at.isoformat() for key, at in sent.items()})
    put_row(work.connection, MARKS, {"name": _MARK, "value": value})
