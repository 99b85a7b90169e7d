"""The network between a drill's car and its headquarters, which can be cut."""

from collections.abc import Iterator

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
        response = self._carried.handle_request(request)
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Cuttable(response.stream, self, request)
        return response

    def close(self) -> None:
        """Keep the connections: several clients share the network; ``end`` closes them."""

    def end(self) -> None:
        """Close every connection."""
        self._carried.close()


class _Cuttable(httpx.SyncByteStream):
    """An answer that breaks off once the network is cut."""

    def __init__(
        self, stream: httpx.SyncByteStream, network: Network, request: httpx.Request
    ) -> None:
        self._stream = stream
        self._network = network
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        for part in self._stream:
            if not self._network.up:
                message = "no coverage"
                raise httpx.ReadError(message, request=self._request)
            yield part

    def close(self) -> None:
        self._stream.close()
