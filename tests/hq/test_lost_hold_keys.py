"""What the disk does to one hold's keys or its mark concerns that hold only, and loses nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.domain.policy import capture_date, one_year_after
from mdt_alpr.domain.retention.holds import HoldRefusedError, HoldState
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.hit_tables import SET_ASIDE
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.holds import expiry, lost_keys, service, store
from mdt_alpr.hq.holds.car_sync import orders
from mdt_alpr.hq.holds.tables import HELD
from mdt_alpr.hq.holds.views import hold_file
from mdt_alpr.hq.intake.quarantine_review import decide
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, sample_agency
from mdt_alpr.hq.reads import quarantine_store
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.holds import (
    HeldItemMessage,
    HoldAct,
    HoldActRequest,
    HoldOrders,
    HoldRequestMessage,
    KnownHolds,
)
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.messages import ItemMessage
from tests.builders import NOW, SetClock
from tests.holds import WHY, a_form
from tests.hq.conftest import Opened
from tests.hq.holding import (
    DAY,
    OTHER,
    WHOLE,
    a_scope,
    a_warrant_of,
    caller,
    confirmed,
    days_pass,
    filed,
    held,
    seen,
    state,
    sworn,
)
from tests.hq.senders import PASSWORDS, a_batch, a_read_message, an_id, an_item, outcomes
from tests.hq.test_damaged_keys import Damage, changed, cut_off, damaged_files, gone, wrong
from tests.hq.test_evidence import audited
from tests.hq.test_shared_keys import damaged_rows

ON = capture_date(NOW)
PAST = NOW + 92 * DAY
Strike = Callable[[Headquarters, str, Damage], AbstractContextManager[None]]
pytestmark = pytest.mark.logs_warnings


@dataclass(frozen=True)
class Site:
    """A headquarters, and what damages its keys by the form of their names."""

    hq: Headquarters
    strikes: Strike

    def damaged(self, form: str, damage: Damage) -> AbstractContextManager[None]:
        return self.strikes(self.hq, form, damage)


@pytest.fixture
def site(database_url: str, at: Opened) -> Site:
    """Return a server with keys in a folder on SQLite, in the shared database on PostgreSQL."""
    is_shared = database_url.startswith("postgresql")
    hq = at("one") if is_shared else at("one", cluster_key=None)
    sample_agency(hq, PASSWORDS, NOW.date())
    return Site(hq, damaged_rows if is_shared else damaged_files)


def id_of(hq: Headquarters, number: int) -> str:
    with hq.reading() as work:
        kept = store.find(work, number)
    assert kept is not None
    return kept.hold_id


def whats_ordered(hq: Headquarters, *known: str) -> HoldOrders:
    with hq.writing() as work:
        return orders(work, replace(caller(OFFICER), unit="Unit 12"), KnownHolds(known))


def sent(hq: Headquarters, *items: ItemMessage) -> list[str]:
    with hq.writing() as work:
        batch = a_batch(*items, sent_at=hq.clock.now())
        return outcomes(accept(work, caller(OFFICER), batch, 500))


def a_held_item(hq: Headquarters, number: int) -> ItemMessage:
    """Return a read that an offline car kept past its deadline for a hold."""
    read = a_read_message("SHP1561", captured_at=NOW - DAY / 9)
    body = HeldItemMessage(
        id_of(hq, number), "read", read.read_id, capture_date(NOW), encode(read)
    )
    at = hq.clock.now()
    return ItemMessage(an_id(at), 0, ItemKind.HELD.value, at, encode(body))


def asides(hq: Headquarters) -> list[quarantine_store.Aside]:
    with hq.reading() as work:
        return quarantine_store.waiting(work, 100)


# ---------------------------------------------------------------- the mark of an end


def changed_mark(content: bytes) -> bytes:
    """Damage a row; a mark in a folder has no content, and its name alone counts."""
    return changed(content) if content else b"?"


def test_a_damaged_mark_of_an_end_stops_neither_other_holds_nor_the_purge(
    site: Site, clock: SetClock
) -> None:
    hq = site.hq
    seen(hq)
    lasting, ended = filed(hq), filed(hq)
    sworn(hq, lasting)
    hq.keys.holds.end(id_of(hq, ended))  # and the database is a restored one
    with site.damaged("holds/*/ended", changed_mark):
        days_pass(hq, clock, PAST)
        assert hq.purged_at == PAST
        assert held(hq, lasting) == WHOLE
        with pytest.raises(OutsideError, match=r"ended"):
            hq.keys.holds.seal(id_of(hq, ended), ON, b"", "x")


# ---------------------------------------------------------------- what a car brings for a hold

SHUT = pytest.mark.parametrize(
    ("form", "damage"),
    [
        ("holds/*/data/*.key", changed),
        ("holds/*/data/*.key", gone),
        ("holds/*/papers/*.key", cut_off),
        ("holds/*/papers/*.key", gone),
    ],
)


def past_day_ninety(hq: Headquarters, clock: SetClock) -> int:
    """Return a sworn hold whose data is past its deadline."""
    seen(hq)
    number = filed(hq)
    sworn(hq, number)
    days_pass(hq, clock, PAST)
    return number


@SHUT
def test_an_item_of_a_hold_with_a_lost_key_waits_by_itself_until_the_key_is_back(
    site: Site, clock: SetClock, form: str, damage: Damage
) -> None:
    hq = site.hq
    number = past_day_ninety(hq, clock)
    other = an_item(a_read_message(OTHER, captured_at=PAST), made_at=PAST)
    with site.damaged(form, damage):
        assert sent(hq, a_held_item(hq, number), other) == ["accepted"] * 2
        (aside,) = asides(hq)
        assert (aside.kind, aside.reason) == (ItemKind.HELD, AsideReason.HOLD_KEY)
        with hq.reading() as work:
            assert sum(1 for _ in work.connection.execute(select(READS))) == 1
        with hq.writing() as work, pytest.raises(RefusedError) as refused:
            decide(work, aside.number, DecisionMessage(approved=True, why=WHY), CUSTODIAN)
        assert "Bring it back first" in refused.value.detail
    assert held(hq, number) == WHOLE
    assert sent(hq, a_held_item(hq, number)) == ["accepted"]
    assert asides(hq) == []
    assert held(hq, number)["reads"] == 3


@SHUT
def test_what_waits_for_the_key_of_a_hold_goes_when_the_hold_ends(
    site: Site, clock: SetClock, form: str, damage: Damage
) -> None:
    hq = site.hq
    number = past_day_ninety(hq, clock)
    with site.damaged(form, damage):
        assert sent(hq, a_held_item(hq, number)) == ["accepted"]
    expiry.sweep(hq)
    assert asides(hq)
    service.act(hq, caller(OFFICER), number, HoldActRequest(HoldAct.CANCEL, WHY))
    with hq.reading() as work:
        assert not work.connection.execute(select(SET_ASIDE)).all()
    assert sent(hq, a_held_item(hq, number)) == ["accepted"]
    assert (asides(hq), held(hq, number)) == ([], {})


@SHUT
def test_a_car_is_not_asked_to_let_go_what_a_hold_with_a_lost_key_keeps(
    site: Site, clock: SetClock, form: str, damage: Damage
) -> None:
    hq = site.hq
    number = past_day_ninety(hq, clock)
    with site.damaged(form, damage):
        assert whats_ordered(hq, id_of(hq, number)).ended == ()


def test_a_request_from_a_car_that_ended_already_is_refused_by_itself(site: Site) -> None:
    hq = site.hq
    hold_id = new_id(NOW, bytes(10))
    hq.keys.holds.end(hold_id)
    asked = HoldRequestMessage(hold_id, a_form(), OFFICER, NOW)
    request = ItemMessage(an_id(), 0, ItemKind.HOLD_REQUEST.value, NOW, encode(asked))
    assert sent(hq, request, an_item(a_read_message())) == ["accepted"] * 2
    with hq.reading() as work:
        assert store.of_id(work, hold_id) is None


# ---------------------------------------------------------------- the end of a hold without papers


LOST_PAPERS = pytest.mark.parametrize("damage", [changed, gone])


@LOST_PAPERS
def test_a_sworn_hold_whose_papers_are_lost_ends_when_its_year_is_over(
    site: Site, clock: SetClock, damage: Damage
) -> None:
    hq = site.hq
    number = past_day_ninety(hq, clock)
    other = filed(hq, a_scope(PAST))
    with site.damaged("holds/*/papers/*.key", damage):
        days_pass(hq, clock, one_year_after(NOW) - DAY / 99)
        assert (state(hq, number), len(kept_dates(hq, number))) == (HoldState.FINAL, 1)
        days_pass(hq, clock, one_year_after(NOW))
        assert (state(hq, number), kept_dates(hq, number)) == (HoldState.EXPIRED, [])
        assert (state(hq, other), kept_dates(hq, other)) == (HoldState.LAPSED, [])
        with hq.reading() as work:
            assert not work.connection.execute(select(HELD)).all()
        assert whats_ordered(hq, id_of(hq, number)).ended == (id_of(hq, number),)
        days_pass(hq, clock, clock.at + DAY)
    with hq.reading() as work:
        kept = store.find(work, number)
    assert kept is not None
    assert kept.hold is not None
    assert (kept.hold.state, kept.hold.form is None) == (HoldState.EXPIRED, False)
    assert kept.destroyed_at == one_year_after(NOW)


@LOST_PAPERS
def test_a_warrant_whose_papers_are_lost_is_ended_by_another_person_only(
    site: Site, clock: SetClock, damage: Damage
) -> None:
    hq = site.hq
    seen(hq)
    number = a_warrant_of(hq)
    confirmed(hq, number)
    days_pass(hq, clock, NOW + 400 * DAY)
    cancel, back = HoldActRequest(HoldAct.CANCEL, WHY), HoldActRequest(HoldAct.TAKE_BACK, WHY)
    with_another = hq, caller(ADMINISTRATOR), number, cancel, CUSTODIAN
    with site.damaged("holds/*/papers/*.key", damage):
        assert "hq hold cancel" in wrong(hq)["hold keys"]
        days_pass(hq, clock, NOW + 800 * DAY)
        assert len(kept_dates(hq, number)) == 1
        with pytest.raises(HoldRefusedError, match="Another custodian"):
            service.act(hq, caller(CUSTODIAN), number, cancel)
        with pytest.raises(HoldRefusedError, match="papers"):
            service.act(hq, caller(ADMINISTRATOR), number, HoldActRequest(HoldAct.RENEW, WHY))
        with pytest.raises(RefusedError):
            service.act(hq, caller(ADMINISTRATOR), number, cancel)
        service.act(*with_another)
        service.act(hq, caller(ADMINISTRATOR), number, back)
        service.act(*with_another)
        with pytest.raises(HoldRefusedError, match="canceled already"):
            service.act(*with_another)
        days_pass(hq, clock, clock.at + DAY / 2)
        assert len(kept_dates(hq, number)) == 1
        days_pass(hq, clock, clock.at + DAY / 2)
        assert (state(hq, number), kept_dates(hq, number)) == (HoldState.CANCELED, [])
        with pytest.raises(HoldRefusedError, match="over"):
            service.act(hq, caller(ADMINISTRATOR), number, cancel)
    with hq.reading() as work, pytest.raises(RefusedError):
        service.require_hold(work, number)


def kept_dates(hq: Headquarters, number: int) -> list[date]:
    return hq.keys.holds.dates(id_of(hq, number))


# ---------------------------------------------------------------- lost keys are given up


def test_a_lost_key_is_not_made_anew_and_doctor_names_it_until_it_is_back(
    site: Site, clock: SetClock
) -> None:
    hq = site.hq
    seen(hq)
    number = filed(hq)
    sworn(hq, number)
    with site.damaged("holds/*/data/*.key", gone):
        seen(hq, at=clock.at + timedelta(minutes=1))
        days_pass(hq, clock, clock.at + DAY / 20)
        assert kept_dates(hq, number) == []
        assert f"hq hold give-up-keys {number}" in wrong(hq)["hold keys"]
        new = filed(hq)
        assert held(hq, new)["reads"] == 2
    assert held(hq, number) == WHOLE
    expiry.sweep(hq)
    assert held(hq, number)["reads"] == 2
    assert not wrong(hq)


def says_lost(hq: Headquarters, number: int) -> bool:
    """Return whether the desk is told that keys of a hold are lost."""
    with hq.writing() as work:
        return hold_file(work, caller(CUSTODIAN), number).has_lost_keys


@pytest.mark.parametrize("damage", [changed, gone])
def test_a_lost_key_is_given_up_by_a_custodian_and_what_is_still_there_is_held_again(
    site: Site, damage: Damage
) -> None:
    hq = site.hq
    seen(hq)
    number, whole = filed(hq), filed(hq)
    with pytest.raises(HoldRefusedError, match="No key"):
        lost_keys.give_up(hq, caller(CUSTODIAN), number, WHY)
    assert not says_lost(hq, number)
    with site.damaged(f"holds/{id_of(hq, number)}/data/*.key", damage):
        assert says_lost(hq, number)
        with pytest.raises(HoldRefusedError, match="custodian"):
            lost_keys.give_up(hq, caller(OFFICER), number, WHY)
        lost_keys.give_up(hq, caller(CUSTODIAN), number, WHY)
        assert not wrong(hq)
        assert held(hq, number) == held(hq, whole) == WHOLE
    (facts,) = audited(hq, AuditEvent.HQ_HOLD_CORRECTED)
    assert (facts["given_up"], facts["erased"]) == (capture_date(NOW).isoformat(), "7")


@LOST_PAPERS
def test_papers_that_are_lost_for_good_are_named_until_they_are_given_up(
    site: Site, clock: SetClock, damage: Damage
) -> None:
    hq = site.hq
    number = past_day_ninety(hq, clock)
    with site.damaged("holds/*/papers/*.key", damage):
        cancel = HoldActRequest(HoldAct.CANCEL, WHY)
        service.act(hq, caller(CUSTODIAN), number, cancel, ADMINISTRATOR)
        days_pass(hq, clock, clock.at + DAY)
        assert "1 hold or request" in wrong(hq)["hold keys"]
        lost_keys.give_up(hq, caller(CUSTODIAN), number, WHY)
        assert not wrong(hq)
        with pytest.raises(HoldRefusedError, match="No key"):
            lost_keys.give_up(hq, caller(CUSTODIAN), number, WHY)
