"""Made-up requests for data, packages and media, for screenshots and tests of the screen."""

from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.agency_settings import NO, SETTINGS, YES, AgencySetting, SettingDecision
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.retention.case_thread import CaseStage, NextStep
from mdt_alpr.domain.retention.data_request import Asked, ReceivedBy, Requester, Standing
from mdt_alpr.domain.retention.disclosure import (
    Disclosure,
    RefusalReason,
    RequestState,
    grant_needs,
)
from mdt_alpr.domain.retention.grants import SoughtData
from mdt_alpr.domain.retention.media import CopyState, MediumKind
from mdt_alpr.domain.review.publications import ContentCheck, Publication
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.agency_settings import AgencySettingsMessage
from mdt_alpr.wire.case_threads import CaseThreadMessage, ThreadStepMessage
from mdt_alpr.wire.disclosures import (
    DisclosureLine,
    DisclosureMessage,
    DisclosurePaper,
    DisclosuresMessage,
    DisclosureStepMessage,
)
from mdt_alpr.wire.publications import PublicationMessage, PublicationsMessage
from mdt_alpr.wire.release import (
    MediumLine,
    PackageLine,
    PackagePassphrase,
    PackagesMessage,
    PortableMediaMessage,
    ReleaseMessage,
)

_DAY = timedelta(days=1)
_ASKED = Asked(
    Requester("Dana Wells", "Detective, badge 88", "Salisbury PD", "NC0800200", "704-555-0142"),
    Standing.OFFICER,
    ReceivedBy.EMAIL,
    NOW - _DAY,
    "Called the agency's own number",
    Purpose.CRIMINAL,
    "Armed robbery of a pharmacy on Innes Street",
    "",
    "Reads of the getaway car on November 22",
    "nobody",
    seeks=SoughtData("SHP1561", "NC", NOW - 3 * _DAY, NOW - 2 * _DAY),
)


def _line(number: int, state: RequestState, **changes: object) -> DisclosureLine:
    line = DisclosureLine(
        number=number,
        state=state,
        standing=Standing.OFFICER,
        received_at=NOW - number * _DAY,
        recorded_by="dlee",
        requester="Dana Wells",
        agency="Salisbury PD",
        case="26-004417",
        reason=None,
        decided_at=None,
        decided_by="",
    )
    return replace(line, **changes)  # type: ignore[arg-type]


def _log(rows: int) -> DisclosuresMessage:
    lines = (
        _line(5, RequestState.RECEIVED, case=""),
        _line(4, RequestState.DENIED, standing=Standing.PRESS, requester="R. Poole",
              agency="News & Observer", case="", decided_by="dlee",
              reason=RefusalReason.NOT_ELIGIBLE),
        _line(3, RequestState.DELIVERED, standing=Standing.PROSECUTOR, requester="A. Marsh",
              agency="District Attorney, Cabarrus County", decided_by="dlee", packages=(2,)),
        _line(2, RequestState.REFUSED, requester="T. Ames", agency="Rowan County Sheriff",
              decided_by="bsmith", reason=RefusalReason.COMPROMISE),
        _line(1, RequestState.GRANTED, decided_by="dlee"),
    )  # fmt: skip
    found = lines if rows else ()
    return DisclosuresMessage(found, len(found), len(found) // 5)


def _request(_rows: int) -> DisclosureMessage:
    steps = (
        DisclosureStepMessage("recorded", NOW - _DAY, "dlee", ""),
        DisclosureStepMessage("paper", NOW - _DAY, "dlee", "request-wells.pdf"),
        DisclosureStepMessage("more_needed", NOW - _DAY / 2, "dlee", "Which case is it?"),
    )
    paper = DisclosurePaper("3f" * 32, "request-wells.pdf", NOW - _DAY, "dlee")
    asked = replace(_ASKED, paper=paper.digest)
    line = _line(5, RequestState.MORE_NEEDED, case="")
    disclosure = Disclosure("id", asked, NOW - _DAY, "dlee", RequestState.MORE_NEEDED)
    return DisclosureMessage(line, disclosure, steps, (paper,), grant_needs(asked))


def _package(number: int, **changes: object) -> PackageLine:
    line = PackageLine(
        number=number, hold=14, request=0, made_at=NOW - number * 9 * _DAY, made_by="dlee",
        sha256="ab" * 32, size=8_400_000, reads=12, hits=2, pictures=26, is_restricted=False,
        serial="KX-0017", holder="D. Lee, custodian", place="Evidence safe, shelf 2",
        transport="Carried by hand", state=CopyState.OUT, due_at=NOW + 340 * _DAY, days_left=340,
        is_reminded=False, ended_at=None, ended_how="", acknowledged_at=None, acknowledged_by="",
    )  # fmt: skip
    return replace(line, **changes)  # type: ignore[arg-type]


def _packages(rows: int) -> PackagesMessage:
    lines = (
        _package(3),
        _package(2, hold=0, request=3, holder="A. Marsh, District Attorney", days_left=21,
                 is_reminded=True, is_restricted=True, acknowledged_by="A. Marsh"),
        _package(1, hold=9, state=CopyState.DESTROYED, ended_how="Shredded, DoD 5220", reads=1,
                 days_left=None),
    )  # fmt: skip
    return PackagesMessage(lines if rows else (), 1 if rows else 0)


def _media(rows: int) -> PortableMediaMessage:
    first, drive = NOW - 90 * _DAY, MediumKind.USB_DRIVE
    lines = (
        MediumLine("KX-0017", drive, "ALPR 1", first, "dlee", None, "", 2),
        MediumLine("KX-0018", drive, "ALPR 2", first, "dlee", NOW - _DAY, "Shredded", 0),
    )
    return PortableMediaMessage(lines if rows else ())


def _release(_rows: int) -> ReleaseMessage:
    digest = sha256(b"PK")
    return ReleaseMessage(4, digest, "alpr-package-4.zip", 3, 1, 5, is_every_key_accepted=True)


def _passphrase(_rows: int) -> PackagePassphrase:
    return PackagePassphrase(3, "W4SO-UVZ7-VLGC-E3GV-3MFM-4CZW-T4BP-EINW")


def _publications(rows: int) -> PublicationsMessage:
    looked = "Every figure and picture; no plate, place or person"
    page = Publication("Page for the public", "The city's web site", NOW - 200 * _DAY, "dlee")
    seen = ContentCheck(NOW - 95 * _DAY, "dlee", is_clear=True, words=looked)
    photo = ContentCheck(NOW - _DAY, "bsmith", is_clear=False, words="A plate is in the photo")
    lines = (
        replace(page, title="Talk at the citizens' academy", place="Slides, library"),
        replace(page, title="Press release on stolen cars", checks=(photo,)),
        replace(page, checks=(seen,)),
        replace(page, title="Report to the Chief 2025", checks=(replace(seen, at=NOW - _DAY),)),
    )
    return PublicationsMessage(
        tuple(PublicationMessage(4 - n, one, one.state(NOW)) for n, one in enumerate(lines[:rows]))
    )


def _settings(rows: int) -> AgencySettingsMessage:
    first = SettingDecision(
        AgencySetting.PROSECUTORS, NO, "Until counsel has answered", NOW - 30 * _DAY, "e.stone"
    )
    last = replace(
        first, value=YES, reason="Counsel's letter of November 3, 2026", set_at=NOW - _DAY
    )
    values = tuple((one.value, facts.default) for one, facts in SETTINGS.items())
    return AgencySettingsMessage(values, (last, first)[:rows])


def _case(rows: int) -> CaseThreadMessage:
    def step(days: float, thing: str, what: str, words: str = "") -> ThreadStepMessage:
        return ThreadStepMessage(NOW - days * _DAY, thing, what, "dlee", words)

    steps = (
        step(9, "Search", "3 reads found"),
        step(8, "Hold 2026-0003", "Filed"),
        step(7.5, "Hold 2026-0003", "Held at once", "3 reads, 1 hit and 4 pictures"),
        step(6, "Hold 2026-0003", "Sworn and notarized", "by Pat Quinn"),
        step(3, "Data request 4", "Recorded"),
        step(1, "Data request 4", "Granted"),
    )
    waits = "Release a package on data request 4"
    after = NextStep(CaseStage.RELEASE, waits, "Custodian or administrator", 3, 4)
    notice = "Searches up to Aug 25, 2026 are erased; nothing can be said of them."
    return CaseThreadMessage("26-004471", steps[:rows], after, Asked(case="26-004471"), notice)


ANSWERS = {
    CaseThreadMessage: _case,
    PublicationsMessage: _publications,
    AgencySettingsMessage: _settings,
    DisclosuresMessage: _log,
    DisclosureMessage: _request,
    PackagesMessage: _packages,
    PortableMediaMessage: _media,
    ReleaseMessage: _release,
    PackagePassphrase: _passphrase,
}
