"""Who saw a read, a hit, a picture, a case: who, when, for which purpose and case (AUD-08)."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.acts import nlets as acts
from mdt_alpr.acts import search as search_acts
from mdt_alpr.acts.act import Look
from mdt_alpr.acts.hits import SHOW_HIT, SHOW_PICTURE, SHOW_TRAIL
from mdt_alpr.acts.holds import GIVE_PICTURE
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.lanes import RETURNED
from mdt_alpr.domain.review.misuse import AccessKind
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.misuse.gathering import period
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.who_saw import WhoSawMessage, WhoSawRequest
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.holding import filed, sworn
from tests.hq.holding import seen as seen_by_car
from tests.hq.letting import given, granted
from tests.hq.reviewers import a_sent_hit, at_desk
from tests.hq.senders import JPEG, a_car, a_picture_message, a_read_message, an_item
from tests.hq.test_audit_search import own_entries
from tests.hq.test_plate_sheets import DURHAM
from tests.hq.test_search import NARROW, asked
from tests.requests_for_data import an_asked

DATABASES = ["sqlite"]
SEARCHED, PICTURE = AuditEvent.HQ_SEARCHED.value, AuditEvent.HQ_PICTURE_VIEWED.value
ASKED = AuditEvent.HQ_WHO_SAW_VIEWED.value


def who_saw(server: InProcessHq, thing: str, by: str = CUSTODIAN) -> WhoSawMessage:
    with at_desk(server, by) as desk:
        answer = desk.http.post("/v1/who-saw", content=encode(WhoSawRequest(thing)))
        assert answer.status_code == 200, answer.text
        return decode(WhoSawMessage, answer.content)


def events(answer: WhoSawMessage) -> list[str]:
    return [look.event for look in answer.looks]


def a_seen_read(server: InProcessHq) -> tuple[str, str]:
    """Return the id of a read and the digest of its picture; an officer searched it and looked."""
    digest = hashlib.sha256(JPEG).hexdigest()
    read = replace(a_read_message("KLM4470", place=DURHAM), crop_digest=digest)
    with a_car(server.base_url) as car:
        car.send(an_item(read), an_item(a_picture_message(read, digest)))
        kept = addresses.filled(addresses.PICTURE, digest=digest)
        car.http.put(kept, content=JPEG, headers={"Content-Type": "image/jpeg"})
    with at_desk(server, OFFICER) as desk:
        found = asked(desk, NARROW)
        names = {"search_id": found.search_id, "read_id": read.read_id}
        path = addresses.filled(search_acts.SHOW_PICTURE.address, **names)
        assert desk.http.get(path, params={"what": "crop"}).status_code == 200
    return read.read_id, digest


@pytest.mark.proved("K4")
def test_who_saw_a_read_names_its_search_and_its_picture_with_purpose_and_case(
    server: InProcessHq,
) -> None:
    read_id, digest = a_seen_read(server)
    for thing in (read_id, digest):
        looks = who_saw(server, thing).looks
        picture = next(look for look in looks if look.event == PICTURE)
        assert (picture.person, picture.purpose, picture.case) == (
            OFFICER, NARROW.purpose, NARROW.case,
        )  # fmt: skip
    search = next(look for look in who_saw(server, read_id).looks if look.event == SEARCHED)
    assert (search.person, search.purpose, search.case) == (OFFICER, NARROW.purpose, NARROW.case)
    assert search.act == "Search stored reads"
    assert who_saw(server, a_read_message("ABC1234").read_id).looks == ()


def test_who_asked_who_saw_is_a_look_itself(server: InProcessHq) -> None:
    read_id, _ = a_seen_read(server)
    who_saw(server, read_id, by=SUPERVISOR)
    (look,) = [look for look in who_saw(server, read_id).looks if look.event == ASKED]
    assert look.person == SUPERVISOR


def test_a_hit_shows_the_car_that_opened_it_and_the_package_that_took_it_away(
    server: InProcessHq,
) -> None:
    sent = a_sent_hit("EXN2894")
    with a_car(server.base_url) as car:
        car.send(*sent.items())
    seeks = replace(an_asked().seeks, plate="EXN2894", until=NOW)
    number = granted(server.hq, received_at=NOW, seeks=seeks)
    given(server.hq, request=number, hits=(sent.hit.hit_id,))
    looks = who_saw(server, sent.hit.hit_id).looks
    package = next(x for x in looks if x.event == AuditEvent.HQ_EVIDENCE_EXPORTED.value)
    assert (package.person, package.act) == (CUSTODIAN, "Let out in a package")
    assert package.case == an_asked().case


def test_a_read_shows_the_nlets_look_up_and_the_pages_under_a_hold_that_gave_it(
    server: InProcessHq,
) -> None:
    """An answer to another agency was an act and no look: nobody found it here."""
    read = seen_by_car(server.hq)
    seeks = replace(an_asked().seeks, plate=read.text, state=read.state, until=NOW)
    number = granted(server.hq, received_at=NOW, seeks=seeks)
    query = NletsQuery(
        lic=read.text, begin=NOW - timedelta(days=1), end=NOW, ori="NC0800200",
        request=number, reason="A witness saw this car leave the pharmacy", confirmed=True,
    )  # fmt: skip
    hold = filed(server.hq)
    sworn(server.hq, hold)
    digest = hashlib.sha256(JPEG).hexdigest()
    with at_desk(server, CUSTODIAN) as desk:
        assert desk.http.post(acts.ANSWER.path(), content=encode(query)).status_code == 200
        picture = GIVE_PICTURE.path(number=hold, digest=digest)
        assert desk.http.get(picture).status_code == 200
    shown = {look.event for look in who_saw(server, read.read_id).looks}
    assert AuditEvent.HQ_NLETS_ANSWERED.value in shown
    pictures = [
        entry for entry in own_entries(server)
        if entry.event == AuditEvent.HQ_HELD_PICTURE_VIEWED
    ]  # fmt: skip
    assert [dict(entry.detail)[RETURNED] for entry in pictures] == [digest]


def test_a_case_shows_its_searches_and_the_views_of_its_requests(server: InProcessHq) -> None:
    a_seen_read(server)
    searched = who_saw(server, f" {NARROW.case} ")
    assert SEARCHED in events(searched)
    assert "What was typed up to" in searched.notice
    number = granted(server.hq, case="26-099001")
    with at_desk(server, CUSTODIAN) as desk:
        assert desk.http.get(f"/v1/disclosures/{number}").status_code == 200
    assert AuditEvent.HQ_DISCLOSURE_VIEWED.value in events(who_saw(server, "26-099001"))
    assert ASKED in events(who_saw(server, "26-099001"))


def test_a_number_finds_no_entry_in_which_it_only_counts_something(server: InProcessHq) -> None:
    a_seen_read(server)
    answer = who_saw(server, "1")
    assert answer.looks == ()


def test_a_supervisor_sees_the_looks_of_the_own_people_and_is_told_so(server: InProcessHq) -> None:
    read_id, _ = a_seen_read(server)
    answer = who_saw(server, read_id, by=SUPERVISOR)
    assert "Only people whom you review" in answer.notice
    assert {look.person for look in answer.looks} <= {OFFICER, SUPERVISOR}


@pytest.mark.proved("K6b")
def test_after_90_days_the_looks_are_there_and_what_was_erased_is_said_as_erased(
    server: InProcessHq, clock: SetClock
) -> None:
    read_id, _ = a_seen_read(server)
    clock.at = NOW + timedelta(days=92)
    purge(server.hq, clock.at)
    answer = who_saw(server, read_id)
    search = next(look for look in answer.looks if look.event == SEARCHED)
    assert (search.person, search.purpose) == (OFFICER, NARROW.purpose)
    assert (search.case, search.is_erased) == ("", True)
    assert "was erased on" in answer.notice
    assert "stays known" in answer.notice


@pytest.mark.parametrize("look", [SHOW_HIT, SHOW_TRAIL], ids=["hit", "trail"])
def test_who_opened_a_hit_saw_its_read_also_once_the_read_is_erased(
    server: InProcessHq, clock: SetClock, look: Look[object]
) -> None:
    sent, digest = a_sent_hit("EXN2894"), hashlib.sha256(JPEG).hexdigest()
    read_id = sent.read.read_id
    with a_car(server.base_url) as car:
        car.send(*sent.items(), an_item(a_picture_message(sent.read, digest)))
        car.http.put(addresses.filled(addresses.PICTURE, digest=digest), content=JPEG)
    with at_desk(server, SUPERVISOR) as desk:
        assert desk.http.get(look.path(hit_id=sent.hit.hit_id)).status_code == 200
        assert desk.http.get(SHOW_PICTURE.path(digest=digest)).status_code == 200
    with server.hq.reading() as work:
        opened = [a for a in period(work, bytes(32), {}).accesses if a.kind is AccessKind.HIT]
    assert [access.record for access in opened] == [sent.hit.hit_id], "one look at one plate"
    clock.at = NOW + timedelta(days=92)
    purge(server.hq, clock.at)
    for thing in (read_id, digest):
        seen = [look for look in who_saw(server, thing).looks if look.person == SUPERVISOR]
        assert {PICTURE, AuditEvent.HQ_HIT_VIEWED.value} <= {look.event for look in seen}


def test_a_command_lists_the_looks_and_names_what_is_erased(
    server: InProcessHq, terminal: Terminal, clock: SetClock
) -> None:
    read_id, _ = a_seen_read(server)
    assert terminal.run(CUSTODIAN, "who-saw", read_id, "--csv") == 0
    assert "Search stored reads" in terminal.out
    assert NARROW.case in terminal.out
    clock.at = NOW + timedelta(days=92)
    purge(server.hq, clock.at)
    terminal.sessions.clear()
    assert terminal.run(CUSTODIAN, "who-saw", read_id) == 0
    assert "Erased with its time" in terminal.out
    assert "was erased on" in terminal.out
