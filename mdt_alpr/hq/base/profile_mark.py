"""A database belongs to the policy profile that it was made with, until two people adopt another.

Deadlines of what is stored, keys and days follow from the profile (CM-6, RET-05).
"""

from sqlalchemy import Connection, select

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.domain.policy_profile import PROFILE_FILE, PolicyProfile, delivered, profile_in
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.tables import MARKS, READS

_MARK = "policy_profile"


def demand_own_profile(connection: Connection) -> None:
    """Mark a database that has no profile yet; refuse one that was made with another.

    Raises:
        OutsideError: says both, and what to do.
    """
    digest, zone, words = profile_of(connection)
    if digest != PROFILE.digest:
        raise OutsideError(
            f"This database was made with the policy profile {words}, and this program runs "
            f"{PROFILE.words}. Put the first one back as {PROFILE_FILE}, or let two people adopt "
            f"the other: mdt-alpr hq adopt-profile.{_other_zone(zone)}"
        )
    mark(connection)


def demand_same_zone(connection: Connection) -> None:
    """Refuse to adopt a profile by whose calendar stored data has other days, and so other keys.

    Raises:
        OutsideError: says what to do.
    """
    _, zone, _ = profile_of(connection)
    if words := _other_zone(zone):
        raise OutsideError(words.strip())


def profile_of(connection: Connection) -> tuple[str, str, str]:
    """Return digest, zone and words of a database's profile; a new one's is that in force.

    Data of a program that made no mark are of the delivered one.
    """
    marked = connection.scalar(select(MARKS.c.value).where(MARKS.c.name == _MARK))
    if marked is not None:
        digest, zone, words = marked.split(" ", 2)
        return digest, zone, words
    has_reads = connection.execute(select(READS.c.day).limit(1)).first() is not None
    return _parts(profile_in(delivered()) if has_reads else PROFILE)


def mark(connection: Connection) -> None:
    """Say that the database belongs to the profile in force."""
    put_row(connection, MARKS, {"name": _MARK, "value": " ".join(_parts(PROFILE))})


def _parts(profile: PolicyProfile) -> tuple[str, str, str]:
    return profile.digest, profile.zone.key, profile.words


def _other_zone(zone: str) -> str:
    if zone == PROFILE.zone.key:
        return ""
    return f" Its days are of {zone}: another time zone needs a new headquarters (hq setup)."
