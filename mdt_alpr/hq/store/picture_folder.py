"""Pictures in a folder of this machine."""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError


class PictureFolder:
    """See ``PictureStore``; a name is a path below the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        """Write half, then rename: a cut leaves no torn picture."""
        place = self._folder / name
        half = place.with_name(f"{place.name}.{os.urandom(4).hex()}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with half.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            half.replace(place)
        except OSError as error:
            message = f"Pictures cannot be kept: {error.strerror or error}. Check their folder."
            raise OutsideError(message) from error

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
