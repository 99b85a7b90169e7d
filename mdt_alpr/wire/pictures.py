"""Several pictures in one request, and what became of each.

The body is one frame a picture: the 32 bytes of its SHA-256, its length in four bytes (big end
first), the JPEG. A request that is cut off has brought every frame that came whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PICTURES_TYPE = "application/vnd.mdt-alpr.pictures"
_DIGEST_BYTES, _LENGTH_BYTES = 32, 4
_HEAD_BYTES = _DIGEST_BYTES + _LENGTH_BYTES


@dataclass(frozen=True, slots=True)
class PictureReceipt:
    """What became of one picture; ``problem`` is a number of ``wire.problems`` when refused."""

    digest: str
    problem: int | None = None


@dataclass(frozen=True, slots=True)
class PicturesMessage:
    """One receipt a picture, in the order sent."""

    receipts: tuple[PictureReceipt, ...]


@dataclass(frozen=True, slots=True)
class DigestsMessage:
    """Pictures by their SHA-256: asked for, or held."""

    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Framed:
    """A picture as it came, with the SHA-256 (hexadecimal) that its sender states."""

    digest: str
    jpeg: bytes


def frames(pictures: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the body for pictures given as SHA-256 (hexadecimal) and JPEG."""
    parts = []
    for digest, jpeg in pictures:
        parts += [bytes.fromhex(digest), len(jpeg).to_bytes(_LENGTH_BYTES, "big"), jpeg]
    return b"".join(parts)


class Unframing:
    """Takes a body apart while it arrives."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, part: bytes) -> Iterator[Framed]:
        """Yield every picture that is whole now."""
        self._rest += part
        while len(self._rest) >= _HEAD_BYTES:
            ends = _HEAD_BYTES + int.from_bytes(self._rest[_DIGEST_BYTES:_HEAD_BYTES], "big")
            if len(self._rest) < ends:
                return
            digest = bytes(self._rest[:_DIGEST_BYTES]).hex()
            jpeg = bytes(self._rest[_HEAD_BYTES:ends])
            del self._rest[:ends]
            yield Framed(digest, jpeg)

    @property
    def has_ended_whole(self) -> bool:
        """Tell whether nothing of a further picture has come."""
        return not self._rest
