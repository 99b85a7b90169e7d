"""The machines of the demo's month: enrolled as in service, by a one-time code each."""

import secrets
from collections.abc import Iterable

from mdt_alpr.adapters.hq_link.enrolled import certificate_request, private_key
from mdt_alpr.domain.people.known_devices import DeviceKind, code_in
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.people import enrolling
from mdt_alpr.wire.devices import CodeRequest, EnrollRequest


def enroll_cars(hq: Headquarters, devices: Iterable[str], by: str) -> None:
    """Give each car a certificate; the demo's car speaks without it, over the loopback."""
    own_certificate(hq.settings.data, ["127.0.0.1"], hq.clock.now())
    for device in devices:
        with hq.writing() as work:
            asked = CodeRequest(device, DeviceKind.CAR)
            code = code_in(enrolling.offer_code(hq, work, asked, by).code)
        request = certificate_request(private_key(secrets.token_bytes(32), secrets.token_hex(16)))
        enrolling.enroll(hq, EnrollRequest(code.spoken, request, DeviceKind.CAR))
