"""The status card asks by itself: the MDT's reply, then DCIN's; nothing slips under a finger."""

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.status_query import GatewaySource, StatusSource
from tests.builders import an_entry
from tests.ui.officer import BLACK_SUV, Officer


@pytest.fixture
def officer(qapp: object) -> Officer:
    assert qapp
    return Officer()


def asked(officer: Officer) -> str:
    """Return what the status card asks."""
    return str(officer.page.status.title)


def compared(officer: Officer, **record: str) -> Hit:
    hit = officer.hit(an_entry(**BLACK_SUV, **record))
    officer.enter()
    officer.vehicle()
    return hit


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_the_card_opens_with_the_mdts_reply_and_goes_on_to_dcins(officer: Officer) -> None:
    hit = compared(officer)
    assert asked(officer) == "MDT reply for EXN2894, North Carolina?"
    officer.do.state_result("active")
    assert asked(officer) == "DCIN reply for EXN2894, North Carolina?"
    officer.do.state_result("active")
    assert asked(officer).startswith("DCIN reply")
    assert [tile.word for tile in officer.page.status.tiles if tile.chosen] == ["Active"]
    assert officer.page.gate.stop.live
    sources = [reply.source for reply in officer.desk.hits[hit.hit_id].replies]
    assert sources == [StatusSource.MDT, StatusSource.DCIN]


def test_one_touch_too_many_does_not_answer_the_next_question(officer: Officer) -> None:
    """The window takes no tap for half a second after a page has got another place (U18)."""
    compared(officer)
    places = {officer.view.place} if officer.view else set()
    officer.do.state_result("active")
    assert officer.view is not None
    assert officer.view.place not in places
    assert officer.view.guard_ms == 500


def test_nothing_moves_while_the_eyes_go_from_the_last_answer_to_the_button(
    officer: Officer,
) -> None:
    compared(officer)
    officer.do.state_result("active")
    before = officer.page.status
    officer.do.state_result("active")
    after = officer.page.status
    assert (after.kind, after.title) == (before.kind, before.title)
    assert [tile.word for tile in after.tiles] == [tile.word for tile in before.tiles]


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_a_wrong_tap_is_put_right_on_the_spot_until_the_stop(officer: Officer) -> None:
    hit = compared(officer)
    officer.do.state_result("active")
    officer.do.state_result("active")
    officer.do.state_result("no_record")
    assert not officer.page.gate.stop.live
    officer.do.ask_status("dcin")
    officer.do.state_result("active")
    officer.do.initiate_stop()
    assert officer.desk.hits[hit.hit_id].state is HitState.STOPPED
    assert officer.page.status.kind == "sources"


def test_an_answer_that_has_run_out_is_chosen_no_more(officer: Officer) -> None:
    compared(officer)
    officer.do.state_result("active")
    officer.do.state_result("active")
    officer.look(601)
    assert not any(tile.chosen for tile in officer.page.status.tiles)
    assert officer.page.status.right == "Reply expired. Check again."


@pytest.mark.parametrize("source", [GatewaySource.MDT, GatewaySource.DCIN])
def test_headquarters_answer_never_puts_another_question_under_the_finger(
    officer: Officer, source: GatewaySource
) -> None:
    hit = compared(officer, nic="V220914871")
    officer.desk.ask_status(hit.hit_id)
    assert asked(officer).startswith("MDT reply")
    officer.desk.answer(hit.hit_id, source=source)
    assert officer.page.status.kind == "sources"


@pytest.mark.parametrize("result", ["no_record", "active"])
def test_only_an_answer_in_favor_leads_on(officer: Officer, result: str) -> None:
    compared(officer)
    officer.do.state_result(result)
    assert officer.page.status.kind == ("result" if result == "active" else "sources")


def test_what_was_chosen_by_the_officer_stays_whatever_comes(officer: Officer) -> None:
    hit = compared(officer, nic="V220914871")
    officer.desk.ask_status(hit.hit_id)
    officer.do.ask_status("mdt")
    officer.desk.answer(hit.hit_id)
    assert asked(officer).startswith("MDT reply")


def test_the_sources_stay_chosen_until_the_hit_is_opened_again(officer: Officer) -> None:
    hit = compared(officer, nic="V220914871")
    officer.do.go_back()
    officer.desk.ask_status(hit.hit_id)
    assert officer.page.status.kind == "sources"
    officer.presenter.leave()
    officer.presenter.open(hit.hit_id)
    assert asked(officer).startswith("MDT reply")
