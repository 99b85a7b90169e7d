"""Days as they are asked for and as instants: from the first day's begin to the last one's end."""

from datetime import date, datetime
from typing import Annotated

from mdt_alpr.domain.kinds import Label
from mdt_alpr.domain.policy import date_begins, date_ends


def _begins(text: str) -> datetime:
    return date_begins(date.fromisoformat(text))


def _ends(text: str) -> datetime:
    return date_ends(date.fromisoformat(text))


SinceDay = Annotated[datetime, Label("First day", "Nov 24, 2026", option="from", reads=_begins)]
UntilDay = Annotated[datetime, Label("Last day", "Nov 24, 2026", option="to", reads=_ends)]
