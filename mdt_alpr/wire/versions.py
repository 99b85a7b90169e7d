"""The version of what a page or a command showed: an act from a stale one changes nothing.

It is a digest of what was shown, which headquarters makes of its own row, too: no column, no
number. It goes as ``?seen=`` of the address; from a program of before there is none.
"""

from datetime import datetime
from urllib.parse import urlencode

from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.wire.accounts import AccountMessage

_DIGITS = 16


def account_version(account: AccountMessage) -> str:
    """Return the version of an account as it was shown."""
    one = account
    return version_of_account(one.name, one.role, one.team, one.disabled_at, one.expires_at)


def version_of_account(
    name: str, role: Role, team: str, disabled_at: datetime | None, expires_at: datetime | None
) -> str:
    """Return the version of an account by what its acts change."""
    said = name, role.value, team, disabled_at, expires_at
    return sha256("\0".join(map(str, said)).encode())[:_DIGITS]


def with_version(address: str, seen: str) -> str:
    """Return the address of an act on what was seen in this version; empty says none."""
    return f"{address}?{urlencode({'seen': seen})}" if seen else address
