"""Past reads of a listed plate: headquarters is asked on the link thread, nothing is kept here.

The answer is only in the memory of the screen: no store, no outbox, no log.
"""

from collections.abc import Callable

from mdt_alpr.domain.entry.form import PastReadsQuery, past_reads_needs
from mdt_alpr.domain.errors import LinkLostError, OutsideError
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.patrol.events import PastReadsAnswered
from mdt_alpr.patrol.outbox import LinkBusyError, RequestRefusedError
from mdt_alpr.patrol.ports import PastReadsLink
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.problems import Problem

CAR_MOVES = "The car is moving. Stop, or have a second officer use it, to see past reads."
NOBODY = "Nobody is signed in at headquarters. Sign in again, then ask."
NOT_THERE_YET = (
    "Headquarters does not hold this entry. A new one is sent first: wait until nothing is "
    "queued, then ask again. An entry that ended there has no past reads."
)
NOT_QUEUED = "Past reads are not queued: ask again when the link is back."


class PastReads:
    """Implements ``patrol.desk.PastReadsDesk``."""

    def __init__(
        self,
        link: Worker,
        hq: PastReadsLink,
        session: Callable[[], Session | None],
        publish: Callable[[PastReadsAnswered], None],
    ) -> None:
        """Begin; ``session`` returns the one that headquarters will accept, or None."""
        self._link = link
        self._hq = hq
        self._session = session
        self._publish = publish
        self._driving = Driving()

    def drive(self, driving: Driving) -> None:
        """Note how the car moves and who works the screen (VER-10); from any thread."""
        self._driving = driving

    def ask_past_reads(self, query: PastReadsQuery) -> None:
        """Ask headquarters, which records the question; returns at once."""
        self._link.do(lambda: self._publish(self._answer(query)))

    def _answer(self, query: PastReadsQuery) -> PastReadsAnswered:
        session = self._session()
        if not self._driving.typing_allowed:
            return PastReadsAnswered(query, why=CAR_MOVES)
        if session is None:
            return PastReadsAnswered(query, why=NOBODY)
        if needed := past_reads_needs(query.purpose, query.case):
            return PastReadsAnswered(query, why=" ".join(needed))
        try:
            return PastReadsAnswered(query, self._hq.past_reads(session, query))
        except OutsideError as error:
            return PastReadsAnswered(query, why=why_not(error))


def why_not(error: OutsideError) -> str:
    """Return why nothing is shown, and what to do."""
    if isinstance(error, RequestRefusedError) and error.problem == Problem.NO_SUCH_ENTRY.number:
        return NOT_THERE_YET
    if isinstance(error, LinkLostError) and not isinstance(
        error, LinkBusyError | RequestRefusedError
    ):
        return f"{error} {NOT_QUEUED}"
    return str(error)
