"""Hits of cars until dispatch's receiver has them: while it listens, and after it was down."""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.headquarters import Caller
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.directory.leavers import make_token
from mdt_alpr.hq.dispatch.subscriptions import subscribe
from mdt_alpr.hq.people.directory_links import link
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.lab.hq.ingest import a_read, serving, sessions_of, signed_in
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.directory import LinkRequest
from mdt_alpr.wire.dispatch import SubscriptionRequest
from mdt_alpr.wire.messages import VERSION, BatchMessage, HitMessage, ItemMessage, RecordMessage

_CARS = ("car-1", "car-2")
_CAUGHT_UP_WITHIN_S = 400.0
"""A receiver that comes back is asked again after five minutes at the latest."""
_PAUSE = threading.Event()


class _Cad:
    """The reference receiver, and when each event came."""

    def __init__(self, port: int, secret: str) -> None:
        self._port, self._secret = port, secret
        self.came: dict[str, float] = {}
        self.times = Counter[str]()

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
            subject = json.loads(line)["subject"]
            self.came.setdefault(subject, time.monotonic())
            self.times[subject] += 1


def figures(hits: int, down_s: float) -> dict[str, Any]:
    """Return how many events were lost or doubled, and how soon dispatch had a hit.

    Raises:
        OutsideError: headquarters did not start, or did not take what was sent.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = HqSettings(
            Path(folder) / "hq",
            f"sqlite:///{Path(folder) / 'joined.db'}",
            directory="https://login.example.gov",
            directory_client="mdt-alpr",
        )
        signed_in(settings, ())
        port = free_port()
        secret, token, sessions = _joints(settings, port)
        cad = _Cad(port, secret)
        sent: dict[str, float] = {}
        with serving(settings, 0) as (served, _):
            cars = [(served, device, sessions[device]) for device in _CARS]
            with cad.listening():
                for number in range(hits):
                    sent |= _raise(cars[number % len(cars)])
                _wait(cad, sent)
            soon = sorted(cad.came[hit] - at for hit, at in sent.items() if hit in cad.came)
            down = [_raise(cars[number % len(cars)]) for number in range(hits)]
            _PAUSE.wait(down_s)
            sent |= {hit: at for one in down for hit, at in one.items()}
            with cad.listening():
                _wait(cad, sent)
            left = _leave(served, token, [headers for _, _, headers in cars])
    return {
        "events": len(sent),
        "lost": len(sent.keys() - cad.came.keys()),
        "doubled": sum(times - 1 for times in cad.times.values()),
        "hit_to_cad_p95_s": round(soon[round((len(soon) - 1) * 0.95)], 2) if soon else None,
        "receiver_down_s": down_s,
        **left,
    }


def _joints(settings: HqSettings, port: int) -> tuple[str, str, dict[str, dict[str, str]]]:
    """Have the receiver told of every hit; link the officer, who signs in at two cars.

    Returns the secret of the receiver, the token of the directory, and a header a car.
    """
    hq = open_headquarters(settings, SystemClock(), os.urandom)
    try:
        caller = Caller(ADMINISTRATOR, ADMINISTRATOR, Role.ADMINISTRATOR, "bench", "bench")
        asked = SubscriptionRequest("CAD", f"http://127.0.0.1:{port}")
        reason = "for the bench of the joints"
        link(hq, OFFICER, LinkRequest("subject", reason), ADMINISTRATOR)
        token = make_token(hq, reason, ADMINISTRATOR).token
        secret = subscribe(hq, caller, asked, CUSTODIAN).secret
        return secret, token, sessions_of(hq, _CARS)
    finally:
        hq.close()


def _leave(port: int, token: str, sessions: list[dict[str, str]]) -> dict[str, float]:
    """Let the officer leave the directory; return how many sessions ended, and how soon."""
    base = f"http://127.0.0.1:{port}"
    if any(
        httpx.get(f"{base}{addresses.UNITS}", headers=headers).is_error for headers in sessions
    ):
        raise OutsideError("A session ended before the officer left.")
    began = time.monotonic()
    httpx.patch(
        f"{base}/scim/v2/Users/{OFFICER}",
        json={"Operations": [{"op": "replace", "path": "active", "value": False}]},
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"},
    ).raise_for_status()
    answers = [httpx.get(f"{base}{addresses.UNITS}", headers=headers) for headers in sessions]
    return {
        "left_sessions": len(sessions),
        "left_signed_out": sum(
            answer.status_code == HTTPStatus.UNAUTHORIZED for answer in answers
        ),
        "left_signed_out_s": round(time.monotonic() - began, 2),
    }


def _raise(car: tuple[int, str, dict[str, str]]) -> dict[str, float]:
    """Let a car send a hit over HTTP; return its id and when that began."""
    port, device, headers = car
    now = SystemClock().now()
    at = now - timedelta(seconds=1)
    read = a_read(random.Random(os.urandom(8)), at)  # noqa: S311 - made-up plates
    record = RecordMessage(
        entry_id="e1", list_name="NC", category="V", text=read.text, state="NC", nic="V1",
        ori="NC0130200", match_class="exact", position=None,
    )  # fmt: skip
    hit_id = new_id(at, os.urandom(10))
    hit = HitMessage(hit_id, read.read_id, read.unit, OFFICER, at, at, 1, at, None, (record,))
    items = tuple(
        ItemMessage(new_id(at, os.urandom(10)), place, kind.value, at, encode(body))
        for place, (kind, body) in enumerate(((ItemKind.READ, read), (ItemKind.HIT, hit)))
    )
    began = time.monotonic()
    answer = httpx.post(
        f"http://127.0.0.1:{port}{addresses.ITEMS}",
        content=encode(BatchMessage(VERSION, device, now, items)),
        headers={"Content-Type": "application/json", **headers},
    )
    if answer.is_error:
        raise OutsideError(f"Headquarters did not take a hit: {answer.text[:200]}")
    return {hit_id: began}


def _wait(cad: _Cad, sent: dict[str, float]) -> None:
    """Wait until every event came, or for long enough."""
    ends = time.monotonic() + _CAUGHT_UP_WITHIN_S
    while sent.keys() - cad.came.keys() and time.monotonic() < ends:
        _PAUSE.wait(0.05)
