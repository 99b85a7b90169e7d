"""The agency's own gateway over HTTPS: it accepts the contract of ``wire.status`` as it is.

POST to the configured address, JSON of ``StatusRequest``; 200 with JSON of ``StatusResponse``.
"""

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.outside_http import OutsideService
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.status import RESULTS, SOURCES, STATUS_VERSION, StatusRequest, StatusResponse

ANSWER_WITHIN_S = 8.0
"""Shorter than a car waits for headquarters, so that the car learns the reason."""
_NAME, _ELSE = "The agency's gateway", "Ask by MDT or radio."


class HttpSwitch:
    """A client of the gateway; safe for many threads."""

    def __init__(
        self, address: str, token: str = "", answer_within_s: float = ANSWER_WITHIN_S
    ) -> None:
        """Take the address.

        Raises:
            OutsideError: it is none, or not encrypted.
        """
        self._service = OutsideService(_NAME, address, token, answer_within_s, _ELSE)

    def ask(self, request: StatusRequest) -> StatusResponse:
        """Return the gateway's answer.

        Raises:
            OutsideError: no answer; a sentence says why.
        """
        return _understood(self._service.post(encode(request)))


def _understood(body: bytes) -> StatusResponse:
    try:
        response = decode(StatusResponse, body)
    except DecodeError:
        response = None
    known = (
        response is not None
        and response.version == STATUS_VERSION
        and response.result in RESULTS
        and response.source in SOURCES
    )
    if response is None or not known:
        raise OutsideError(f"The agency's gateway's answer is not understood. {_ELSE}")
    return response
