"""Requests for data, media and packages that leave a headquarters."""

import io
import os
from dataclasses import replace
from typing import Any

import pyzipper

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.media import MediumKind
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.disclosures import registers, requests
from mdt_alpr.hq.disclosures.letting_out import let_out
from mdt_alpr.hq.people.sample_agency import CUSTODIAN
from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest, DisclosureRecord
from mdt_alpr.wire.let_out import LetOutMessage, LetOutRequest, MediumRequest
from tests.requests_for_data import an_asked
from tests.scans import a_pdf

SERIAL = "KX-0017"
PDF = a_pdf("a written request")
AS_CUSTODIAN = Caller(CUSTODIAN, "Casey Doyle", Role.CUSTODIAN, "desk-1", "")
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
    requests.decide(hq, AS_CUSTODIAN, number, GRANT)
    return number


def a_medium(hq: Headquarters, serial: str = SERIAL) -> str:
    with hq.writing() as work:
        known = {one.serial for one in registers.media_of(work, CUSTODIAN).media}
        if serial not in known:
            registers.register_medium(work, MediumRequest(serial, MediumKind.USB_DRIVE), CUSTODIAN)
    return serial


def an_ask(**changes: Any) -> LetOutRequest:
    ask = LetOutRequest(
        serial=SERIAL,
        holder="Casey Doyle, custodian",
        place="Evidence safe, shelf 2",
        transport="Carried by hand",
        purpose=Purpose.CRIMINAL,
    )
    return replace(ask, **changes)


def given(hq: Headquarters, **changes: Any) -> tuple[LetOutMessage, bytes]:
    """Let a package out on the agency's medium."""
    a_medium(hq)
    return let_out(hq, AS_CUSTODIAN, an_ask(**changes))


def opened(data: bytes, passphrase: str) -> dict[str, bytes]:
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        archive.setpassword(passphrase.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def files_of_hit(hq: Headquarters, hit_id: str) -> dict[str, bytes]:
    """Return what leaves of a hit on a granted request."""
    message, data = given(hq, request=granted(hq), hits=(hit_id,))
    return opened(data, message.passphrase)
