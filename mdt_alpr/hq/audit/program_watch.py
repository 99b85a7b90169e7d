"""The watch on the program's own files while headquarters serves (SEC-09, SI-7).

What runs was checked at its start and goes on; the next start refuses. People are notified.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.alarm_channels import channels_in
from mdt_alpr.hq.audit.logging_watch import is_sent
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.machine.program_files import ProgramChangedError, check_program

_LOG = logging.getLogger(__name__)
EVERY = timedelta(hours=6)
_WHOLE = partial(check_program, whole=True)
_SUBJECT = "MDT ALPR: the program was changed"


class ProgramWatch:
    """Checks are for one thread; people are notified once of each change."""

    def __init__(self, hq: Headquarters, check: Callable[[], object] = _WHOLE) -> None:
        """Read where notices go.

        Raises:
            OutsideError: the settings file is wrong.
        """
        self._hq, self._check = hq, check
        self._channels = () if hq.settings.notices is None else channels_in(hq.settings.notices)
        self._last = ""

    def check(self) -> None:
        """Compare the program's files with their list; notify people where they differ."""
        try:
            self._check()
        except ProgramChangedError as error:
            why = str(error)
        else:
            why = ""
        if why and why != self._last:
            _LOG.error("the program was changed: %s", why)
            with self._hq.writing() as work:
                record(work, AuditEvent.HQ_PROGRAM_CHANGED, own_audit.DEVICE, NOBODY, ("why", why))
            for channel in self._channels:
                is_sent(channel, _SUBJECT, f"On headquarters' machine. {why}\n")
        self._last = why
