"""What lets somebody in or data out without an account: links, the directory's token, receivers.

Each is ended by an act. ``ended_memory`` sees to it that an older database opens none again.
"""

from datetime import datetime

from sqlalchemy import delete, select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.dispatch_tables import CALLS, LETTERS, SUBSCRIPTIONS
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import DIRECTORY_LINKS, MARKS
from mdt_alpr.hq.people import store as people

_TOKEN = "directory token"  # noqa: S105 - what it is called
_L, _S, _M = DIRECTORY_LINKS.c, SUBSCRIPTIONS.c, MARKS.c
ENDS = {
    "link": AuditEvent.HQ_DIRECTORY_UNLINKED,
    "receiver": AuditEvent.HQ_SUBSCRIPTION_ENDED,
    "token": AuditEvent.HQ_DIRECTORY_TOKEN_SET,
}
"""The audit's entry that says of each kind that it ended."""


def openings(work: Work) -> dict[str, datetime]:
    """Return since when each is open; a name is its kind, whose it is, and its mark."""
    links = work.connection.execute(select(_L.person_id, _L.seal, _L.linked_at))
    receivers = select(_S.number, _S.made_at).where(_S.ended_at.is_(None))
    opened = {f"link/{person_id}/{seal}": at for person_id, seal, at in links}
    opened |= {f"receiver/{n}/": at for n, at in work.connection.execute(receivers)}
    since, mark = token(work)
    return opened | ({f"token/directory/{mark}": datetime.fromisoformat(since)} if mark else {})


def close(work: Work, name: str) -> None:
    """End one; the caller records it."""
    kind, subject, _ = name.split("/", 2)
    if kind == "link":
        end_link(work, subject)
    elif kind == "receiver":
        end_receiver(work, int(subject))
    else:
        work.connection.execute(delete(MARKS).where(_M.name == _TOKEN))


def end_link(work: Work, person_id: str) -> None:
    """Let nobody of the directory sign in to an account; its sessions end (ACC-08)."""
    work.connection.execute(delete(DIRECTORY_LINKS).where(_L.person_id == person_id))
    people.end_sessions(work.connection, person_id, work.now)


def end_receiver(work: Work, number: int) -> None:
    """Tell a receiver no more; without its secret no row of the database is one again."""
    ended = update(SUBSCRIPTIONS).where(_S.number == number)
    work.connection.execute(ended.values(ended_at=work.now, secret=b""))
    work.connection.execute(delete(LETTERS).where(LETTERS.c.subscription == number))
    work.connection.execute(delete(CALLS).where(CALLS.c.subscription == number))


def token(work: Work) -> tuple[str, str]:
    """Return since when the directory's token counts, and its mark; empty where there is none."""
    value: str | None = work.connection.scalar(select(_M.value).where(_M.name == _TOKEN))
    since, _, mark = (value or "").partition(" ")
    return since, mark


def set_token(work: Work, shown: str) -> None:
    """Let a new token count, and none of before."""
    value = f"{work.now.isoformat()} {token_mark(work, shown)}"
    put_row(work.connection, MARKS, {"name": _TOKEN, "value": value})


def token_mark(work: Work, shown: str) -> str:
    """Return what is kept of a token: it proves one, and makes none."""
    return work.keys.agency.mark(_TOKEN, shown)
