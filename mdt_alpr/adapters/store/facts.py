"""Reads and hits as JSON text and back; pictures stand by their digest.

What was known before of a hit's records is not among it: that belongs to earlier captures, whose
ninetieth day comes first. It is looked up when the hit is opened again.
"""

from collections.abc import Callable
from dataclasses import replace

from msgspec import json

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import Trace
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.patrol.outgoing import picture_digest

_Change = Callable[[bytes], bytes]


def read_text(read: Read) -> str:
    """Return a read without the bytes of its pictures."""
    return json.encode(_read_with(read, _named)).decode()


def hit_text(hit: Hit) -> str:
    """Return a hit with its read, its matches and every answer, without any picture's bytes."""
    return json.encode(_hit_with(replace(hit, known_before=()), _named)).decode()


def hit_of(text: str, picture: Callable[[str], bytes]) -> Hit:
    """Return the hit; ``picture`` gives the bytes of a digest.

    Raises:
        msgspec.ValidationError: the text is none that ``hit_text`` wrote.
    """
    return _hit_with(json.decode(text, type=Hit), lambda digest: picture(digest.decode()))


def _named(jpeg: bytes) -> bytes:
    return picture_digest(jpeg).encode()


def _hit_with(hit: Hit, change: _Change) -> Hit:
    return replace(hit, read=_read_with(hit.read, change), trace=_trace_with(hit.trace, change))


def _read_with(read: Read, change: _Change) -> Read:
    return replace(read, crop=change(read.crop), context=change(read.context))


def _trace_with(trace: Trace, change: _Change) -> Trace:
    return replace(
        trace,
        revisions=tuple(_read_with(read, change) for read in trace.revisions),
        pass_frames=tuple(replace(g, crop=change(g.crop)) for g in trace.pass_frames),
    )
