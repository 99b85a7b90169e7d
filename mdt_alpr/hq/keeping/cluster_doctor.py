"""What is well with the site of several servers, seen from one of them, and what to do.

Beside ``doctor``: the database under Patroni, the ways to it, the store of pictures, the others.
"""

import secrets
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from mdt_alpr import __version__
from mdt_alpr.database.engine import PROGRAM, open_session
from mdt_alpr.domain.equipment.doctor import DoctorLine, counted
from mdt_alpr.domain.errors import MdtAlprError
from mdt_alpr.hq.base.database_keys import BRING_BACK
from mdt_alpr.hq.base.headquarters import Headquarters

_CLOCKS_APART = timedelta(seconds=2)
_SILENT_FOR = timedelta(seconds=30)
"""A standby says something every ten seconds."""
_BEHIND_BYTES = 64 * 1024 * 1024
_ARCHIVED_WITHIN = timedelta(minutes=15)
_HEARS_WITHIN_S = 5.0
_PATRONI_PORT, _PATRONI_WITHIN_S = 8008, 3.0
_TRIES = 20
_PAGE = "See resources/docs/cluster.md."


def examined(hq: Headquarters) -> Iterator[DoctorLine]:
    """Check every part of the site; what fails is a line of its own and hinders no other."""
    if not hq.database.is_server:
        words = f"It is SQLite, which has one server. {_PAGE}"
        yield DoctorLine("site", ok=False, words=words)
        return
    checks: tuple[tuple[str, Callable[[Headquarters], DoctorLine]], ...] = (
        ("durability", _durability),
        ("standbys", _standbys),
        ("Patroni", _patroni),
        ("pooler", _pooler),
        ("direct way", _direct),
        ("clocks", _clocks),
        ("cluster key", _cluster_key),
        ("store of pictures", _pictures),
        ("servers", _servers),
        ("archive", _archive),
    )
    for name, check in checks:
        try:
            yield check(hq)
        except (MdtAlprError, OSError, SQLAlchemyError, httpx.HTTPError) as error:
            words = str(error) if isinstance(error, MdtAlprError) else type(error).__name__
            yield DoctorLine(name, ok=False, words=words)


@contextmanager
def _session(url: str) -> Iterator[Connection]:
    """Give a session of the database."""
    engine = open_session(url)
    try:
        with engine.connect() as session:
            session.exec_driver_sql("SET application_name = 'doctor'")  # it is no server
            yield session
    finally:
        engine.dispose()


def _durability(hq: Headquarters) -> DoctorLine:
    wanted = {
        "fsync": ("on",),
        "full_page_writes": ("on",),
        "synchronous_commit": ("on", "remote_apply"),
    }
    with _session(hq.settings.direct) as session:
        values = {name: str(session.scalar(text(f"SHOW {name}"))) for name in wanted}
    wrong = [f"{name} = {values[name]}" for name in wanted if values[name] not in wanted[name]]
    if not wrong:
        words = "What has a receipt is on the disks of two machines."
        return DoctorLine("durability", ok=True, words=words)
    words = f"{', '.join(wrong)}: receipts may be lost. Set it on: patronictl edit-config."
    return DoctorLine("durability", ok=False, words=words)


def _standbys(hq: Headquarters) -> DoctorLine:
    with _session(hq.settings.direct) as session:
        names = session.scalar(text("SHOW synchronous_standby_names"))
        rows = session.execute(text(_STANDBYS)).all()
    follow = [row for row in rows if row.state == "streaming"]
    confirm = [row for row in follow if row.sync_state in ("sync", "quorum")]
    if not names or not confirm:
        words = "None confirms what is committed: no receipt is safe. See patronictl list."
        return DoctorLine("standbys", ok=False, words=words)
    if late := [row for row in follow if row.behind > _BEHIND_BYTES or row.silent > _SILENT_FOR]:
        worst = max(row.behind for row in late) >> 20
        words = f"{counted(len(late), 'standby', 'standbys')} behind or silent, {worst} MiB. "
        words += "See its load, its disk and the network."
        return DoctorLine("standbys", ok=False, words=words)
    words = f"{len(follow)} follow, {len(confirm)} of them may confirm a commit."
    if len(follow) == 1:
        words += " One more failure stops the cars' receipts: bring the other one back."
    return DoctorLine("standbys", ok=len(follow) > 1, words=words)


_STANDBYS = """
    SELECT client_addr, state, sync_state, reply_time,
        coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn), 0) AS behind,
        clock_timestamp() - reply_time AS silent
    FROM pg_stat_replication WHERE state IS NOT NULL
"""


def _patroni(hq: Headquarters) -> DoctorLine:
    with _session(hq.settings.direct) as session:
        address = session.scalar(text("SELECT host(inet_server_addr())"))
    if address is None:
        words = f"The database is reached by no network: it is on this machine. {_PAGE}"
        return DoctorLine("Patroni", ok=False, words=words)
    authority = make_url(hq.settings.direct).query.get("sslrootcert")
    if not isinstance(authority, str):
        words = f"database_direct names no sslrootcert: the database is asked without TLS. {_PAGE}"
        return DoctorLine("Patroni", ok=False, words=words)
    place = f"https://{address}:{_PATRONI_PORT}"
    trusted = ssl.create_default_context(cafile=authority)
    cluster: dict[str, Any] = _asked(f"{place}/cluster", trusted)
    settings: dict[str, Any] = _asked(f"{place}/config", trusted)
    members: list[dict[str, Any]] = cluster.get("members", [])
    wrong = _wrong_of_members(members)
    if cluster.get("pause"):
        wrong.append("it is paused: nobody follows a primary that dies (patronictl resume)")
    if settings.get("synchronous_mode") not in ("quorum", True, "on"):
        wrong.append("synchronous_mode is off")
    elif not settings.get("synchronous_mode_strict"):
        wrong.append("synchronous_mode_strict is off: a primary alone gives receipts")
    if wrong:
        words = f"{'; '.join(wrong)}. See patronictl list. {_PAGE}"
        return DoctorLine("Patroni", ok=False, words=words[0].upper() + words[1:])
    leader = next(member["name"] for member in members if member.get("role") == "leader")
    return DoctorLine("Patroni", ok=True, words=f"{leader} leads {len(members) - 1} standbys.")


def _wrong_of_members(members: list[dict[str, Any]]) -> list[str]:
    wrong = []
    if [member.get("role") for member in members].count("leader") != 1:
        wrong.append("it knows no leader")
    if away := [
        member["name"] for member in members if member.get("state") not in ("running", "streaming")
    ]:
        wrong.append(f"{', '.join(away)} does not run or follow")
    if leads_from_the_past(members):
        wrong.append("a database of the past leads, and no receipt is given")
    return wrong


def leads_from_the_past(members: list[dict[str, Any]]) -> bool:
    """Tell whether another database is on a newer timeline than who leads."""
    timelines = [member.get("timeline", 0) for member in members]
    leads = [member.get("timeline", 0) for member in members if member.get("role") == "leader"]
    return bool(leads) and max(timelines) > max(leads)


def _asked(address: str, trusted: ssl.SSLContext) -> dict[str, Any]:
    answer = httpx.get(address, timeout=_PATRONI_WITHIN_S, trust_env=False, verify=trusted)
    answer.raise_for_status()
    answers: dict[str, Any] = answer.json()
    return answers


def _pooler(hq: Headquarters) -> DoctorLine:
    """Look whether two connections that wait share a session, and prepared statements hold."""
    if not hq.settings.direct_url:
        words = "There is none: database_direct is not set."
        return DoctorLine("pooler", ok=True, words=words, known=False)
    with _session(hq.settings.database) as first, _session(hq.settings.database) as other:
        shared = any(_backend(first) == _backend(other) for _ in range(_TRIES))
        names = _prepared(first)
    if not shared:
        words = "Each connection keeps a session of its own. Set pool_mode = transaction."
        return DoctorLine("pooler", ok=False, words=words)
    if not any(name.startswith("PGBOUNCER_") for name in names):
        words = "It forgets prepared statements. Set max_prepared_statements = 200 in it."
        return DoctorLine("pooler", ok=False, words=words)
    return DoctorLine("pooler", ok=True, words="Transactions share sessions, statements hold.")


def _backend(session: Connection) -> int:
    return int(session.scalar(text("SELECT pg_backend_pid()")) or 0)


def _prepared(session: Connection) -> list[str]:
    line: Any = session.connection.driver_connection
    with line.transaction():
        line.execute("SELECT %s::int", (1,), prepare=True)
        rows = line.execute("SELECT name FROM pg_prepared_statements").fetchall()
    return [name for (name,) in rows]


def _direct(hq: Headquarters) -> DoctorLine:
    """Take a lock and listen on one session; another one must see both."""
    name = f"mdt_alpr_doctor_{secrets.token_hex(4)}"
    lock = {"name": name}
    with _session(hq.settings.direct) as ours, _session(hq.settings.direct) as theirs:
        ours.execute(text("SELECT pg_advisory_lock(hashtextextended(:name, 0))"), lock)
        ours.exec_driver_sql(f"LISTEN {name}")
        free = theirs.scalar(text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))"), lock)
        theirs.exec_driver_sql(f"NOTIFY {name}")
        line: Any = ours.connection.driver_connection
        is_heard = any(True for _ in line.notifies(timeout=_HEARS_WITHIN_S, stop_after=1))
    if free or not is_heard:
        words = "A pooler lies in it: nobody leads, no change is heard. Set database_direct to "
        words += f"HAProxy's port. {_PAGE}"
        return DoctorLine("direct way", ok=False, words=words)
    return DoctorLine(
        "direct way", ok=True, words="Locks and changes of other servers hold on it."
    )


def _clocks(hq: Headquarters) -> DoctorLine:
    with _session(hq.settings.direct) as session:
        before = hq.clock.now()
        theirs: datetime = session.scalar(text("SELECT clock_timestamp()")) or before
        after = hq.clock.now()
        rows = session.execute(text(_STANDBYS)).all()
    apart = max(before - theirs, theirs - after, timedelta(0))
    ahead = max((row.reply_time - theirs for row in rows if row.reply_time), default=timedelta(0))
    if apart <= _CLOCKS_APART and ahead <= _CLOCKS_APART:
        words = f"This server and the primary are {apart.total_seconds():.1f} s apart."
        return DoctorLine("clocks", ok=True, words=words)
    whose = "This server and the primary" if apart > _CLOCKS_APART else "A standby and the primary"
    seconds = max(apart, ahead).total_seconds()
    words = f"{whose} are {seconds:.0f} s apart. Let each machine follow the agency's time (NTP)."
    return DoctorLine("clocks", ok=False, words=words)


def _cluster_key(hq: Headquarters) -> DoctorLine:
    if hq.settings.cluster_key is None:
        words = f"None: this server's keys lie in its folders. {_PAGE}"
        return DoctorLine("cluster key", ok=False, words=words)
    if hq.settings.cluster_key.stat().st_mode & 0o077:
        words = f"Others may read {hq.settings.cluster_key}. Set its mode to 600."
        return DoctorLine("cluster key", ok=False, words=words)
    dates, damaged = hq.day_keys.dates(), hq.day_keys.damaged()
    if damaged:
        words = f"The keys of {counted(len(damaged), 'date')} do not open by it. {BRING_BACK}"
        return DoctorLine("cluster key", ok=False, words=words)
    words = f"The keys in the database open by it, those of {counted(len(dates), 'date')} too."
    return DoctorLine("cluster key", ok=True, words=words)


def _pictures(hq: Headquarters) -> DoctorLine:
    name = "store of pictures"
    if not hq.settings.picture_store:
        words = f"It is a folder of this server: others see none of them. Set pictures. {_PAGE}"
        return DoctorLine(name, ok=False, words=words)
    probe, content = f"doctor/{secrets.token_hex(8)}", secrets.token_bytes(64)
    hq.pictures.store.put([(probe, content)])
    content_read = hq.pictures.store.get(probe)
    hq.pictures.store.erase([probe])
    if content_read != content or hq.pictures.store.get(probe) is not None:
        return DoctorLine(
            name, ok=False, words="It does not keep, or does not erase, what it gets."
        )
    return DoctorLine(name, ok=True, words="It keeps, gives and erases.")


def _servers(hq: Headquarters) -> DoctorLine:
    """Look which programs have sessions past the pooler; each server that serves has two."""
    asked = text(
        "SELECT DISTINCT application_name, client_addr FROM pg_stat_activity "
        "WHERE application_name LIKE :ours"
    )
    with _session(hq.settings.direct) as session:
        rows = session.execute(asked, {"ours": f"{PROGRAM} %"}).all()
    versions = sorted({row.application_name.removeprefix(f"{PROGRAM} ") for row in rows})
    said = f"{counted(len({row.client_addr for row in rows}), 'address', 'addresses')} of servers"
    if not rows:
        return DoctorLine("servers", ok=False, words="None serves. Start mdt-alpr-server.")
    if versions != [__version__]:
        words = f"{said}, of versions {', '.join(versions)}; this program is {__version__}. "
        words += "Bring all to one version soon."
        return DoctorLine("servers", ok=False, words=words)
    return DoctorLine("servers", ok=True, words=f"{said}, all of version {__version__}.")


def _archive(hq: Headquarters) -> DoctorLine:
    with _session(hq.settings.direct) as session:
        mode = session.scalar(text("SHOW archive_mode"))
        row = session.execute(text("SELECT * FROM pg_stat_archiver")).one()
    if mode == "off":
        words = f"None is written: no backup of this database can be brought back. {_PAGE}"
        return DoctorLine("archive", ok=False, words=words)
    last, failed = row.last_archived_time, row.last_failed_time
    if failed is not None and (last is None or failed > last):
        words = f"Its last try failed, {failed:%Y-%m-%d %H:%M} UTC. Run pgbackrest check."
        return DoctorLine("archive", ok=False, words=words)
    if last is None:
        words = "Nothing was archived since this primary leads."
        return DoctorLine("archive", ok=True, words=words, known=False)
    age = hq.clock.now() - last
    words = f"Written up to {last:%Y-%m-%d %H:%M} UTC."
    is_late = age > _ARCHIVED_WITHIN
    return DoctorLine("archive", ok=not is_late, words=words + " Run pgbackrest check." * is_late)
