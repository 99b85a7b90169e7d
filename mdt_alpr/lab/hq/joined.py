"""Hits of a joined agency until dispatch has them; a receiver that was down; who left."""

import json
import os
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from mdt_alpr.acts.dispatch import ASSIGN, SHOW_OPEN_HITS
from mdt_alpr.acts.holds import SHOW_LOG
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.headquarters import Caller
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.directory.leavers import make_token
from mdt_alpr.hq.dispatch.subscriptions import subscribe
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.hotlists.rows import COLUMNS
from mdt_alpr.hq.hotlists.service import serve
from mdt_alpr.hq.people.directory_links import link
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.lab.hq import agency_rig as rig
from mdt_alpr.lab.hq.ingest import PASSWORD, serving, signed_in
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire import addresses
from mdt_alpr.wire.directory import LinkRequest
from mdt_alpr.wire.dispatch import EVENT_TYPE, AssignRequest, OpenHitsMessage, SubscriptionRequest

_SUBJECT = "f3a1-officer"
_MACHINES = {"car-1": DeviceKind.CAR, "car-2": DeviceKind.CAR, "desk-1": DeviceKind.DESK}
_EVENTS = 4
"""Of a hit that another car takes over: raised in both cars, accepted, verified."""
_ANSWER_WITHIN = httpx.Timeout(30.0)
_CAUGHT_UP_WITHIN_S = 400.0
"""A receiver that comes back is asked again after five minutes at the latest."""
_PAUSE = threading.Event()


class _Cad:
    """The reference receiver, and when each event of a hit came."""

    def __init__(self, port: int, secret: str) -> None:
        self._port, self._secret = port, secret
        self.came: dict[tuple[str, str], float] = {}
        self.times = Counter[tuple[str, str]]()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Let it listen."""
        command = [sys.executable, str(resource("dispatch_receiver.py")), str(self._port)]
        given = {**os.environ, "MDT_ALPR_SECRET": self._secret}
        with subprocess.Popen(command, env=given, stdout=subprocess.PIPE) as process:  # noqa: S603
            thread = threading.Thread(target=self._note, args=(process,))
            thread.start()
            try:
                yield
            finally:
                process.terminate()
                thread.join()

    def _note(self, process: "subprocess.Popen[bytes]") -> None:
        for line in process.stdout or ():
            told = json.loads(line)
            event = told["subject"], told["type"].removeprefix(EVENT_TYPE)
            self.came.setdefault(event, time.monotonic())
            self.times[event] += 1

    def waits_for(self, events: int) -> None:
        """Wait until so many events came, or for long enough."""
        ends = time.monotonic() + _CAUGHT_UP_WITHIN_S
        while len(self.came) < events and time.monotonic() < ends:
            _PAUSE.wait(0.05)


def figures(hits: int, down_s: float) -> dict[str, Any]:
    """Return how many events were lost or doubled, and how soon dispatch had a hit.

    Raises:
        OutsideError: headquarters did not start, or did not take what was sent.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        issuer, trust = stack.enter_context(rig.directory(folder / "directory"))
        names = folder / "hq", ["127.0.0.1"]
        certificate, key = own_certificate(*names, SystemClock().now())
        settings = HqSettings(
            folder / "hq",
            f"sqlite:///{folder / 'joined.db'}",
            certificate=certificate,
            private_key=key,
            devices_demanded=True,
            directory=issuer,
            directory_client="mdt-alpr",
            directory_trust=trust,
            directory_secret="a secret of two",  # noqa: S106 - of nobody
        )
        signed_in(settings, ())
        port = free_port()
        joints = _joints(settings, port, 2 * hits)
        cad = _Cad(port, joints.secret)
        served, _ = stack.enter_context(serving(settings, 0))
        agency = _Agency(f"https://127.0.0.1:{served}", joints)
        stack.callback(agency.close)
        with cad.listening():
            sent = [agency.passes(number) for number in range(hits)]
            cad.waits_for(hits * _EVENTS)
        soon = sorted(
            cad.came[hit, "raised"] - at for hit, at in sent if (hit, "raised") in cad.came
        )
        sent += [agency.passes(number) for number in range(hits, 2 * hits)]
        _PAUSE.wait(down_s)
        with cad.listening():
            cad.waits_for(len(sent) * _EVENTS)
        left = agency.leaves(certificate.parent / "authority.pem", trust)
    told = Counter(event for _, event in cad.came)
    return {
        "events": len(sent) * _EVENTS,
        "lost": len(sent) * _EVENTS - len(cad.came),
        "doubled": sum(times - 1 for times in cad.times.values()),
        "hit_to_cad_p95_s": round(soon[round((len(soon) - 1) * 0.95)], 2) if soon else None,
        "accepted": told["accepted"],
        "verified": told["verified"],
        "receiver_down_s": down_s,
        **left,
    }


@dataclass(frozen=True, slots=True)
class _Joints:
    """Secrets of the receiver and the directory, a code for each machine, and what is listed."""

    secret: str
    token: str
    codes: dict[str, str]
    entries: tuple[str, ...]


def _joints(settings: HqSettings, port: int, plates: int) -> _Joints:
    """Have the receiver told of every hit, link the officer, and list the plates."""
    hq = open_headquarters(settings, SystemClock(), os.urandom)
    try:
        caller = Caller(ADMINISTRATOR, ADMINISTRATOR, Role.ADMINISTRATOR, "bench", "bench")
        asked = SubscriptionRequest("CAD", f"http://127.0.0.1:{port}")
        reason = "for the bench of the joints"
        link(hq, OFFICER, LinkRequest(_SUBJECT, reason), ADMINISTRATOR)
        token = make_token(hq, reason, ADMINISTRATOR).token
        secret = subscribe(hq, caller, asked, CUSTODIAN).secret
        codes = {device: rig.code_for(hq, device, kind) for device, kind in _MACHINES.items()}
        numbers = {rig.plate_read(n, hq.clock.now(), "").text: n for n in range(plates)}
        lines = (f"NC,V,V{n},,,{text},NC,,,,,,,,\n" for text, n in numbers.items())
        file = settings.data / "listed.csv"
        file.write_text(",".join(COLUMNS) + "\n" + "".join(lines), encoding="utf-8")
        import_csv(hq, file, CUSTODIAN)
        with hq.writing() as work:
            listed = serve(work, caller)
        entries = {numbers[e.text]: e.entry_id for e in listed.entries} if listed else {}
        return _Joints(secret, token, codes, tuple(entries[n] for n in range(plates)))
    finally:
        hq.close()


class _Agency:
    """Two cars and a desk; a hit of the first is sent to the second, whose officer verifies it."""

    def __init__(self, url: str, joints: _Joints) -> None:
        self._url, self._joints = url, joints
        known = {d: rig.machine(url, joints.codes[d], kind) for d, kind in _MACHINES.items()}
        self._first = rig.RigCar(known["car-1"], "Unit 12", OFFICER)
        self._second = rig.RigCar(known["car-2"], "Unit 7", SECOND_OFFICER)
        self._known, self._desk = known["desk-1"], rig.desk_of(known["desk-1"])
        self._dispatcher = self._desk.sign_in(SUPERVISOR, PASSWORD)

    def passes(self, number: int) -> tuple[str, float]:
        """Raise a hit, assign it at the desk, verify it in the other car.

        Returns it, and when its sending began.
        """
        began = time.monotonic()
        hit_id = self._first.raises(number, self._joints.entries[number])
        open_hits = self._desk.ask(self._dispatcher, OpenHitsMessage, SHOW_OPEN_HITS.path())
        seen = ASSIGN.seen_in(open_hits, hit_id=hit_id)
        path = ASSIGN.path(seen=seen, hit_id=hit_id)
        self._desk.ask(self._dispatcher, OpenHitsMessage, path, AssignRequest("Unit 7"))
        (relay,) = self._second.relays()
        self._second.verifies(relay)
        return hit_id, began

    def leaves(self, trusted: Path, directory_trust: Path) -> dict[str, float]:
        """Let the officer leave the directory; return how many sessions ended, and how soon.

        Raises:
            OutsideError: a session ended before.
        """
        browser = rig.signing_in(directory_trust, _SUBJECT)
        tokens = rig.sessions_by_directory(self._known, browser)
        with ExitStack() as stack:
            asking = [
                (stack.enter_context(known.client(_ANSWER_WITHIN)), address, token)
                for known, address, token in (
                    (self._first.known, addresses.UNITS, self._first.session.token),
                    *((self._known, SHOW_LOG.address, token) for token in tokens),
                )
            ]

            def signed_out() -> int:
                return sum(
                    client.get(at, headers={"Authorization": f"Bearer {token}"}).status_code
                    == HTTPStatus.UNAUTHORIZED
                    for client, at, token in asking
                )

            if signed_out():
                raise OutsideError("A session ended before the officer left.")
            began = time.monotonic()
            httpx.patch(
                f"{self._url}/scim/v2/Users/{OFFICER}",
                json={"Operations": [{"op": "replace", "path": "active", "value": False}]},
                headers={
                    "Authorization": f"Bearer {self._joints.token}",
                    "Content-Type": "application/scim+json",
                },
                verify=ssl.create_default_context(cafile=trusted),
            ).raise_for_status()
            ended = signed_out()
        took_s = round(time.monotonic() - began, 2)
        return {
            "left_sessions": len(asking), "left_signed_out": ended, "left_signed_out_s": took_s,
        }  # fmt: skip

    def close(self) -> None:
        """Close every connection."""
        self._first.close()
        self._second.close()
        self._desk.close()
