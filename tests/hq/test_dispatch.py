"""Dispatch is told of hits by signed letters: by whom, what of, and until they are received."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select, true, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.dispatch import TRIES
from mdt_alpr.domain.search.question import Area
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.dispatch_tables import LETTERS, SUBSCRIPTIONS
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.dispatch.letters import LetterRounds, _due, letters, send_again, signature
from mdt_alpr.hq.dispatch.letters import waiting as letters_waiting
from mdt_alpr.hq.dispatch.subscriptions import end, listed, subscribe
from mdt_alpr.hq.hits import unit_calls
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.hq.search.store import put_place
from mdt_alpr.hq.serving.openapi import document
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.dispatch import SIGNATURE, CloudEvent, SubscriptionRequest
from mdt_alpr.wire.messages import HitMessage
from tests.builders import SetClock
from tests.hq.holding import caller
from tests.hq.senders import (
    a_batch,
    a_disposition,
    a_hit_message,
    a_read_message,
    a_record,
    an_answer,
    an_item,
    outcomes,
)
from tests.serving import QuietHandler, serving

DATABASES = ["sqlite", "postgresql"]
RECEIVER = Path(__file__).parents[2] / "resources" / "dispatch_receiver.py"
PLATE = "EXN2894"


@pytest.fixture
def clock() -> SetClock:
    """Return this machine's time: the receiver of a vendor has no other."""
    return SetClock(SystemClock().now().replace(microsecond=0))


class Receiver:
    """The reference receiver as a vendor starts it, on a port that stays its own."""

    def __init__(self) -> None:
        with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as free:
            self.port = free.server_port
        self.address = f"http://127.0.0.1:{self.port}/alpr"

    @contextmanager
    def listening(self, secret: str) -> Iterator["subprocess.Popen[str]"]:
        """Let it listen."""
        command = [sys.executable, str(RECEIVER), str(self.port)]
        given = {**os.environ, "MDT_ALPR_SECRET": secret}
        process = subprocess.Popen(
            command, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        try:
            assert process.stderr is not None
            process.stderr.readline()
            yield process
        finally:
            process.terminate()
            process.communicate()


def told(process: "subprocess.Popen[str]", number: int) -> list[dict[str, object]]:
    """Return so many events that it printed, and that it printed no more."""
    assert process.stdout is not None
    events = [json.loads(process.stdout.readline()) for _ in range(number)]
    process.terminate()
    assert process.stdout.read() == ""
    return events


def have_told(hq: Headquarters, address: str, **asked: object) -> str:
    """Have a receiver told of hits; return its secret."""
    request = replace(SubscriptionRequest("CAD", address), **asked)  # type: ignore[arg-type]
    return subscribe(hq, caller(ADMINISTRATOR), request, CUSTODIAN).secret


def raise_hit(hq: Headquarters, category: str = "V", unit: str = "Unit 12") -> HitMessage:
    """Let a car read a plate, raise its hit, verify and end it."""
    at = hq.clock.now() - timedelta(seconds=70)
    read = a_read_message(PLATE, captured_at=at, unit=unit)
    hit = a_hit_message(read, records=(a_record(PLATE, category=category),))
    matched = ("outcome", "matched"), ("text", PLATE), ("state", "NC")
    steps = an_answer(hit), an_answer(hit, facts=matched), a_disposition(hit, "vehicle_mismatch")
    items = [an_item(body, made_at=at) for body in (read, hit, *steps)]
    with hq.writing() as work:
        receipts = accept(work, caller(OFFICER), replace(a_batch(*items), sent_at=work.now), 500)
    assert outcomes(receipts) == ["accepted"] * len(items)
    return hit


def waiting(hq: Headquarters, *receivers: int) -> int:
    """Return how many letters wait for a receipt, of all receivers or of these."""
    of_them = LETTERS.c.subscription.in_(receivers) if receivers else true()
    with hq.reading() as work:
        return (
            work.connection.scalar(select(func.count()).select_from(LETTERS).where(of_them)) or 0
        )


def send_due(hq: Headquarters) -> None:
    """Let every receiver have a whole round."""
    dispatch = LetterRounds(hq)
    dispatch.go_on()
    for thread in threading.enumerate():
        if thread.name.startswith("receiver "):
            thread.join()
    dispatch.end()


@pytest.mark.logs_warnings
def test_who_writes_in_the_database_alone_has_nobody_told_anything(
    hq: Headquarters, caplog: pytest.LogCaptureFixture
) -> None:
    asked = SubscriptionRequest("CAD", "https://cad.example.gov/alpr")
    subscribe(hq, caller(ADMINISTRATOR), asked, CUSTODIAN)
    elsewhere = replace(asked, address="https://elsewhere.example", with_plates=True)
    with hq.database.writing() as connection:
        connection.execute(update(SUBSCRIPTIONS).values(asked=encode(elsewhere)))
    raise_hit(hq)
    assert waiting(hq) == 0
    assert "receiver 1 is not as two people made it" in caplog.text
    end(hq, caller(ADMINISTRATOR), 1)
    with hq.database.writing() as connection:
        connection.execute(update(SUBSCRIPTIONS).values(asked=encode(asked), ended_at=None))
    raise_hit(hq)
    assert waiting(hq) == 0


def test_a_hit_is_told_once_and_signed_and_its_plate_only_once_verified(hq: Headquarters) -> None:
    receiver = Receiver()
    secret = have_told(hq, receiver.address, with_plates=True)
    hit = raise_hit(hq)
    with receiver.listening(secret) as process:
        send_due(hq)
        send_due(hq)
        events = told(process, 3)
    assert [event["type"] for event in events] == [
        "mdt-alpr.hit.raised", "mdt-alpr.hit.verified", "mdt-alpr.hit.ended"
    ]  # fmt: skip
    data = [event["data"] for event in events]
    assert [(one["text"], one["disposition"]) for one in data] == [  # type: ignore[index]
        ("", ""), (PLATE, ""), ("", "vehicle_mismatch")
    ]  # fmt: skip
    assert {(e["specversion"], e["subject"], e["source"]) for e in events} == {
        ("1.0", hit.hit_id, "urn:mdt-alpr:headquarters")
    }
    assert waiting(hq) == 0
    with hq.reading() as work:
        sent = OWN_AUDIT.c.event == AuditEvent.HQ_DISPATCH_SENT
        subjects = work.connection.scalars(select(OWN_AUDIT.c.subject).where(sent))
        assert list(subjects) == [hit.hit_id] * 3


def test_nothing_is_lost_or_doubled_while_a_receiver_is_down(
    hq: Headquarters, clock: SetClock
) -> None:
    receiver = Receiver()
    secret = have_told(hq, receiver.address)
    raise_hit(hq)
    for _ in range(60):
        send_due(hq)
        clock.pass_by(minutes=1)
    with hq.writing() as work:
        shown = letters(work, caller(CUSTODIAN))
    assert (shown.number, {one.failure for one in shown.letters}) == (
        3, {"The receiver cannot be reached."}
    )  # fmt: skip
    clock.at = SystemClock().now()
    send_again(hq, caller(CUSTODIAN), shown.letters[0].number)
    with receiver.listening(secret) as process:
        send_due(hq)
        send_due(hq)
        assert len({event["id"] for event in told(process, 3)}) == 3
    assert waiting(hq) == 0


def test_a_letter_that_fails_for_two_hours_waits_for_a_person(
    hq: Headquarters, clock: SetClock
) -> None:
    have_told(hq, Receiver().address)
    raise_hit(hq)
    for _ in range(TRIES * 3):
        send_due(hq)
        clock.pass_by(hours=1)
    with hq.writing() as work:
        dead = letters(work, caller(CUSTODIAN)).letters
        assert listed(work, caller(ADMINISTRATOR)).subscriptions[0].dead == 3
        (waits,) = letters_waiting(work, caller(SUPERVISOR))
    assert (waits.name, waits.key) == ("Receiver CAD", str(dead[0].number))
    assert waits.words.startswith(f"Letters tried {TRIES} times in vain: 3.")
    assert {(one.tries, one.due_at) for one in dead} == {(TRIES, None)}
    send_again(hq, caller(CUSTODIAN), dead[0].number)
    send_due(hq)
    with hq.writing() as work:
        assert letters(work, caller(CUSTODIAN)).letters[0].tries == TRIES
    end(hq, caller(ADMINISTRATOR), 1)
    assert waiting(hq) == 0
    with pytest.raises(RefusedError):
        end(hq, caller(ADMINISTRATOR), 1)


def bodies(hq: Headquarters) -> list[str]:
    """Return what the receivers would be sent."""
    with hq.reading() as work:
        receivers = work.connection.scalars(select(SUBSCRIPTIONS.c.number))
        return [letter.body for number in receivers for letter in _due(work, number)]


def test_no_plate_goes_to_who_may_have_none_nor_of_a_restricted_file(hq: Headquarters) -> None:
    address = Receiver().address
    have_told(hq, address)
    raise_hit(hq)
    told_first = decode(CloudEvent, bodies(hq)[0])
    kind = told_first.specversion, told_first.datacontenttype, told_first.data.category_name
    assert kind == ("1.0", "application/json", "Stolen vehicle")
    assert len(bodies(hq)) == 3
    assert PLATE not in "".join(bodies(hq))
    raise_hit(hq, category="T")
    assert len(bodies(hq)) == 3, "a restricted file is not among all"
    have_told(hq, address, categories=("T",), with_plates=True)
    raise_hit(hq, category="T")
    assert len(bodies(hq)) == 6
    assert PLATE not in "".join(bodies(hq))


def test_a_subscription_is_of_categories_units_and_an_area(hq: Headquarters) -> None:
    with hq.writing() as work:
        put_place(work.connection, Area(35.4, -80.6, 1.0, "Downtown"), work.now, ADMINISTRATOR)
        record(work, AuditEvent.HQ_PLACE_NAMED, "Downtown", ADMINISTRATOR)
    address = Receiver().address
    have_told(hq, address, categories=("F",))
    have_told(hq, address, units=("Unit 7",))
    have_told(hq, address, area="Downtown")
    raise_hit(hq)
    assert bodies(hq) == [], "nobody knows where it was"
    raise_hit(hq, category="F")
    assert len(bodies(hq)) == 3
    raise_hit(hq, unit="Unit 7")
    assert len(bodies(hq)) == 6


def test_a_redirect_is_not_followed(hq: Headquarters) -> None:
    asked = list[str]()

    class Elsewhere(QuietHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_response(307)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

    with serving(HTTPServer(("127.0.0.1", 0), Elsewhere)) as port:
        have_told(hq, f"http://127.0.0.1:{port}/alpr")
        raise_hit(hq)
        send_due(hq)
    assert asked == ["/alpr"], "and a receiver that fails is asked no more this time"
    with hq.writing() as work:
        assert "status 307" in letters(work, caller(CUSTODIAN)).letters[0].failure


@pytest.mark.parametrize("address", ["http://cad.example.gov/alpr", "ftp://127.0.0.1", "cad"])
def test_only_an_encrypted_address_or_this_machine_is_told(hq: Headquarters, address: str) -> None:
    with pytest.raises(RefusedError) as refused:
        have_told(hq, address)
    assert "https://" in refused.value.detail


def test_the_secret_lies_sealed(hq: Headquarters) -> None:
    secret = bytes.fromhex(have_told(hq, Receiver().address))
    with hq.reading() as work:
        kept = work.connection.scalar(select(SUBSCRIPTIONS.c.secret))
    assert kept is not None
    assert secret not in kept


def test_a_hit_that_is_not_kept_is_not_told(hq: Headquarters) -> None:
    have_told(hq, Receiver().address)
    read = a_read_message(PLATE, captured_at=hq.clock.now())
    items = an_item(read), an_item(a_hit_message(read))

    def failing() -> None:
        with hq.writing() as work:
            accept(work, caller(OFFICER), replace(a_batch(*items), sent_at=work.now), 500)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert waiting(hq) == 0


def test_the_reference_receiver_refuses_what_is_forged_changed_or_old() -> None:
    receiver, secret, body = Receiver(), b"s" * 32, '{"id": "1"}'
    now = int(time.time())
    good, old = (f"t={at},v1={signature(secret, at, body)}" for at in (now, now - 301))
    with receiver.listening(secret.hex()) as process:

        def answer(header: str, content: str = body) -> str:
            sent = {SIGNATURE: header}
            return httpx.post(receiver.address, content=content, headers=sent).reason_phrase

        why = "Not signed by headquarters within 300 s"
        assert {answer(header) for header in ("", old, f"t={now},v1=00")} == {why}
        assert answer(good, body + " ") == why
        assert [answer(good), answer(good)] == ["OK", "OK"]
        assert told(process, 1) == [{"id": "1"}], "one that comes twice counts once"


def test_the_vendors_program_tells_headquarters_of_a_call(hq: Headquarters) -> None:
    secret = have_told(hq, Receiver().address, sends_calls=True)
    came = list[tuple[str, bytes]]()

    class Server(QuietHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            came.append((self.headers[SIGNATURE], self.rfile.read(size)))
            self.send_response(204)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/"
        said = "assigned", "Unit 7", "CALL-1", "2026-0123", "Larceny"
        command = [sys.executable, str(RECEIVER), "--call", address, *said]
        subprocess.run(command, env={**os.environ, "MDT_ALPR_SECRET": secret}, check=True)
        thread.join()
    ((signed, body),) = came
    unit_calls.receive(hq, 1, signed, body)
    with hq.reading() as work:
        (call,) = unit_calls._calls(work, "unit 7")
    assert (call.case_number, call.call_type) == ("2026-0123", "Larceny")


def test_the_contract_is_in_the_published_description() -> None:
    described = document(EVERY_ADDRESS)
    hook = described["webhooks"]["hit"]["post"]
    assert hook["parameters"][0]["name"] == SIGNATURE
    schema = hook["requestBody"]["content"]["application/cloudevents+json"]["schema"]
    assert schema["$ref"].rpartition("/")[2] in described["components"]["schemas"]
