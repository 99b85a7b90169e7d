"""A gateway for training: answers from the hotlist and a file of plates that were cleared.

Every answer says that it is simulated, and every screen shows that (INT-04).
"""

import csv
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.hotlist.hotlist import state_of
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.message_switch import response
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import EntryMessage
from mdt_alpr.wire.status import StatusRequest, StatusResponse

CLEARED = "demo/cleared.csv"
RESPONDER = "TRAINING"


class SimulatedSwitch:
    """Answers as the MDT does; DCIN is still the officer's to ask, as on a shift (5.A.4.c)."""

    def __init__(self, hq: Headquarters, cleared: Path | None = None) -> None:
        """Read the plates that were cleared.

        Raises:
            OutsideError: their file cannot be read.
        """
        self._hq = hq
        self._cleared = _cleared(cleared or resource(CLEARED))

    def ask(self, request: StatusRequest) -> StatusResponse:
        """Return what the list and the demo say of the plate."""
        with self._hq.reading() as work:
            body = hotlists.live_body(work, request.entry_id)
        result = self._result(request, decode(EntryMessage, body) if body else None)
        return response(
            request,
            result,
            self._hq.clock.now(),
            responder=RESPONDER,
            source="mdt",
            simulated=True,
        )

    def _result(self, request: StatusRequest, entry: EntryMessage | None) -> str:
        if entry is None:
            return "no_record"
        asked = folded(request.LIC), state_of(request.LIS)
        if (folded(entry.text), entry.state) != asked:
            return "not_this_plate"
        return "cleared" if asked in self._cleared else "active"


def _cleared(path: Path) -> frozenset[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return frozenset((folded(row["plate"]), row["state"]) for row in csv.DictReader(file))
    except (OSError, KeyError, ValueError) as error:
        raise OutsideError(f"{path} is no file of cleared plates: {in_words(error)}.") from error
