"""The agency's own service for cases: POST ``{"case": "26-041877"}``, 200 ``{"known": true}``.

It may say who works the case: ``{"known": true, "people": ["kdavis"], "teams": ["alpha"]}``, user
names and teams as headquarters has them.
"""

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.search.question import AskedCase, CaseCheck
from mdt_alpr.hq.base.outside_http import OutsideService
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.search import CaseAnswer, CaseQuestion

ANSWER_WITHIN_S = 4.0
"""A search waits for it."""
_NAME = "The agency's case system"


class HttpCaseSystem:
    """A client of the service; safe for many threads."""

    def __init__(
        self, address: str, token: str = "", answer_within_s: float = ANSWER_WITHIN_S
    ) -> None:
        """Take the address.

        Raises:
            OutsideError: it is none, or not encrypted.
        """
        self._service = OutsideService(_NAME, address, token, answer_within_s)

    def check(self, case: str) -> AskedCase:
        """Return whether the service knows the case, and who works it.

        Raises:
            OutsideError: no answer; a sentence says why.
        """
        body = self._service.post(encode(CaseQuestion(case)))
        try:
            answer = decode(CaseAnswer, body)
        except DecodeError:
            raise OutsideError(f"{_NAME} answered something that is not understood.") from None
        check = CaseCheck.KNOWN if answer.known else CaseCheck.UNKNOWN
        return AskedCase(check, answer.people, answer.teams)
