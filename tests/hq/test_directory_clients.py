"""Command line and desk send a person to the directory, and wait at a port of this machine."""

import os
import threading
import webbrowser
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from mdt_alpr.adapters.hq_link.browser_sign_in import directory_ticket
from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.cli import main
from mdt_alpr.domain.errors import OutsideError, SignInRefusedError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.directory_links import link
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER, sample_agency
from mdt_alpr.wire.directory import LinkRequest
from tests.hq.directory import (
    OWN_USE_OF_AUTHLIB,
    SUBJECT,
    WHY,
    Directory,
    PassingClock,
    a_directory,
    settings_for,
)
from tests.hq.senders import PASSWORDS, PLAIN_HTTP

pytestmark = OWN_USE_OF_AUTHLIB


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[InProcessHq, Directory]]:
    clock, folder = PassingClock(), tmp_path_factory.mktemp("agency")
    with (
        a_directory(folder / "directory") as provider,
        InProcessHq(settings_for(provider, folder, ""), clock, os.urandom) as served,
    ):
        sample_agency(served.hq, PASSWORDS, capture_date(clock.now()))
        link(served.hq, OFFICER, LinkRequest(SUBJECT, WHY), ADMINISTRATOR)
        yield served, provider


class Browser:
    """Signs a person in, then brings the answer to the port, after ``before`` came there."""

    def __init__(self, provider: Directory, subject: str = SUBJECT, before: str = "") -> None:
        self.provider, self.subject, self.before = provider, subject, before
        self.answers: list[httpx.Response] = []
        self.threads: list[threading.Thread] = []

    def open(self, address: str) -> None:
        thread = threading.Thread(target=self._goes, args=(address,))
        self.threads.append(thread)
        thread.start()

    def ended(self) -> None:
        for thread in self.threads:
            thread.join()

    def _goes(self, address: str) -> None:
        back = self.provider.goes_on(address, self.subject)
        place = back.pop("redirect")
        asked = parse_qs(urlsplit(address).query)["redirect_uri"][0]
        assert place == asked
        if self.before:
            self._brings(self.before.format(place=place))
        self._brings(f"{place}?{httpx.QueryParams(back)}")

    def _brings(self, address: str) -> None:
        self.answers.append(httpx.get(address, trust_env=False, timeout=30.0, verify=PLAIN_HTTP))


def a_desk(served: InProcessHq, clock: Any = None) -> HttpDeskLink:
    http = httpx.Client(base_url=served.base_url, trust_env=False, timeout=30.0, verify=PLAIN_HTTP)
    return HttpDeskLink(http, clock or PassingClock(), "desk-1")


def test_a_person_signs_in_for_commands_in_the_browser(
    agency: tuple[InProcessHq, Directory],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    served, provider = agency
    browser = Browser(provider)
    monkeypatch.setattr(webbrowser, "open", browser.open)
    assert main(["hq", "sign-in", "--directory", "--print", "--hq", served.base_url]) == 0
    browser.ended()
    assert f'"person_id":"{OFFICER}"' in capsys.readouterr().out
    asked = ["hq", "sign-in", ADMINISTRATOR, "--directory", "--print", "--hq", served.base_url]
    assert main(asked) == 1
    browser.ended()
    said = capsys.readouterr()
    assert f"The directory knows you as {OFFICER}, not as {ADMINISTRATOR}." in said.err
    assert not said.out
    assert main(["hq", "sign-in", "--print", "--hq", served.base_url]) == 1
    assert "Say who signs in" in capsys.readouterr().err


def test_what_answers_another_attempt_is_not_taken_at_the_port(
    agency: tuple[InProcessHq, Directory],
) -> None:
    served, provider = agency
    desk = a_desk(served)
    for before in ("{place}?code=planted&state=planted", "{place}?error=no", "{place}/x?state="):
        browser = Browser(provider, before=before)
        ticket = directory_ticket(desk.post_open, "desk-1", threading.Event(), browser.open)
        browser.ended()
        assert [answer.status_code for answer in browser.answers] == [400, 200]
        assert desk.sign_in(ticket.person_id, ticket.ticket).person_id == OFFICER
    desk.close()


def test_a_person_without_an_account_is_told_what_to_do(
    agency: tuple[InProcessHq, Directory],
) -> None:
    served, provider = agency
    desk, browser = a_desk(served), Browser(provider, "somebody-new")
    with pytest.raises(SignInRefusedError, match="link it to this subject: somebody-new"):
        directory_ticket(desk.post_open, "desk-1", threading.Event(), browser.open)
    browser.ended()
    desk.close()


def test_a_sign_in_that_is_canceled_ends(agency: tuple[InProcessHq, Directory]) -> None:
    served, _provider = agency
    desk, canceled = a_desk(served), threading.Event()
    with pytest.raises(OutsideError, match="canceled"):
        directory_ticket(desk.post_open, "desk-1", canceled, lambda _address: canceled.set())
    desk.close()
