"""Pictures in a bucket that speaks S3.

Key, region and endpoint come from the usual variables (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
AWS_REGION, AWS_ENDPOINT_URL); plain http is taken for this machine only.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import urlsplit

from mdt_alpr.domain.errors import OutsideError

T = TypeVar("T")
_AT_ONCE = 500
_PUT_AT_ONCE = 8
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_PLACE = "Check its address, its rights and the network."


class PictureBucket:
    """See ``PictureStore``; a picture is one object below the address."""

    def __init__(self, address: str, environ: Mapping[str, str] = os.environ) -> None:
        """Take an address such as ``s3://bucket/folder``.

        Raises:
            OutsideError: it is none.
        """
        from obstore.store import S3Store

        endpoint = urlsplit(environ.get("AWS_ENDPOINT_URL", ""))
        plain = endpoint.scheme == "http" and endpoint.hostname in _THIS_MACHINE

        def opened() -> S3Store:
            return S3Store.from_url(address, client_options={"allow_http": plain})

        if urlsplit(address).scheme != "s3":
            message = f"{address} is no place for pictures. It begins with s3://."
            raise OutsideError(message)
        self._store = _asked(opened)

    def put(self, given: Sequence[tuple[str, bytes]]) -> None:
        """Put objects, some at once; S3 shows each whole or not at all."""
        with ThreadPoolExecutor(_PUT_AT_ONCE) as threads:
            list(threads.map(self._put, given))

    def _put(self, one: tuple[str, bytes]) -> None:
        import obstore

        try:
            _asked(lambda: obstore.put(self._store, *one))
        except FileNotFoundError as error:
            message = f"There is no bucket for the pictures. {_PLACE}"
            raise OutsideError(message) from error

    def get(self, name: str) -> bytes | None:
        """Get an object."""
        import obstore

        try:
            return _asked(lambda: bytes(obstore.get(self._store, name).bytes()))
        except FileNotFoundError:
            return None

    def names(self, under: str) -> Iterator[str]:
        """List the objects."""
        import obstore

        for some in obstore.list(self._store, under or None):
            for found in some:
                yield found["path"]

    def erase(self, names: Iterable[str]) -> None:
        """Delete objects, many in a request."""
        import obstore

        given = list(names)
        for start in range(0, len(given), _AT_ONCE):
            some = given[start : start + _AT_ONCE]
            _asked(lambda some=some: obstore.delete(self._store, some))  # type: ignore[misc]

    def erase_under(self, under: str) -> None:
        """Delete whatever is listed."""
        self.erase(_asked(lambda: list(self.names(under))))


def _asked(ask: Callable[[], T]) -> T:
    from obstore.exceptions import BaseError, NotFoundError

    try:
        return ask()
    except (FileNotFoundError, NotFoundError) as error:
        raise FileNotFoundError from error
    except BaseError as error:
        kind = type(error).__name__
        message = f"The bucket of the pictures does not do as asked ({kind}). {_PLACE}"
        raise OutsideError(message) from error
