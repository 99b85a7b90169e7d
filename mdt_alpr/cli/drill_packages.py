"""A warrant for a plate in a drill, and the package that is let out under it (RS-12, RS-19)."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.retention.alpr_1 import HeldCamera, HoldScope, Warrant
from mdt_alpr.domain.retention.media import MediumKind

if TYPE_CHECKING:
    from mdt_alpr.hq.base.headquarters import Caller, Headquarters

_AROUND = timedelta(hours=2)
_SERIAL = "DRILL-1"


def enter_warrant(hq: "Headquarters", plate: Plate, unit: str) -> int:
    """Enter a warrant for a plate of the last hours; return its number."""
    from mdt_alpr.domain.policy import capture_date
    from mdt_alpr.hq.holds import service
    from mdt_alpr.wire.holds import WarrantRequest

    now = hq.clock.now()
    scope = HoldScope(plate.text, plate.state, (HeldCamera(unit),), now - _AROUND, now)
    warrant = Warrant(
        scope=scope,
        court="Superior Court, Cabarrus County",
        number="26 CRS 1107",
        issued_on=capture_date(now),
        described="Reads of the plate on that day",
        case="26-038204",
    )
    asked = WarrantRequest(service.new_hold_id(now), warrant)
    return service.file_warrant(hq, _custodian(), asked)


def release_package(hq: "Headquarters", plate: Plate, unit: str) -> str:
    """Enter a warrant for a plate, let out what it covers; return every text of the package."""
    import pyzipper

    from mdt_alpr.hq.disclosures import registers
    from mdt_alpr.hq.disclosures.release import release_package as release
    from mdt_alpr.hq.disclosures.release import written
    from mdt_alpr.hq.people.sample_agency import CUSTODIAN
    from mdt_alpr.wire.release import Acknowledgment, MediumRequest, ReleaseRequest

    number = enter_warrant(hq, plate, unit)
    _confirm(hq, number)
    with hq.writing() as work:
        registers.register_medium(work, MediumRequest(_SERIAL, MediumKind.USB_DRIVE), CUSTODIAN)
    ask = ReleaseRequest(
        _SERIAL, "Custodian", "Evidence safe", "By hand", Purpose.CRIMINAL, hold=number
    )
    message, data = release(hq, _custodian(), ask)
    written(hq, _custodian(), message.number, sha256(data))
    with hq.writing() as work:
        signed = Acknowledgment("Pat Quinn", hq.clock.now())
        registers.acknowledge(work, message.number, signed, CUSTODIAN)
        passphrase = registers.passphrase_of(work, message.number, CUSTODIAN)
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        archive.setpassword(passphrase.encode())
        texts = [n for n in archive.namelist() if n.endswith((".json", ".txt"))]
        return "\n".join(archive.read(name).decode() for name in texts)


def _confirm(hq: "Headquarters", number: int) -> None:
    """Attach the warrant, and let the administrator confirm what was entered of it."""
    from mdt_alpr.hq.base.paper import Paper, printed
    from mdt_alpr.hq.holds import service
    from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR
    from mdt_alpr.wire.holds import HoldAct, HoldActRequest, PaperKind, PaperRequest

    paper = Paper("Search warrant, made up for a drill", printed(hq, _custodian().name)).pdf()
    asked = PaperRequest(PaperKind.WARRANT, "warrant.pdf")
    digest = service.add_paper(hq, _custodian(), number, asked, paper)
    confirms = replace(_custodian(), person_id=ADMINISTRATOR, role=Role.ADMINISTRATOR)
    service.act(hq, confirms, number, HoldActRequest(HoldAct.CONFIRM, "", digest))


def _custodian() -> "Caller":
    from mdt_alpr.hq.base.headquarters import Caller
    from mdt_alpr.hq.people.sample_agency import CUSTODIAN

    return Caller(CUSTODIAN, CUSTODIAN, Role.CUSTODIAN, "drill-desk", "")
