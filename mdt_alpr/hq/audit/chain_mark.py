"""How far headquarters' own audit chain was found whole: beside the keys, signed.

It lies beside the database, not in it: who has the database alone can rewrite the chain and its
head, digests included, but not what was marked of it before. Where servers keep their keys in the
database it lies there, sealed: an older one could be put back, which the audit's witness shows.
"""

import json
from dataclasses import asdict, dataclass, fields

from mdt_alpr.domain.audit.audit import CHAIN_START
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.agency_keys import ListSigner
from mdt_alpr.hq.base.database_keys import MARK_FILE
from mdt_alpr.keys.key_places import KeyPlace
from mdt_alpr.keys.signing import is_signed

FILE = MARK_FILE
_SIGNED = b"mdt-alpr own audit mark\0"


class MarkError(Exception):
    """The mark is not one that headquarters' key signed."""


@dataclass(frozen=True, slots=True)
class ChainMark:
    """The last entry up to which the chain was found whole, by sequence and digest.

    Entries up to ``again`` have been checked once more since. ``broken_at`` is the break that
    is on record and not mended, None for none.
    """

    sequence: int = 0
    digest: str = CHAIN_START
    again: int = 0
    broken_at: int | None = None


def kept(place: KeyPlace, signer: ListSigner) -> ChainMark:
    """Return the mark.

    Raises:
        MarkError: there is none, or it is not what headquarters wrote.
    """
    try:
        content = json.loads(place.read(FILE) or b"")
        values = {field.name: content["mark"][field.name] for field in fields(ChainMark)}
        signature = bytes.fromhex(content["signature"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise MarkError from error
    mark = ChainMark(**values)
    if not is_signed(signer.public_key, _signed(mark), signature):
        raise MarkError
    return mark


def keep(place: KeyPlace, mark: ChainMark, signer: ListSigner) -> None:
    """Keep a mark in the place of the one before.

    Raises:
        OutsideError: it cannot be kept.
    """
    content = {"mark": asdict(mark), "signature": signer.sign(_signed(mark)).hex()}
    try:
        place.replace(FILE, json.dumps(content).encode("ascii"))
    except OSError as error:
        message = f"{FILE} in {place.words} cannot be kept: {error.strerror or error}."
        raise OutsideError(message) from error


def is_there(place: KeyPlace) -> bool:
    """Tell whether a mark is kept, of whatever chain."""
    return place.read(FILE) is not None


def begin(place: KeyPlace, signer: ListSigner) -> None:
    """Keep the mark of a chain that begins: a mark of before is that of another database.

    Raises:
        OutsideError: it cannot be kept.
    """
    keep(place, ChainMark(), signer)


def _signed(mark: ChainMark) -> bytes:
    return _SIGNED + json.dumps(asdict(mark), sort_keys=True).encode()
