"""A car's status question over real HTTP, through headquarters to the agency's gateway."""

import os
from pathlib import Path

import pytest

from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.hq_link.no_link import NoLink
from mdt_alpr.domain.errors import LinkLostError
from mdt_alpr.domain.hit import gateway
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.status_query import GatewayResult, QueryStatus, StatusAnswer
from mdt_alpr.domain.hit.verification import enter, open_hit
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem, ReceiptOutcome
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.people.sample_agency import OFFICER, sample_agency
from mdt_alpr.patrol.outgoing import hit_message
from mdt_alpr.wire.codec import encode
from tests.builders import NOW, SetClock, a_hit, an_entry
from tests.hq.gateway_double import GatewayDouble, a_gateway, answer_to
from tests.hq.senders import DEVICE, PASSWORDS

CHEAP = PasswordCost(time=1, memory=8, lanes=1)


def asked() -> Hit:
    record = an_entry("EXN2894", "NE", nic="V220914871", ori="NE0600100")
    hit = enter(open_hit(a_hit(None, record), NOW), "EXN2894", "NE", NOW, picture_s=2)
    return gateway.ask(hit, new_id(NOW, os.urandom(10)), NOW)


def answer(folder: Path, double: GatewayDouble | None) -> tuple[Hit, StatusAnswer]:
    address = double.url if double else ""
    settings = HqSettings(folder, password_cost=CHEAP, status_gateway=address)
    hit = asked()
    with InProcessHq(settings, SetClock(), os.urandom) as headquarters:
        sample_agency(headquarters.hq, PASSWORDS, NOW.date())
        link = HttpLink(open_client(headquarters.base_url), SetClock(), DEVICE)
        session = link.sign_in(OFFICER, PASSWORDS[OFFICER])
        reported = encode(hit_message(hit, "Unit 12", OFFICER))
        item = OutboxItem(new_id(NOW, os.urandom(10)), 1, ItemKind.HIT, NOW, reported)
        assert [r.outcome for r in link.send(session, [item])] == [ReceiptOutcome.ACCEPTED]
        found = link.ask_status(session, hit.hit_id, hit.asked[-1].query)
        link.close()
    return hit, found


def test_the_gateway_is_asked_by_ncics_codes_and_its_answer_counts(tmp_path: Path) -> None:
    with a_gateway() as double:
        hit, found = answer(tmp_path, double)
    (request,) = double.asked
    assert (request.LIS, request.state_name) == ("NB", "Nebraska")
    assert (request.operator, request.device) == (OFFICER, DEVICE)
    after = gateway.apply_answer(hit, found, NOW)
    assert after.asked[-1].status is QueryStatus.ANSWERED
    assert after.replies[-1].responder == "SWITCH1"


def test_an_answer_about_arkansas_does_not_count(tmp_path: Path) -> None:
    with a_gateway() as double:
        double.answer = lambda r: (200, encode(answer_to(r, LIS="AR", result="cleared")).encode())
        hit, found = answer(tmp_path, double)
    after = gateway.apply_answer(hit, found, NOW)
    assert after.asked[-1].status is QueryStatus.OTHER_QUESTION
    assert (after.replies, after.contrary) == ((), ())


def test_an_answer_to_another_question_does_not_count(tmp_path: Path) -> None:
    with a_gateway() as double:
        double.answer = lambda r: (200, encode(answer_to(r, query_id="other")).encode())
        hit, found = answer(tmp_path, double)
    assert gateway.apply_answer(hit, found, NOW).asked[-1].status is QueryStatus.OTHER_QUESTION


def test_without_a_gateway_the_reason_reaches_the_car(tmp_path: Path) -> None:
    hit, found = answer(tmp_path, None)
    assert found.result is GatewayResult.UNAVAILABLE
    assert "no status gateway" in gateway.apply_answer(hit, found, NOW).asked[-1].why


def test_a_car_without_headquarters_reaches_nobody() -> None:
    hit = asked()
    with pytest.raises(LinkLostError):
        NoLink().ask_status(None, hit.hit_id, hit.asked[-1].query)  # type: ignore[arg-type]
