"""Made-up answers about what an administrator sets up, for screenshots and tests of the screen."""

from datetime import timedelta

from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.accounts import MemberMessage, MembersMessage
from mdt_alpr.wire.brought import DeviceKeyNamed
from mdt_alpr.wire.devices import CodeMessage
from mdt_alpr.wire.reports import PublicFilesMessage

_MEMBERS = (
    MemberMessage("kdavis", "Ofc. K. Davis", "Night B", sees_all=False),
    MemberMessage("ralvarez", "Ofc. R. Alvarez", "Day A", sees_all=False),
    MemberMessage("whitfield", "Sgt. M. Whitfield", "Night B", sees_all=True),
)


def members(rows: int) -> MembersMessage:
    """Return three people in two teams."""
    return MembersMessage(_MEMBERS if rows else ())


def a_code(_rows: int) -> CodeMessage:
    """Return a code for a car."""
    return CodeMessage("car-40", DeviceKind.CAR, "K7QM-2XPA-9RTD", NOW + timedelta(hours=24))


ANSWERS = {
    MembersMessage: members,
    CodeMessage: a_code,
    DeviceKeyNamed: lambda _rows: DeviceKeyNamed("5e" * 32),
    PublicFilesMessage: lambda _rows: PublicFilesMessage((("index.html", "<p>1,434 reads</p>"),)),
}
