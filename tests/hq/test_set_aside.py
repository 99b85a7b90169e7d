"""What does not fit its session is set aside, and who decides on it: V1, over real HTTP."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.acts.intake import DECIDE
from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.domain.retention.evidence import key_claim
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.hq.evidence.service import accept_key
from mdt_alpr.hq.keeping.purge import left_over, purge
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.evidence import DeviceKeyMessage
from mdt_alpr.wire.manual import DecisionMessage, EntryStep, PastReadsRequest
from mdt_alpr.wire.messages import BatchMessage, ItemMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import AsidesMessage
from tests.builders import NOW, SetClock
from tests.hq.manual import WHY, a_step, added, an_own_entry, audited, post
from tests.hq.reviewers import at_desk
from tests.hq.senders import (
    EARLIER,
    a_batch,
    a_car,
    a_chain,
    a_disposition,
    a_hit_message,
    a_read_message,
    an_id,
    an_item,
)
from tests.hq.two_cars import (
    EVIL_CAR,
    FALSE_KEY,
    PURPOSE,
    VICTIM_CAR,
    a_question,
    cleared,
    notices,
    of_victim,
    reasons,
    send,
    signed_in,
    waiting,
)

DATABASES = ["sqlite"]


def key_item(signer: Ed25519Signer, device: str) -> ItemMessage:
    key = signer.public_key
    proof = signer.sign(key_claim(device, key)).hex()
    message = DeviceKeyMessage(device, key, EARLIER, proof)
    return ItemMessage(an_id(), 1, ItemKind.DEVICE_KEY.value, EARLIER, encode(message))


@pytest.mark.proved("V1j")
@pytest.mark.attack("V1j")
@pytest.mark.proved("V1k")
@pytest.mark.attack("V1k")
def test_an_administrator_accepts_the_key_that_is_named_and_not_the_last_to_come(
    server: InProcessHq,
) -> None:
    """A false key came first, and another one last; the real computer shows its own."""
    real, last = Ed25519Signer(b"r" * 32), Ed25519Signer(b"l" * 32)
    with a_car(server.base_url, OFFICER, "car-8") as false:
        send(false, "car-8", key_item(FALSE_KEY, "car-8"))
    for signer in (real, last):
        refused = signed_in(server, SECOND_OFFICER, "car-8", signer=signer)
        assert refused.json()["number"] == 209
    for named in (real.public_key[:15], "", "zz" * 8):
        with pytest.raises(RefusedError):
            accept_key(server.hq, "car-8", named, ADMINISTRATOR)
    assert accept_key(server.hq, "car-8", real.public_key[:16], ADMINISTRATOR) == real.public_key
    assert signed_in(server, SECOND_OFFICER, "car-8", signer=real).status_code == 201
    assert signed_in(server, SECOND_OFFICER, "car-8", signer=last).status_code == 403


@pytest.mark.proved("V1l")
@pytest.mark.attack("V1l")
def test_a_false_entry_does_not_break_a_cars_chain_for_good(server: InProcessHq) -> None:
    with (
        a_car(server.base_url, SECOND_OFFICER, VICTIM_CAR) as victim,
        a_car(server.base_url, OFFICER, VICTIM_CAR) as false,
    ):
        send(victim, VICTIM_CAR, *map(an_item, a_chain(4, VICTIM_CAR)))
        send(false, VICTIM_CAR, an_item(a_chain(1, VICTIM_CAR, "false")[0]))
        send(victim, VICTIM_CAR, *map(an_item, a_chain(5, VICTIM_CAR)[4:]))
    assert reasons(server) == [AsideReason.PLACE_TAKEN]
    assert audited(server, "chain_broken") == []


@pytest.mark.proved("V1m")
@pytest.mark.attack("V1m")
def test_a_supervisor_approves_no_own_request_under_another_name(server: InProcessHq) -> None:
    entry = an_own_entry(by=SECOND_OFFICER)
    asked = a_step(entry, EntryStep.MORE_TIME_ASKED, why=WHY)
    with a_car(server.base_url, SUPERVISOR, EVIL_CAR) as car, at_desk(server, SUPERVISOR) as desk:
        send(car, EVIL_CAR, added(entry), asked)
        path = f"{entry.entry_id}/decision"
        decision = DecisionMessage(approved=True, why="fine")
        assert post(desk, path, decision) == (404, 531)
    assert reasons(server) == [AsideReason.PERSON] * 2


@pytest.mark.proved("V1n")
@pytest.mark.attack("V1n")
@pytest.mark.parametrize("path", ["/v1/hotlist", "/v1/hotlist/changes", "/v1/units"])
@pytest.mark.parametrize("person", [OFFICER, SUPERVISOR, CUSTODIAN])
def test_no_desk_session_gets_what_is_for_cars(
    server: InProcessHq, path: str, person: str
) -> None:
    with at_desk(server, person) as desk:
        assert desk.http.get(path).status_code == 403


@pytest.mark.proved("V1o")
@pytest.mark.attack("V1o")
def test_a_status_question_needs_a_hit_of_this_very_device(server: InProcessHq) -> None:
    hit = of_victim(a_hit_message())
    with (
        a_car(server.base_url, SECOND_OFFICER, VICTIM_CAR) as victim,
        a_car(server.base_url, OFFICER, EVIL_CAR) as evil,
    ):
        send(victim, VICTIM_CAR, an_item(hit))
        for hit_id in (an_id(), hit.hit_id):
            answer = evil.http.post("/v1/status", content=encode(a_question(hit_id)))
            assert answer.json()["number"] == 501
        own = victim.http.post("/v1/status", content=encode(a_question(hit.hit_id)))
        assert own.status_code == 200
    assert len(audited(server, "status:asked")) == 1


@pytest.mark.proved("V1p")
@pytest.mark.attack("V1p")
def test_an_entry_removed_soon_after_a_view_of_past_reads_is_flagged(server: InProcessHq) -> None:
    entry = an_own_entry()
    with a_car(server.base_url) as car:
        car.send(added(entry))
        asked = PastReadsRequest(PURPOSE, "26-118204")
        assert post(car, f"{entry.entry_id}/past-reads", asked)[0] == 200
        car.send(a_step(entry, EntryStep.REMOVED, at=NOW))
        assert post(car, f"{entry.entry_id}/past-reads", asked)[0] == 404
    (flag,) = waiting(server)
    assert (flag.reason, flag.subject) == (AsideReason.REMOVED_SOON, entry.entry_id)
    assert flag.person_id == OFFICER


@pytest.mark.proved("V1p")
@pytest.mark.attack("V1p")
@pytest.mark.parametrize("case", ["abcde", "12345", "", "case"])
def test_past_reads_need_a_case_that_names_one(server: InProcessHq, case: str) -> None:
    entry = an_own_entry()
    with a_car(server.base_url) as car:
        car.send(added(entry))
        asked = PastReadsRequest(PURPOSE, case)
        assert post(car, f"{entry.entry_id}/past-reads", asked) == (422, 524)


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_a_simulated_reply_counts_at_no_live_headquarters(server: InProcessHq) -> None:
    hit = a_hit_message()
    with a_car(server.base_url) as car, a_car(server.base_url, SECOND_OFFICER, "car-2") as other:
        car.send(an_item(hit))
        send(other, "car-2", an_item(of_victim(a_hit_message())))
        car.send(cleared(hit, simulated="true"))
        assert notices(other).notices == ()
    assert reasons(server) == [AsideReason.SIMULATED]


def test_an_administrator_applies_or_leaves_what_was_set_aside(server: InProcessHq) -> None:
    kept, left = of_victim(a_read_message()), of_victim(a_read_message("KDR1180"))
    with a_car(server.base_url, OFFICER, EVIL_CAR) as car:
        send(car, EVIL_CAR, an_item(kept), an_item(left))
    with at_desk(server, ADMINISTRATOR) as desk, at_desk(server, CUSTODIAN) as custodian:
        shown = desk.ask(AsidesMessage, "set-aside")
        first, second = shown.items
        yes = DecisionMessage(approved=True, why="spare car")
        no = DecisionMessage(approved=False, why="false")
        path = f"set-aside/{first.number}/decision"
        assert custodian.raw(path, yes).status_code == 403
        assert desk.raw(path, replace(yes, why=" ")).json()["number"] == 547
        of_another = DECIDE.path(
            seen=DECIDE.seen_in(shown, number=second.number), number=first.number
        )
        stale = desk.http.post(of_another, content=encode(yes))
        assert stale.json()["number"] == Problem.STALE_PAGE.number
        seen = DECIDE.path(seen=DECIDE.seen_in(shown, number=first.number), number=first.number)
        assert desk.http.post(seen, content=encode(yes)).status_code == 204
        assert desk.raw(path, yes).json()["number"] == 546
        assert desk.raw(f"set-aside/{second.number}/decision", no).status_code == 204
        assert desk.ask(AsidesMessage, "set-aside").items == ()
    assert len(audited(server, "after_review")) == 2
    with server.hq.reading() as work:
        assert captured.counts(work.connection)["reads"] == 1


def test_what_was_set_aside_is_gone_after_its_90_days(
    server: InProcessHq, clock: SetClock
) -> None:
    with a_car(server.base_url, OFFICER, EVIL_CAR) as car:
        send(car, EVIL_CAR, an_item(of_victim(a_read_message())))
    purge(server.hq, NOW + timedelta(days=89))
    assert len(waiting(server)) == 1
    clock.pass_by(days=90)
    assert left_over(server.hq, clock.now()) != ()
    purge(server.hq, clock.now())
    assert waiting(server) == []
    assert left_over(server.hq, clock.now()) == ()


def test_steps_that_overtake_their_hit_wait_for_it(server: InProcessHq) -> None:
    hit = a_hit_message()
    with a_car(server.base_url) as car:
        car.send(an_item(a_disposition(hit)))
        assert reasons(server) == [AsideReason.HIT_NOT_HERE]
        car.send(an_item(hit))
    assert waiting(server) == []
    with server.hq.reading() as work:
        assert captured.dispositions(work.connection) == {"misread": 1}


def test_a_batch_of_another_device_is_refused_as_a_whole(server: InProcessHq) -> None:
    batch: BatchMessage = a_batch(an_item(a_read_message()), device="car-2")
    with a_car(server.base_url) as car:
        assert car.post(batch).json()["number"] == 207
