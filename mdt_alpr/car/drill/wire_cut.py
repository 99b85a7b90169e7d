"""The network between a drill's car and its headquarters, which can be cut."""

import httpx


class Network(httpx.BaseTransport):
    """Carries requests while ``up``; else no headquarters can be reached."""

    def __init__(self) -> None:
        self.up = True
        self._carried = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request, or fail as a car beyond coverage does."""
        if not self.up:
            message = "no coverage"
            raise httpx.ConnectError(message, request=request)
        return self._carried.handle_request(request)

    def close(self) -> None:
        """Close every connection."""
        self._carried.close()
