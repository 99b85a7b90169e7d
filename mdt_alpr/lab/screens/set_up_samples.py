"""Made-up answers about what an administrator sets up, for screenshots and tests of the screen."""

from datetime import timedelta

from mdt_alpr.domain.audit.witness import KnownBreak
from mdt_alpr.domain.people.account_review import ReviewDecision
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.accounts import (
    AccountReviewMessage,
    AccountReviewsMessage,
    MemberMessage,
    MembersMessage,
    ReviewedAccountMessage,
    SignedReviewMessage,
)
from mdt_alpr.wire.brought import DeviceKeyNamed
from mdt_alpr.wire.devices import CodeMessage
from mdt_alpr.wire.directory import DirectoryLink, DirectoryLinks, DirectoryToken
from mdt_alpr.wire.keeping import KnownBreaksMessage
from mdt_alpr.wire.reports import PublicFilesMessage

_MEMBERS = (
    MemberMessage("kdavis", "Ofc. K. Davis", "Night B", sees_all=False),
    MemberMessage("ralvarez", "Ofc. R. Alvarez", "Day A", sees_all=False),
    MemberMessage("whitfield", "Sgt. M. Whitfield", "Night B", sees_all=True),
)
_DECIDED = (ReviewDecision.KEEP, ""), (ReviewDecision.DISABLE, "Left the agency on Nov 1.")


def members(rows: int) -> MembersMessage:
    """Return three people in two teams."""
    return MembersMessage(_MEMBERS if rows else ())


def a_code(_rows: int) -> CodeMessage:
    """Return a code for a car."""
    return CodeMessage("car-40", DeviceKind.CAR, "K7QM-2XPA-9RTD", NOW + timedelta(hours=24))


def links(rows: int) -> DirectoryLinks:
    """Return two accounts that are linked to a directory."""
    linked = (
        DirectoryLink(member.person_id, member.name, f"9f3c{n}b-7d21", NOW, "lee")
        for n, member in enumerate(_MEMBERS[:2])
    )
    return DirectoryLinks("https://login.example", tuple(linked) if rows else ())


def known_breaks(rows: int) -> KnownBreaksMessage:
    """Return one break that two people looked into."""
    why = "The disk was full on Nov 3; the vendor's report is in the file."
    known = KnownBreak(4711, (4713, "5e" * 32), NOW, "lee", "okafor", why, 4720)
    return KnownBreaksMessage((known,) if rows else ())


def account_reviews(rows: int) -> AccountReviewsMessage:
    """Return a signed review of two accounts, and one account that no review has."""
    accounts = tuple(
        ReviewedAccountMessage(m.person_id, m.name, Role.OFFICER, m.team, NOW, NOW.date(), *said)
        for m, said in zip(_MEMBERS, _DECIDED, strict=False)
    )
    signed = SignedReviewMessage(2, AccountReviewMessage(NOW, "okafor", accounts), is_whole=True)
    return AccountReviewsMessage((signed,) if rows else (), ("whitfield",) if rows else ())


ANSWERS = {
    DirectoryLinks: links,
    DirectoryToken: lambda _rows: DirectoryToken("pKq2-sample-token"),
    KnownBreaksMessage: known_breaks,
    AccountReviewsMessage: account_reviews,
    MembersMessage: members,
    CodeMessage: a_code,
    DeviceKeyNamed: lambda _rows: DeviceKeyNamed("5e" * 32),
    PublicFilesMessage: lambda _rows: PublicFilesMessage((("index.html", "<p>1,434 reads</p>"),)),
}
