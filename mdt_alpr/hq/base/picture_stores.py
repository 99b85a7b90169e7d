"""Where pictures lie, sealed under the key of their date: in a folder, or in an S3 bucket.

The bucket's key, region and endpoint come from the usual variables (AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL); plain http is for this machine only.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import private_files
from mdt_alpr.keys.day_keys import DayKeys


class PictureStore(Protocol):
    """Keeps named bytes; a name has slashes like a path.

    Every call raises OutsideError where the store does not do as asked.
    """

    def put(self, given: Sequence[tuple[str, bytes]]) -> None:
        """Keep contents by name, each whole or not at all; again replaces it."""
        ...

    def get(self, name: str) -> bytes | None:
        """Return the content, None where there is none."""
        ...

    def names(self, under: str) -> Iterable[str]:
        """Yield every name that begins with ``under/``."""
        ...

    def erase(self, names: Iterable[str]) -> None:
        """Erase these, half-written ones too; those that are gone already do no harm."""
        ...

    def erase_under(self, under: str) -> None:
        """Erase everything whose name begins with ``under/``."""
        ...


Filed = tuple[date, str]
"""The date of capture and the SHA-256 of a picture."""


class SealedPictures:
    """Pictures by date of capture and SHA-256, encrypted under the key of that date."""

    def __init__(self, store: PictureStore, keys: DayKeys) -> None:
        self.store = store
        self._keys = keys

    def put(self, given: Iterable[tuple[date, str, bytes]]) -> None:
        """Keep pictures by date and SHA-256; again changes nothing that can be read."""
        self.store.put(
            [
                (picture_name(on, digest), self._keys.seal(on, jpeg, digest))
                for on, digest, jpeg in given
            ]
        )

    def get(self, dates: Iterable[date], digest: str) -> bytes | None:
        """Return a picture that was captured on one of the dates and can still be read."""
        for on in dates:
            sealed = self.store.get(picture_name(on, digest))
            jpeg = None if sealed is None else self._keys.opened(on, sealed, digest)
            if jpeg is not None:
                return jpeg
        return None

    def erase(self, pictures: Iterable[Filed]) -> None:
        """Erase pictures."""
        self.store.erase([picture_name(on, digest) for on, digest in pictures])

    def erase_dates(self, dates: Iterable[date]) -> None:
        """Erase whatever is filed under these dates, announced or not."""
        for on in dates:
            self.store.erase_under(on.isoformat())


def picture_name(on: date, digest: str) -> str:
    """Return the name under which a picture lies."""
    return f"{on.isoformat()}/{digest[:2]}/{digest}"


class PictureFolder:
    """See ``PictureStore``; a name is a path below the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, given: Sequence[tuple[str, bytes]]) -> None:
        """Write halves, then rename: a cut leaves no torn picture.

        All are written before the first is demanded of the disk, which then takes them together.
        """
        with _failures_in_words():
            halves = [self._half(name, content) for name, content in given]
            for half, place in halves:
                with half.open("rb+") as file:
                    os.fsync(file.fileno())
                private_files.replace(half, place)

    def _half(self, name: str, content: bytes) -> tuple[Path, Path]:
        place = self._folder / name
        half = place.with_name(f"{place.name}.{os.urandom(4).hex()}")
        private_files.make_folder(place.parent)
        with private_files.create(half) as file:
            file.write(content)
        return half, place

    def get(self, name: str) -> bytes | None:
        with _failures_in_words(), suppress(FileNotFoundError):
            return (self._folder / name).read_bytes()
        return None

    def names(self, under: str) -> Iterator[str]:
        with _failures_in_words():
            for folder, below, names in os.walk(self._folder / under, onerror=_raised):
                below.sort()
                for name in sorted(names):
                    yield Path(folder, name).relative_to(self._folder).as_posix()

    def erase(self, names: Iterable[str]) -> None:
        with _failures_in_words():
            for name in names:
                place = self._folder / name
                for path in (place, *place.parent.glob(f"{place.name}.*")):
                    private_files.remove(path)

    def erase_under(self, under: str) -> None:
        gone = self._folder / under
        shutil.rmtree(gone, ignore_errors=True)
        if gone.exists():
            raise OutsideError(f"Pictures cannot be erased: {gone.name} is still there. {_FOLDER}")


_FOLDER = "Check their folder and its rights."


@contextmanager
def _failures_in_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        message = f"The folder of the pictures does not do as asked: {why}. {_FOLDER}"
        raise OutsideError(message) from error


def _raised(error: OSError) -> None:
    """Demand that a folder can be listed; one that is not there is empty."""
    if not isinstance(error, FileNotFoundError):
        raise error


T = TypeVar("T")
_AT_ONCE = 10_000
"""Names in memory; ten requests or more, some at once."""
_PUT_AT_ONCE = 8
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_PLACE = "Check its address, its rights and the network."


class PictureBucket:
    """See ``PictureStore``; a picture is one object below the address."""

    def __init__(
        self, address: str, environ: Mapping[str, str] = os.environ, holds: str = "pictures"
    ) -> None:
        """Take an address such as ``s3://bucket/folder``; ``holds`` names what is in it.

        Raises:
            OutsideError: it is none.
        """
        from obstore.store import S3Store

        endpoint = urlsplit(environ.get("AWS_ENDPOINT_URL", ""))
        plain = endpoint.scheme == "http" and endpoint.hostname in _THIS_MACHINE

        def opened() -> S3Store:
            return S3Store.from_url(address, client_options={"allow_http": plain})

        if urlsplit(address).scheme != "s3":
            raise OutsideError(f"{address} is no place for {holds}. It begins with s3://.")
        self._holds = holds
        self._store = self._asked(opened)

    def put(self, given: Sequence[tuple[str, bytes]]) -> None:
        """Put objects, some at once; S3 shows each whole or not at all."""
        with ThreadPoolExecutor(_PUT_AT_ONCE) as threads:
            list(threads.map(self._put, given))

    def put_new(self, name: str, content: bytes) -> bool:
        """Put an object where there is none of its name; return whether it was put."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        def put() -> bool:
            try:
                obstore.put(self._store, name, content, mode="create")
            except AlreadyExistsError:
                return False
            return True

        return self._of_bucket(put)

    def _put(self, picture: tuple[str, bytes]) -> None:
        import obstore

        self._of_bucket(lambda: obstore.put(self._store, *picture))

    def get(self, name: str) -> bytes | None:
        import obstore

        try:
            return self._asked(lambda: bytes(obstore.get(self._store, name).bytes()))
        except FileNotFoundError:
            return None

    def names(self, under: str) -> Iterator[str]:
        import obstore

        listing = iter(obstore.list(self._store, under or None))
        while some := self._of_bucket(lambda: next(listing, None)):
            for item in some:
                yield item["path"]

    def erase(self, names: Iterable[str]) -> None:
        import obstore

        rest = iter(names)
        while some := list(islice(rest, _AT_ONCE)):
            self._of_bucket(
                lambda some=some: obstore.delete(self._store, some)  # type: ignore[misc]
            )

    def erase_under(self, under: str) -> None:
        self.erase(self.names(under))

    def _of_bucket(self, ask: Callable[[], T]) -> T:
        """Return what a bucket answers that must be there."""
        try:
            return self._asked(ask)
        except FileNotFoundError as error:
            raise OutsideError(f"There is no bucket for the {self._holds}. {_PLACE}") from error

    def _asked(self, ask: Callable[[], T]) -> T:
        from obstore.exceptions import BaseError, NotFoundError

        try:
            return ask()
        except (FileNotFoundError, NotFoundError) as error:
            raise FileNotFoundError from error
        except BaseError as error:
            kind = type(error).__name__
            message = f"The bucket of the {self._holds} does not do as asked ({kind}). {_PLACE}"
            raise OutsideError(message) from error
