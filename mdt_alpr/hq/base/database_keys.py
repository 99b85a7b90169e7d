"""Where headquarters' keys lie: in folders, or in the database that several servers share.

There each lies sealed under the cluster key, a file that every server is given: who has the
database alone opens nothing. The first server makes that file and brings in what its folders hold;
a server with another file, or with keys of its own, is refused. See
``resources/docs/decisions/0021-shared-keys.md``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, delete, select

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import private_files
from mdt_alpr.hq.base.agency_keys import (
    AUDITOR_KEY_FILE,
    ENTRY_KEY_FILE,
    LINEAGE_FILE,
    LIST_KEY_FILE,
    key_id,
)
from mdt_alpr.hq.base.agency_tables import KEPT_KEYS
from mdt_alpr.hq.base.cluster_key import ClusterKey, date_of
from mdt_alpr.hq.base.database import (
    Database,
    failures_in_words,
    hold_name,
    insert_new,
    put_row,
    url_of,
)
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import MARKS
from mdt_alpr.keys.day_keys import DamagedError
from mdt_alpr.keys.key_places import KeyFolder, KeyPlace, has_form

MARK_FILE = "own_audit.mark"
"""How far the audit is whole (``audit/chain_mark``): kept beside the keys."""
BRING_BACK = "Bring its row of kept_keys back from the archive of the database."
_T = KEPT_KEYS.c
_DAYS = "day_keys/"
_CHECK = "check"
"""A row by which the cluster key is known."""
_LASTING = ("*.key", "*.key.new", LINEAGE_FILE, MARK_FILE)
_OF_DAYS = ("*.key", "ends/*.key", "holds/*/*/*.key", "holds/*/ended")
_DATED = (f"{_DAYS}*.key", f"{_DAYS}ends/*.key")
_STAYS = "backup.key"
"""It opens backups that were made before."""


class DatabaseKeys:
    """Keys as sealed rows; each step is a transaction of its own."""

    words = "the database"

    def __init__(self, database: Database, key: ClusterKey, under: str = "") -> None:
        self._database = database
        self._key = key
        self._under = under

    def read(self, name: str) -> bytes | None:
        """Return what a row holds.

        Raises:
            DamagedError: it was changed.
        """
        full = self._under + name
        with self._database.reading() as connection:
            content = connection.scalar(select(_T.content).where(_T.name == full))
        try:
            return None if content is None else self._key.opened(content, full)
        except OutsideError:
            raise DamagedError(f"{full} in the database is damaged. {BRING_BACK}") from None

    def add(self, name: str, content: bytes) -> None:
        """Add a row; of two servers at once the first counts.

        One of a date that is over opens no more: it was deleted, and a failover took that back.
        """
        if self._key.is_over(self._under + name):
            self.replace(name, content)
            return
        with self._database.writing() as connection:
            insert_new(connection, KEPT_KEYS, [self._row(name, content)])

    def replace(self, name: str, content: bytes) -> None:
        """Put another content into a row."""
        with self._database.writing() as connection:
            put_row(connection, KEPT_KEYS, self._row(name, content))

    def destroy(self, name: str) -> None:
        """Delete a row."""
        with self._database.writing() as connection:
            connection.execute(delete(KEPT_KEYS).where(_T.name == self._under + name))

    def names(self, form: str) -> list[str]:
        """Return the names of rows."""
        below = select(_T.name).where(_T.name.startswith(self._under, autoescape=True))
        with self._database.reading() as connection:
            rows = connection.scalars(below).all()
        ours = (name.removeprefix(self._under) for name in rows)
        return [name for name in ours if has_form(name, form)]

    def move_on(self, until: datetime) -> None:
        """Let nothing open any more that is kept for dates over then, in no archive either.

        Raises:
            OSError: the file of the cluster key cannot be written.
        """
        dates = {on for form in _DATED for name in self.names(form) if (on := date_of(name))}
        self._key.move_on(until, dates)

    def below(self, name: str) -> "DatabaseKeys":
        """Return the rows whose names begin so."""
        return DatabaseKeys(self._database, self._key, f"{self._under}{name}/")

    def _row(self, name: str, content: bytes) -> dict[str, object]:
        full = self._under + name
        return {"name": full, "content": self._key.seal(content, full)}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the lasting keys lie, and those of days and holds; ``close`` when nobody asks more."""

    lasting: KeyPlace
    days: KeyPlace
    close: Callable[[], None] = lambda: None
    move_on: Callable[[datetime], None] = lambda _until: None
    """Give up for good what is kept for dates that were over then."""


def opened_places(settings: HqSettings, random_bytes: Callable[[int], bytes]) -> Places:
    """Return where the keys lie.

    Raises:
        OutsideError: the cluster key is not that of this database, this server has keys that are
            not in it, or the database is SQLite's.
    """
    folder = KeyFolder(settings.data, random_bytes)
    days = KeyFolder(settings.day_keys, random_bytes)
    if settings.cluster_key is None:
        return Places(folder, days)
    _demand_server(settings)
    private_files.make_folder(settings.data)  # no key makes it
    database = Database(settings.database)
    try:
        database.prepare()
        shared = _shared(database, settings, settings.cluster_key, random_bytes)
    except OutsideError:
        database.close()
        raise
    of_days = shared.below("day_keys") if settings.keys is None else days
    return Places(shared, of_days, database.close, shared.move_on)


def _demand_server(settings: HqSettings) -> None:
    """Demand PostgreSQL: SQLite has one writer, which would wait for the key that it needs."""
    if url_of(settings.database).get_backend_name() == "sqlite":
        raise OutsideError(
            "cluster_key is for servers that share a PostgreSQL database. With SQLite there is "
            "one server, whose keys lie in its folders: leave cluster_key out."
        )


def _shared(
    database: Database, settings: HqSettings, file: Path, random_bytes: Callable[[int], bytes]
) -> DatabaseKeys:
    own = _own(settings, file, random_bytes)
    with failures_in_words(), database.writing() as connection:
        hold_name(connection, KEPT_KEYS.name)  # servers begin one after the other
        check = connection.scalar(select(_T.content).where(_T.name == _CHECK))
        key = _known(file, random_bytes, check)
        if check is None:
            begun = {name: place.read(short) or b"" for name, (place, short) in own.items()}
            begun[_CHECK] = b""
            rows = [{"name": n, "content": key.seal(content, n)} for n, content in begun.items()]
            connection.execute(KEPT_KEYS.insert(), rows)
    keys = DatabaseKeys(database, key)
    others = [name for name, (place, short) in own.items() if keys.read(name) != place.read(short)]
    if others:
        raise OutsideError(
            f"This server has keys of its own that are not those in the database: "
            f"{', '.join(sorted(others)[:3])} in {settings.data}. Nothing was changed. Start it "
            "with an empty folder (--data). If these are an old copy of the shared ones, erase "
            "them."
        )
    for place, short in own.values():
        place.destroy(short)
    return keys


def _own(
    settings: HqSettings, file: Path, random_bytes: Callable[[int], bytes]
) -> dict[str, tuple[KeyFolder, str]]:
    """Return the keys in this server's folders, by the name that they get in the database."""
    folder, days = (KeyFolder(path, random_bytes) for path in (settings.data, settings.day_keys))
    places = {name: (folder, name) for form in _LASTING for name in folder.names(form)}
    if settings.keys is None:
        of_days = (name for form in _OF_DAYS for name in days.names(form))
        places |= {_DAYS + name: (days, name) for name in of_days if name != _STAYS}
    if file.resolve().parent == settings.data.resolve():
        places.pop(file.name, None)
    return places


def _known(file: Path, random_bytes: Callable[[int], bytes], check: bytes | None) -> ClusterKey:
    """Return the cluster key, which the first server makes."""
    key = ClusterKey(file, random_bytes, make=check is None)
    try:
        if check is not None:
            key.opened(check, _CHECK)
    except OutsideError:
        raise OutsideError(
            f"{file} is not the key under which the keys of this database lie. Nothing was "
            "changed. Copy that file from a server that serves, in place of this one."
        ) from None
    return key


_MARK = "agency_keys"


def demand_same_keys(connection: Connection, settings: HqSettings, place: KeyPlace) -> None:
    """Note which keys a database is for, the first time; later refuse a server with others.

    Raises:
        OutsideError: says what to do.
    """
    if settings.cluster_key is None and connection.scalar(select(_T.name).limit(1)) is not None:
        raise OutsideError(
            "The keys of this headquarters lie in its database. Give cluster_key in hq.toml, and "
            "copy that file from a server that serves."
        )
    names = ENTRY_KEY_FILE, AUDITOR_KEY_FILE, LIST_KEY_FILE
    value = " ".join(key_id(place.read(name) or b"") for name in names)
    insert_new(connection, MARKS, [{"name": _MARK, "value": value}])
    if connection.scalar(select(MARKS.c.value).where(MARKS.c.name == _MARK)) != value:
        raise OutsideError(
            f"The keys in {place.words} are not those with which this database was begun. Bring "
            f"{', '.join(names)} back from the server that began it, or from a backup. Servers "
            "that share a database share their keys by cluster_key in hq.toml."
        )
