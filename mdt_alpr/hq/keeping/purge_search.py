"""Search every table and file for what had to be gone, and put it on paper (RET-07, 09.21.8.C).

Tables are those that the database has, files those that lie in the data folder: nothing is left
out because nobody thought of it. In what lasts, texts are searched for plates that were read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, LargeBinary, Table, and_, func, inspect, select, text, union
from sqlalchemy.exc import DBAPIError

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.policy import (
    PAPERS_KEPT_FOR,
    PASSES_WITHIN,
    capture_date_ends,
    captured_data_expired_until,
)
from mdt_alpr.domain.reason_words import plate_like_words
from mdt_alpr.domain.retention.holds import LIVE
from mdt_alpr.domain.retention.kept_for import due_clock
from mdt_alpr.domain.retention.purge_search import KeepRule, PlaceFound, PurgeSearch
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.certificates import signature_of
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.audit.witness_places import WitnessBucket, WitnessFolder, place_to_write
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.base.sealed_rows import SEALED
from mdt_alpr.hq.base.tables import METADATA, OWN_AUDIT
from mdt_alpr.hq.disclosures.tables import DISCLOSURES
from mdt_alpr.hq.holds.tables import HELD, HOLDS
from mdt_alpr.hq.items.days import is_captured_until
from mdt_alpr.hq.keeping.retention_rules import DATED, LASTING, rule_of, rule_of_file
from mdt_alpr.hq.reads.captured import seen_plates

SUBJECT = "purge search"
_AT_ONCE = 1000
_LARGEST_SEARCHED = 64 * 1024 * 1024
_SEARCHED = frozenset({KeepRule.LASTING})
_REPLICAS = text("SELECT application_name FROM pg_catalog.pg_stat_replication")
_LASTING_HOLDS = select(HOLDS.c.hold_id).where(HOLDS.c.state.in_(LIVE))


def search_by(hq: Headquarters, by: str) -> tuple[PurgeSearch, int]:
    """Search every place; return what was found, and the signed entry that records it."""
    result = search(hq)
    with hq.writing() as work:
        facts = (
            ("captured_until", result.captured_until.isoformat()),
            ("kept_days", str(result.kept_days)),
            ("places", str(len(result.places))),
            ("left_in", " ".join(place.place for place in result.dirty)),
            ("holds", " ".join(f"{name}:{number}" for name, number in result.holds)),
        )
        signed = signature_of(hq, work.now, facts)
        entry = record(work, AuditEvent.HQ_PURGE_SEARCHED, SUBJECT, by, *facts, *signed)
    return result, entry.sequence


def search(hq: Headquarters) -> PurgeSearch:
    """Search every table and file as they are now."""
    now = hq.clock.now()
    with hq.reading() as work:
        days = kept_days(work.connection)
        due = due_clock(now, days)
        until = captured_data_expired_until(due)
        tables = tuple(_tables(work, now, due))
        backups = own_audit.newest_at(work.connection, (AuditEvent.HQ_BACKED_UP,))
        made = select(func.count()).where(OWN_AUDIT.c.event == AuditEvent.HQ_BACKED_UP)
        number = work.connection.scalar(made) or 0
        holds = _kept_by_holds(work.connection)
    return PurgeSearch(
        at=now,
        captured_until=until,
        kept_days=days,
        places=(*tables, *_files(hq, now, due)),
        holds=holds,
        backups=number,
        last_backup_at=backups,
        replicas=_replicas(hq),
    )


# ---------------------------------------------------------------- tables


def _tables(work: Work, now: datetime, due: datetime) -> Iterator[PlaceFound]:
    parts = _partitions(work.connection)
    known = {table.name: table for table in METADATA.sorted_tables}
    for name in sorted(inspect(work.connection).get_table_names()):
        if name in parts:  # found with the table that it is a part of
            continue
        if name in known:
            yield _table(work, known[name], now, due)
        else:
            rule = KeepRule.LASTING if name in LASTING else KeepRule.UNKNOWN
            yield PlaceFound("".join(name), rule, 0)


def _table(work: Work, table: Table, now: datetime, due: datetime) -> PlaceFound:
    rule, connection = rule_of(table), work.connection
    until = captured_data_expired_until(due)
    number = connection.scalar(select(func.count()).select_from(table)) or 0
    past = plates = 0
    if rule is KeepRule.CAPTURED:
        old = is_captured_until(table, until)
        past = connection.scalar(select(func.count()).select_from(table).where(old)) or 0
    elif rule is KeepRule.LIFE:
        over = and_(table.c.ended_at.is_(None), table.c.expires_at <= now - PASSES_WITHIN)
        past = connection.scalar(select(func.count()).select_from(table).where(over)) or 0
        plates = _with_plates(work, _texts_of(work, table, ended=True))
    elif rule is KeepRule.LISTED:
        dates = connection.scalars(select(table.c.sealed_on).distinct())
        past = sum(capture_date_ends(on) <= due for on in dates)
    elif rule is KeepRule.HELD:
        return _held(work, table, number)
    else:
        plates = _with_plates(work, _texts_of(work, table))
    name = "".join(table.name)  # plain text: a table's own name is no message
    return PlaceFound(name, rule, number, past, plates=plates)


def _held(work: Work, table: Table, number: int) -> PlaceFound:
    """Return what holds keep of a table, and what is left of those that ended."""
    name = "".join(table.name)
    if table is not HELD:
        of_old = table.c.hold_id.in_(_readable_too_long(work))
        past = work.connection.scalar(select(func.count()).select_from(table).where(of_old)) or 0
        return PlaceFound(name, KeepRule.HELD, number, past)
    is_over = HELD.c.hold_id.not_in(_LASTING_HOLDS)
    of_ended = select(func.count()).select_from(HELD).where(is_over)
    past = work.connection.scalar(of_ended) or 0
    return PlaceFound(name, KeepRule.HELD, number, past, held=number - past)


def _readable_too_long(work: Work) -> frozenset[str]:
    """Return the holds and requests whose papers had to be unreadable years after their end."""
    until = work.now - PASSES_WITHIN - PAPERS_KEPT_FOR
    over = union(
        select(HOLDS.c.hold_id).where(HOLDS.c.ended_at <= until),
        select(DISCLOSURES.c.hold_id).where(DISCLOSURES.c.decided_at <= until),
    )
    return work.keys.holds.with_papers() & frozenset(work.connection.scalars(over))


def _kept_by_holds(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Return how much each hold keeps, by its number in the log."""
    query = select(HOLDS.c.number, func.count()).join(HELD, HELD.c.hold_id == HOLDS.c.hold_id)
    rows = connection.execute(query.group_by(HOLDS.c.number).order_by(HOLDS.c.number))
    return tuple((str(number), number_held) for number, number_held in rows)


def _texts_of(work: Work, table: Table, *, ended: bool = False) -> Iterator[str]:
    """Give all that the rows of a table say, a row at a time."""
    rows = select(table).order_by(*table.primary_key.columns)
    if ended:
        rows = rows.where(table.c.ended_at.is_not(None))
    plain = [c.name for c in table.c if not isinstance(c.type, LargeBinary) or _is_audited(c)]
    result = work.connection.execution_options(yield_per=_AT_ONCE).execute(rows)
    for row in result.mappings():
        said = [str(row[name]) for name in plain]
        if SEALED in table.c:
            said += map(str, (sealed_rows.texts(work.keys, table, row) or {}).values())
        yield "\n".join(said)


def _is_audited(column: object) -> bool:
    return isinstance(getattr(column, "type", None), sealed_rows.Audited)


def _with_plates(work: Work, texts: Iterable[str]) -> int:
    """Return how many of these texts hold a plate that was read and is kept."""
    words = [plates for typed in texts if (plates := plate_like_words(typed))]
    read = _read_plates(work, {word for typed in words for word in typed})
    return sum(bool(word & read) for word in words)


def _read_plates(work: Work, words: Iterable[str]) -> set[str]:
    """Return which of these words are plates that were read and are kept."""
    keys = {word: folded(word) for word in words}
    read = {plate.text for plate, _ in seen_plates(work, set(keys.values()))}
    return {word for word, key in keys.items() if key in read}


def _partitions(connection: Connection) -> set[str]:
    if connection.dialect.name != "postgresql":
        return set()
    return set(connection.scalars(text("SELECT relname FROM pg_class WHERE relispartition")))


def _replicas(hq: Headquarters) -> tuple[str, ...]:
    """Return the replicas that the database knows of, by name."""
    if not hq.database.is_server:
        return ()
    try:
        with hq.reading() as work:  # of its own: where it is refused, nothing else is
            names = work.connection.scalars(_REPLICAS)
            return tuple(sorted({str(name) for name in names}))
    except DBAPIError:
        return ("not known: the account may not ask",)


# ---------------------------------------------------------------- files


def _files(hq: Headquarters, now: datetime, due: datetime) -> Iterator[PlaceFound]:
    """Give what was found below the data folder, the folder of keys and that of witnesses."""
    settings = hq.settings
    roots = [(settings.data, "")]
    if settings.keys is not None:
        roots.append((settings.keys, "day_keys/"))
    places: dict[tuple[str, KeepRule], _Files] = {}
    for root, prefix in roots:
        for path in root.rglob("*"):
            if path.is_file():
                name = prefix + path.relative_to(root).as_posix()
                rule = rule_of_file(name)
                place = name if rule is KeepRule.UNKNOWN else _place(name)
                files = places.setdefault((place, rule), _Files())
                files.add(path, rule, now, now if place.endswith("ends/") else due)
    for place, rule in sorted(places):
        yield _place_of_files(hq, place, rule, places[place, rule])
    if settings.audit_witness:
        yield _witness(hq)
    if settings.picture_store:
        yield _bucket(hq, due)


def _place(name: str) -> str:
    for folder in ("day_keys/holds/", "day_keys/ends/"):
        if name.startswith(folder):
            return folder
    first, slash, _ = name.partition("/")
    return f"{first}/" if slash else "data folder"


@dataclass(slots=True)
class _Files:
    """Files of a place: of pictures, of which there are many, only their number is kept."""

    number: int = 0
    past: int = 0
    paths: list[Path] = field(default_factory=list)

    def add(self, path: Path, rule: KeepRule, now: datetime, due: datetime) -> None:
        self.number += 1
        if rule in _SEARCHED:
            self.paths.append(path)
        elif rule is KeepRule.CAPTURED:
            self.past += _is_over(path, due)
        elif rule is KeepRule.PASSING:
            self.past += _age(path, now) > PASSES_WITHIN


def _place_of_files(hq: Headquarters, place: str, rule: KeepRule, files: _Files) -> PlaceFound:
    past, plates, trouble = files.past, 0, ""
    if rule is KeepRule.HELD:
        with hq.reading() as work:
            lasting = set(work.connection.scalars(_LASTING_HOLDS))
            past = len((hq.keys.holds.live() - lasting) | _readable_too_long(work))
    elif rule in _SEARCHED:
        try:
            contents = [_content(path) for path in sorted(files.paths)]
        except OSError as error:
            trouble = f"It cannot be read: {error.strerror or error}."
        else:
            with hq.reading() as work:
                plates = _with_plates(work, contents)
    return PlaceFound(place, rule, files.number, past, plates=plates, trouble=trouble)


def _content(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_LARGEST_SEARCHED).decode("latin-1")


def _is_over(path: Path, now: datetime) -> bool:
    match = DATED.search(path.as_posix()) or re.search(r"(\d{4}-\d\d-\d\d)\.key$", path.name)
    return match is not None and capture_date_ends(date.fromisoformat(match[1])) <= now


def _age(path: Path, now: datetime) -> timedelta:
    return timedelta(seconds=now.timestamp() - path.stat().st_mtime)


def _witness(hq: Headquarters) -> PlaceFound:
    """Return what was found in the second place of the audit, where it can be read back."""
    contents, trouble = list[str](), ""
    try:
        place = place_to_write(hq.settings.audit_witness, hq.settings.data)
        if isinstance(place, WitnessFolder | WitnessBucket):
            contents = [content.decode("latin-1") for _, content in place.files()]
    except OutsideError as error:
        trouble = str(error)
    with hq.reading() as work:
        plates = _with_plates(work, contents)
    return PlaceFound(
        "audit witness", KeepRule.LASTING, len(contents), plates=plates, trouble=trouble
    )


def _bucket(hq: Headquarters, now: datetime) -> PlaceFound:
    """Return what a store elsewhere still has of dates that are over."""
    number = past = 0
    for on in hq.day_keys.dates():
        of_date = sum(1 for _ in hq.pictures.store.names(str(on)))
        number += of_date
        past += of_date if capture_date_ends(on) <= now else 0
    return PlaceFound("picture store", KeepRule.CAPTURED, number, past)
