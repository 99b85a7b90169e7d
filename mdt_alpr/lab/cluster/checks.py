"""What must hold after each round: nothing lost or twice, every picture opens, audit whole."""

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, text

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.audit.service import check_own_chain
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import HITS, ITEMS, OWN_AUDIT, READS
from mdt_alpr.hq.evidence.pictures import held_dates
from mdt_alpr.hq.hits.review import overview
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.hq.keeping.purge import EVERY
from mdt_alpr.hq.reads.partitions import make_days
from mdt_alpr.lab.cluster.cars import HELD, KINDS, LIST
from mdt_alpr.wire.manual import EntryStep

_FIRST_SHOWN = 5
_PAST_READS = 20_000
_LEAST_APART = EVERY - timedelta(minutes=5)
_REMOVED = f"{EntryStep.REMOVED.value}:"


@dataclass(slots=True)
class Broken:
    """What was found broken, by name: all 0 where nothing was; ``why`` has the first of each."""

    counts: Counter[str] = field(default_factory=Counter)
    why: list[str] = field(default_factory=list)

    def note(self, name: str, which: Iterable[str]) -> None:
        """Count what is broken."""
        found = sorted(which)
        self.counts[name] += len(found)
        self.why += [f"{name}: {one}" for one in found[:_FIRST_SHOWN]]


@dataclass(slots=True)
class Checker:
    """Compares the ledgers with headquarters; pictures that were seen once are not asked again."""

    hq: Headquarters
    own_purges: list[tuple[datetime, datetime]] = field(default_factory=list)
    """In which the bench itself purged, beside the servers."""
    _seen: set[str] = field(default_factory=set)

    def check(self, lines: Iterable[list[str]], *, thoroughly: bool) -> Broken:
        """Return what is broken; ``thoroughly`` opens every picture once more."""
        items: dict[str, str] = {}
        reads, hits, held = set[str](), set[str](), set[str]()
        lists: dict[tuple[str, str], set[str]] = {}
        for word, *rest in lines:
            if word in KINDS:
                items[rest[0]] = word
                if word == ItemKind.READ:
                    reads.add(rest[1])
                elif word == ItemKind.HIT:
                    hits.add(rest[1])
            elif word == HELD:
                held.add(rest[0])
            elif word == LIST:
                lists.setdefault((rest[0], rest[1]), set()).add(rest[2])
        broken = Broken()
        self._items(broken, items, {"read": reads, "hit": hits})
        self._pictures(broken, held if thoroughly else held - self._seen)
        self._seen |= held
        broken.note(
            "lists_repeated",
            (f"{of} has {len(c)} contents" for of, c in lists.items() if len(c) > 1),
        )
        self._chains(broken)
        self._certificates(broken)
        return broken

    def _items(
        self, broken: Broken, items: Mapping[str, str], named: Mapping[str, set[str]]
    ) -> None:
        with self.hq.snapshot() as work:
            tables = {"item": ITEMS.c.item_id, "read": READS.c.read_id, "hit": HITS.c.hit_id}
            for what, column in tables.items():
                counted = Counter(work.connection.scalars(select(column)))
                wanted = items.keys() if what == "item" else named[what]
                broken.note("lost", (f"{what} {one}" for one in wanted - counted.keys()))
                broken.note("doubled", (f"{what} {one}" for one, n in counted.items() if n > 1))

    def _pictures(self, broken: Broken, digests: Iterable[str]) -> None:
        for digest in digests:
            with self.hq.reading() as work:
                dates = held_dates(work.connection, digest)
            jpeg = self.hq.pictures.get(dates, digest)
            if jpeg is None or hashlib.sha256(jpeg).hexdigest() != digest:
                broken.note("pictures_lost", [f"{digest}, held of {len(dates)} dates"])

    def _chains(self, broken: Broken) -> None:
        audit_buffer.flush(self.hq, also_this_minute=True)
        with self.hq.reading() as work:
            broken.note("chains_broken", audit_buffer.changed(work))
        if (at := check_own_chain(self.hq)) is not None:
            broken.note("chains_broken", [f"audit of headquarters at {at}"])
        with self.hq.reading() as work:
            seen = overview(work)
        chains = (one for one in (*seen.chains, *seen.evidence) if one.state != "whole")
        broken.note(
            "chains_broken", (f"{one.device} {one.state} {one.broken_at}" for one in chains)
        )

    def _certificates(self, broken: Broken) -> None:
        """Find purges of servers within an hour of the one before, whoever leads."""
        certified = select(OWN_AUDIT.c.at).where(OWN_AUDIT.c.event == AuditEvent.HQ_PURGED)
        with self.hq.reading() as work:
            at = [*work.connection.scalars(certified.order_by(OWN_AUDIT.c.sequence))]
        early = (
            f"{then:%H:%M:%S} and {now:%H:%M:%S}"
            for then, now in itertools.pairwise(at)
            if now - then < _LEAST_APART
            and not any(begin <= now <= end for begin, end in self.own_purges)
        )
        broken.note("certificates_early", early)


def removed_entries(lines: Iterable[list[str]]) -> set[str]:
    """Return the manual entries whose end was acknowledged."""
    names = (rest[1] for word, *rest in lines if word == ItemKind.MANUAL_ENTRY)
    return {name.removeprefix(_REMOVED) for name in names if name.startswith(_REMOVED)}


def list_number(hq: Headquarters) -> int:
    """Return the version of the list that counts now."""
    with hq.reading() as work:
        return present_version(work)


# ------------------------------------------------------------------------- a past day


def fill_past_day(hq: Headquarters) -> None:
    """Put reads of a day that is over for good into the database."""
    day = _past_day(hq)
    make_days(hq.database, {day})
    rows = (
        "SELECT :day, lpad(CAST(n AS text), 36, '0'), {} FROM generate_series(1, :number) AS g(n)"
    )
    at = f"CAST('{day}T12\\:00\\:00Z' AS timestamptz)"
    with hq.database.writing() as connection:
        for table, values in (
            (READS, f"0, {at}, 'car-1', 'Unit 12', 'front', 'ABC1234', '{{}}'"),
            (ITEMS, f"'read', 'car-1', {at}"),
        ):
            connection.execute(
                text(f"INSERT INTO {table.name} {rows.format(values)}"),
                {"day": day, "number": _PAST_READS},
            )


def demand_past_day_gone(hq: Headquarters) -> None:
    """Demand that a purge left nothing of it.

    Raises:
        OutsideError: it did.
    """
    day = _past_day(hq)
    with hq.reading() as work:
        left = sum(
            work.connection.scalar(select(func.count()).select_from(t).where(t.c.day <= day)) or 0
            for t in (READS, ITEMS)
        )
    if left or any(on <= day for on in hq.day_keys.dates()):
        raise OutsideError(f"The purge left {left} rows of {day}, or its key.")


def _past_day(hq: Headquarters) -> date:
    return (hq.clock.now() - 2 * CAPTURED_DATA_KEPT_FOR).date()
