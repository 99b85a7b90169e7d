"""Evidence packages, and how far the chain of each device key is whole."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.retention.evidence import Seal
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import insert_new, is_one_of, put_row
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.hit_tables import EVIDENCE, EVIDENCE_CHAINS, EVIDENCE_CONTENT

WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class KeptSeal:
    """A seal as it arrived, with its signature and the name under which its content lies."""

    seal: Seal
    signature: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class EvidenceChain:
    """How far the chain of a device key is whole.

    ``state`` is "whole", "gap", "changed", "forged" (a signature is not of the key) or
    "unknown_key" (no administrator accepted it); ``broken_at`` is the first broken place.
    """

    device: str
    public_key: str
    verified: int = 0
    state: str = WHOLE
    broken_at: int | None = None


def add_seals(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep seals; the same one again changes nothing."""
    insert_new(connection, EVIDENCE, rows)


def add_contents(work: Work, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep contents."""
    given = [sealed_rows.sealed(work.keys, EVIDENCE_CONTENT, row) for row in rows]
    insert_new(work.connection, EVIDENCE_CONTENT, given)


def seals_from(
    connection: Connection, device: str, public_key: str, sequence: int, limit: int
) -> list[KeptSeal]:
    """Return the seals of a device key from ``sequence`` on, in order."""
    query = (
        select(EVIDENCE)
        .where(
            EVIDENCE.c.device == device,
            EVIDENCE.c.public_key == public_key,
            EVIDENCE.c.sequence >= sequence,
        )
        .order_by(EVIDENCE.c.sequence, EVIDENCE.c.fingerprint)
        .limit(limit)
    )
    return [_kept(row) for row in connection.execute(query)]


def chain_up_to(connection: Connection, seal: Seal) -> list[KeptSeal]:
    """Return every seal of the same device key up to this one, in order."""
    query = (
        select(EVIDENCE)
        .where(
            EVIDENCE.c.device == seal.device,
            EVIDENCE.c.public_key == seal.public_key,
            EVIDENCE.c.sequence <= seal.sequence,
        )
        .order_by(EVIDENCE.c.sequence, EVIDENCE.c.fingerprint)
    )
    return [_kept(row) for row in connection.execute(query)]


def newest_of_hit(connection: Connection, hit_id: str) -> KeptSeal | None:
    """Return the newest package of a hit."""
    query = (
        select(EVIDENCE)
        .where(EVIDENCE.c.hit_id == hit_id)
        .order_by(EVIDENCE.c.sealed_at.desc(), EVIDENCE.c.sequence.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _kept(row)


def sealed_hits(connection: Connection, hit_ids: Collection[str]) -> set[str]:
    """Return those of these hits that have a package."""
    if not hit_ids:
        return set()
    among = is_one_of(connection, EVIDENCE.c.hit_id, hit_ids)
    return set(connection.scalars(select(EVIDENCE.c.hit_id).where(among)))


def content(work: Work, fingerprint: str) -> str | None:
    """Return the content of a package; None where it was purged, or its day's key."""
    query = select(EVIDENCE_CONTENT).where(EVIDENCE_CONTENT.c.fingerprint == fingerprint)
    row = work.connection.execute(query).mappings().first()
    return None if row is None else sealed_rows.text(work.keys, EVIDENCE_CONTENT, row)


# ---------------------------------------------------------------- chains


def chain(connection: Connection, device: str, public_key: str) -> EvidenceChain:
    """Return the status of a device key's chain."""
    query = select(EVIDENCE_CHAINS).where(
        EVIDENCE_CHAINS.c.device == device, EVIDENCE_CHAINS.c.public_key == public_key
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return EvidenceChain(device, public_key)
    return EvidenceChain(device, public_key, row.verified, row.state, row.broken_at)


def chains(connection: Connection) -> list[tuple[EvidenceChain, int]]:
    """Return every chain and how many packages of it are kept."""
    number = (
        select(func.count())
        .where(
            EVIDENCE.c.device == EVIDENCE_CHAINS.c.device,
            EVIDENCE.c.public_key == EVIDENCE_CHAINS.c.public_key,
        )
        .correlate(EVIDENCE_CHAINS)
        .scalar_subquery()
    )
    order = EVIDENCE_CHAINS.c.device, EVIDENCE_CHAINS.c.public_key
    query = select(EVIDENCE_CHAINS, number.label("packages")).order_by(*order)
    return [
        (
            EvidenceChain(row.device, row.public_key, row.verified, row.state, row.broken_at),
            row.packages,
        )
        for row in connection.execute(query)
    ]


def save_chain(connection: Connection, chain: EvidenceChain) -> None:
    """Keep the status of a chain."""
    values = {"verified": chain.verified, "state": chain.state, "broken_at": chain.broken_at}
    row = {"device": chain.device, "public_key": chain.public_key, **values}
    put_row(connection, EVIDENCE_CHAINS, row)


def _kept(row: Row[tuple[object, ...]]) -> KeptSeal:
    seal = converted(Seal, row)
    return KeptSeal(seal, row.signature, row.fingerprint)
