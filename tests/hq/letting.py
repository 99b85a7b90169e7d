"""Requests for data, media and packages that leave a headquarters."""

import io
import os
from dataclasses import replace
from typing import Any

import pyzipper

from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.media import MediumKind
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.disclosures import registers, requests
from mdt_alpr.hq.disclosures.release import release_package, written
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest, DisclosureRecord
from mdt_alpr.wire.release import Acknowledgment, MediumRequest, ReleaseMessage, ReleaseRequest
from tests.requests_for_data import an_asked
from tests.scans import a_pdf

SERIAL = "KX-0017"
PDF = a_pdf("a written request")
AS_CUSTODIAN = Caller(CUSTODIAN, "Casey Doyle", Role.CUSTODIAN, "desk-1", "")
AS_GRANTOR = Caller(ADMINISTRATOR, "E. Sample", Role.ADMINISTRATOR, "desk-2", "")
GRANT = DisclosureActRequest(DisclosureAct.GRANT)


def recorded(hq: Headquarters, *, paper: bytes = PDF, **changes: Any) -> int:
    """Put a request on record, with its document."""
    ask = DisclosureRecord(new_id(hq.clock.now(), os.urandom(10)), an_asked(**changes))
    number = requests.record_request(hq, AS_CUSTODIAN, ask)
    if paper:
        requests.add_paper(hq, AS_CUSTODIAN, number, "request.pdf", paper)
    return number


def granted(hq: Headquarters, **changes: Any) -> int:
    number = recorded(hq, **changes)
    requests.decide(hq, AS_GRANTOR, number, GRANT)
    return number


def a_medium(hq: Headquarters, serial: str = SERIAL) -> str:
    with hq.writing() as work:
        known = {medium.serial for medium in registers.media_of(work, CUSTODIAN).media}
        if serial not in known:
            registers.register_medium(work, MediumRequest(serial, MediumKind.USB_DRIVE), CUSTODIAN)
    return serial


def an_ask(**changes: Any) -> ReleaseRequest:
    ask = ReleaseRequest(
        serial=SERIAL,
        holder="Casey Doyle, custodian",
        place="Evidence safe, shelf 2",
        transport="Carried by hand",
        purpose=Purpose.CRIMINAL,
    )
    return replace(ask, **changes)


def given(hq: Headquarters, **changes: Any) -> tuple[ReleaseMessage, bytes]:
    """Let a package out on the agency's medium, and have its receipt signed."""
    a_medium(hq)
    message, data = release_package(hq, AS_CUSTODIAN, an_ask(**changes))
    written(hq, AS_CUSTODIAN, message.number, sha256(data))
    return replace(message, passphrase=opening(hq, message.number)), data


def opening(hq: Headquarters, number: int) -> str:
    """Return the passphrase of a package, once its receipt is signed."""
    with hq.writing() as work:
        signed = Acknowledgment("Dana Wells", hq.clock.now())
        registers.acknowledge(work, number, signed, CUSTODIAN)
        return registers.passphrase_of(work, number, CUSTODIAN)


def opened(data: bytes, passphrase: str) -> dict[str, bytes]:
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        archive.setpassword(passphrase.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def files_of_hit(hq: Headquarters, hit_id: str, plate: str = "EXN2894") -> dict[str, bytes]:
    """Return what leaves of a hit on a request for its plate that came now, and was granted."""
    now = hq.clock.now()
    seeks = replace(an_asked().seeks, plate=plate, until=now)
    message, data = given(hq, request=granted(hq, received_at=now, seeks=seeks), hits=(hit_id,))
    return opened(data, message.passphrase)
