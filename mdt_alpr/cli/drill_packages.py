"""A package that is let out in a drill: a read of one plate, under a warrant (RS-12)."""

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.retention.alpr_1 import HeldCamera, HoldScope, Warrant
from mdt_alpr.domain.retention.media import MediumKind

if TYPE_CHECKING:
    from mdt_alpr.hq.base.headquarters import Headquarters

_AROUND = timedelta(hours=2)
_SERIAL = "DRILL-1"


def let_out(hq: "Headquarters", plate: Plate, unit: str) -> str:
    """Enter a warrant for a plate, let out what it covers; return every text of the package."""
    import pyzipper

    from mdt_alpr.domain.policy import capture_date
    from mdt_alpr.hq.base.headquarters import Caller
    from mdt_alpr.hq.disclosures import registers
    from mdt_alpr.hq.disclosures.letting_out import let_out as leave
    from mdt_alpr.hq.holds import service
    from mdt_alpr.hq.people.sample_agency import CUSTODIAN
    from mdt_alpr.wire.holds import WarrantRequest
    from mdt_alpr.wire.let_out import LetOutRequest, MediumRequest

    now, caller = hq.clock.now(), Caller(CUSTODIAN, CUSTODIAN, Role.CUSTODIAN, "drill-desk", "")
    scope = HoldScope(plate.text, plate.state, (HeldCamera(unit),), now - _AROUND, now)
    warrant = Warrant(
        scope=scope,
        court="Superior Court, Cabarrus County",
        number="26 CRS 1107",
        issued_on=capture_date(now),
        described="Reads of the plate on that day",
        case="26-038204",
    )
    number = service.file_warrant(hq, caller, WarrantRequest(service.new_hold_id(now), warrant))
    with hq.writing() as work:
        registers.register_medium(work, MediumRequest(_SERIAL, MediumKind.USB_DRIVE), CUSTODIAN)
    ask = LetOutRequest(
        _SERIAL, "Custodian", "Evidence safe", "By hand", Purpose.CRIMINAL, hold=number
    )
    let_out, data = leave(hq, caller, ask)
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        archive.setpassword(let_out.passphrase.encode())
        texts = [n for n in archive.namelist() if n.endswith((".json", ".txt"))]
        return "\n".join(archive.read(name).decode() for name in texts)
