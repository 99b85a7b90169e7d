"""Pictures in a folder of this machine."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError


class PictureFolder:
    """See ``PictureStore``; a name is a path below the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, given: Sequence[tuple[str, bytes]]) -> None:
        """Write halves, then rename: a cut leaves no torn picture.

        All are written before the first is demanded of the disk, which then takes them together.
        """
        try:
            halves = [self._half(name, content) for name, content in given]
            for half, place in halves:
                with half.open("rb+") as file:
                    os.fsync(file.fileno())
                half.replace(place)
        except OSError as error:
            message = f"Pictures cannot be kept: {error.strerror or error}. Check their folder."
            raise OutsideError(message) from error

    def _half(self, name: str, content: bytes) -> tuple[Path, Path]:
        place = self._folder / name
        half = place.with_name(f"{place.name}.{os.urandom(4).hex()}")
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half.write_bytes(content)
        return half, place

    def get(self, name: str) -> bytes | None:
        """Read it."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def names(self, under: str) -> Iterator[str]:
        """Walk the folder."""
        for path in sorted((self._folder / under).rglob("*")):
            if path.is_file():
                yield path.relative_to(self._folder).as_posix()

    def erase(self, names: Iterable[str]) -> None:
        """Unlink them."""
        for name in names:
            place = self._folder / name
            for path in (place, *place.parent.glob(f"{place.name}.*")):
                path.unlink(missing_ok=True)

    def erase_under(self, under: str) -> None:
        """Remove the folder of that name."""
        shutil.rmtree(self._folder / under, ignore_errors=True)
