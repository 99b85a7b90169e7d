"""Who asked for data sees how the own request stands, and nothing else (DIS-08)."""

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import PAPERS_KEPT_FOR
from mdt_alpr.domain.retention.disclosure import RefusalReason
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.disclosures import letters, requests
from mdt_alpr.hq.disclosures.status_page import UNKNOWN, code_of
from mdt_alpr.wire.addresses import REQUEST_STATUS
from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest
from tests.builders import SetClock
from tests.hq.letting import AS_CUSTODIAN, recorded
from tests.hq.papers import text_of
from tests.hq.senders import PATIENCE
from tests.hq.test_evidence import audited

DATABASES = ["sqlite"]
WHY = "It would show where an undercover car was parked"


@pytest.fixture
def browser(server: InProcessHq) -> Iterator[httpx.Client]:
    """A browser of who made a request: no session, no certificate."""
    with httpx.Client(base_url=server.base_url, timeout=PATIENCE) as found:
        yield found


def code(hq: Headquarters, number: int) -> str:
    """Return the code as the letter has it."""
    letter = text_of(letters.letter_of(hq, AS_CUSTODIAN, number))
    match = re.search(r"code ((?:[A-Z2-7]{4}-){3}[A-Z2-7]{4})", " ".join(letter.split()))
    assert match is not None
    return match[1]


def asked(browser: httpx.Client, number: object, code: str) -> httpx.Response:
    return browser.post(REQUEST_STATUS, data={"number": str(number), "code": code})


def test_number_and_code_of_the_letter_show_the_state_and_nothing_of_the_data(
    server: InProcessHq, browser: httpx.Client
) -> None:
    hq = server.hq
    number = recorded(hq)
    mine = code(hq, number)
    page = asked(browser, number, mine.replace("-", "").lower())
    assert page.status_code == 200
    assert "Received. It waits for a decision." in page.text
    refusal = DisclosureActRequest(DisclosureAct.REFUSE, WHY, RefusalReason.COMPROMISE)
    requests.decide(hq, AS_CUSTODIAN, number, refusal)
    page = asked(browser, number, mine)
    assert "Refused. The letter to you says why." in page.text
    for secret in ("Wells", "Salisbury", "26-004417", "getaway", WHY, "robbery"):
        assert secret not in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    shown = audited(hq, AuditEvent.HQ_DISCLOSURE_VIEWED)
    assert [one["how"] for one in shown] == ["status_page"]


def test_what_an_address_sees_again_is_recorded_hourly_and_a_wrong_guess_writes_nothing(
    server: InProcessHq, browser: httpx.Client, clock: SetClock
) -> None:
    hq = server.hq
    first, second = recorded(hq), recorded(hq)
    codes = {number: code(hq, number) for number in (first, second)}
    assert asked(browser, first, "wrong").status_code == 404
    assert asked(browser, first, codes[first]).is_success
    with hq.database.writing():  # who writes now waits
        assert asked(browser, first, "AAAA-AAAA-AAAA-AAAA").status_code == 404
        assert asked(browser, first, codes[first]).is_success
    assert len(audited(hq, AuditEvent.HQ_DISCLOSURE_VIEWED)) == 1
    assert asked(browser, second, codes[second]).is_success
    clock.at += timedelta(minutes=61)
    assert asked(browser, first, codes[first]).is_success
    shown = audited(hq, AuditEvent.HQ_DISCLOSURE_VIEWED)
    assert [one["number"] for one in shown] == [str(first), str(second), str(first)]


def test_no_other_number_or_code_says_anything_not_even_that_there_is_a_request(
    server: InProcessHq, browser: httpx.Client
) -> None:
    hq = server.hq
    first, second = recorded(hq), recorded(hq)
    mine = code(hq, first)
    assert mine != code(hq, second)
    wrong = [
        (second, mine), (first, ""), (first, "AAAA-AAAA-AAAA-AAAA"), (99, mine), ("", mine),
        (0, mine), (-1, mine), ("9" * 40, mine), ("\u0661", mine), (first, "\u00e9\ud7ff"),
        ("<script>", mine),
    ]  # fmt: skip
    pages = [asked(browser, *one) for one in wrong]
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert UNKNOWN in pages[0].text
    assert audited(hq, AuditEvent.HQ_DISCLOSURE_VIEWED) == []
    assert browser.post(REQUEST_STATUS, content=b"\xff" * 1025).status_code == 413
    assert browser.post(REQUEST_STATUS, content=b"a=1&" * 200).status_code == 404
    empty = browser.get(REQUEST_STATUS)
    assert (empty.status_code, UNKNOWN in empty.text) == (200, False)


def test_the_code_goes_with_the_papers_of_the_request(
    server: InProcessHq, browser: httpx.Client, clock: SetClock
) -> None:
    hq = server.hq
    number = recorded(hq)
    mine = code(hq, number)
    withdrawn = DisclosureActRequest(DisclosureAct.WITHDRAW, "The suspect was found at home")
    requests.decide(hq, AS_CUSTODIAN, number, withdrawn)
    clock.at += PAPERS_KEPT_FOR
    requests.let_papers_go(hq)
    with hq.reading() as work:
        kept = requests.kept_request(work, number)
        assert code_of(work, kept.request_id) == ""
    assert asked(browser, number, mine).status_code == 404
    assert asked(browser, number, "").status_code == 404
