"""A desk's link: the real one over HTTP, and the made-up headquarters of screens and tests.

What the made-up one answers is asked of the real routes: whoever is shown a page may ask what
it asks, at an address that is served, and gets the message that the page expects.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import pytest
from pytestqt.qtbot import QtBot
from starlette.routing import Match

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError
from mdt_alpr.domain.people.roles import Role, Session, may
from mdt_alpr.hq.people.endpoints import Endpoint
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.presenters.session import DeskLink
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import AccountsMessage
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.problems import CONTENT_TYPE, Problem, problem_message
from tests.adapters.hq_link.local_server import Answer, running, unused_address
from tests.builders import SetClock
from tests.ui.desk_screens import Seat

M = TypeVar("M")
SESSION = Session("whitfield", "Sgt. M. Whitfield", Role.SUPERVISOR, NOW, "token")


class NotedLink(SampleLink):
    """Keeps each question with the type of its answer."""

    def __init__(self, role: Role) -> None:
        super().__init__(role)
        self.questions: list[tuple[type, str, object]] = []

    def ask(
        self,
        session: Session,
        kind: type[M],
        path: str,
        body: object | None = None,
        second: str = "",
    ) -> M:
        self.questions.append((kind, path, body))
        return super().ask(session, kind, path, body, second)


def served(method: str, path: str) -> Endpoint:
    """Return the endpoint at an address."""
    scope = {"type": "http", "path": path, "method": method}
    found = [each for each in EVERY_ADDRESS if each.route().matches(scope)[0] is Match.FULL]
    assert found, f"{method} {path} is not served"
    return found[0]


@pytest.mark.parametrize("role", list(Role))
def test_whoever_has_a_page_may_ask_what_it_asks_and_gets_what_it_expects(
    role: Role, qtbot: QtBot
) -> None:
    link = NotedLink(role)
    seat = Seat(qtbot, link, SetClock(NOW))
    seat.sign_in("whitfield", "anything")
    for page in seat.screen.window.pages:
        seat.open(page)
    assert link.questions or not seat.menu()
    for kind, path, body in link.questions:
        parts = urlsplit(path)
        endpoint = served("GET" if body is None else "POST", parts.path)
        assert endpoint.returns is kind
        assert endpoint.accepts is (None if body is None else type(body))
        assert parse_qs(parts.query, keep_blank_values=True).keys() <= endpoint.query.keys()
        permitted = any(may(role, permission) for permission in endpoint.permissions)
        assert permitted or not endpoint.permissions, path  # none: whoever is signed in


CALLS: dict[str, Callable[[DeskLink], object]] = {
    "sign in": lambda link: link.sign_in("whitfield", "anything"),
    "password": lambda link: link.change_password("whitfield", "anything", "something else"),
    "factor": lambda link: link.offer_factor("whitfield", "anything"),
    "code": lambda link: link.confirm_factor("whitfield", "anything", "123456"),
    "sign out": lambda link: link.sign_out(SESSION),
    "ask": lambda link: link.ask(SESSION, AccountsMessage, addresses.ACCOUNTS),
    "post": lambda link: link.post(SESSION, addresses.ACCOUNTS, AccountsMessage(())),
    "picture": lambda link: link.picture(SESSION, "ab" * 32),
    "content": lambda link: link.content(SESSION, addresses.ACCOUNTS),
}


@pytest.fixture(params=["headquarters", "sample"])
def cut_off(request: pytest.FixtureRequest) -> Iterator[DeskLink]:
    """Return a link at whose other end nobody is."""
    if request.param == "sample":
        sample = SampleLink()
        sample.lost = True
        yield sample
        return
    link = HttpDeskLink(open_client(unused_address()), SetClock(), "desk")
    yield link
    link.close()


@pytest.mark.parametrize("call", CALLS)
def test_a_desk_that_reaches_nobody_says_so_in_a_sentence(cut_off: DeskLink, call: str) -> None:
    with pytest.raises(LinkLostError, match=r"\.$"):
        CALLS[call](cut_off)


@pytest.fixture(params=["headquarters", "sample"])
def ended(request: pytest.FixtureRequest) -> Iterator[DeskLink]:
    """Return a link whose session has ended at headquarters."""
    if request.param == "sample":
        sample = SampleLink()
        sample.ended = True
        yield sample
        return
    with running() as server:
        words = encode(problem_message(Problem.NOT_SIGNED_IN)).encode()
        refused = Answer(Problem.NOT_SIGNED_IN.status, words, {"Content-Type": CONTENT_TYPE})
        server.reply = lambda _handler, _asked: refused
        link = HttpDeskLink(open_client(server.address), SetClock(), "desk")
        yield link
        link.close()


@pytest.mark.parametrize("call", ["sign out", "ask", "post", "picture"])
def test_a_session_that_has_ended_is_refused_at_every_call(ended: DeskLink, call: str) -> None:
    with pytest.raises(SignInRefusedError, match=r"\.$"):
        CALLS[call](ended)
