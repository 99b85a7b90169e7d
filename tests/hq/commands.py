"""A terminal from which commands ask headquarters over real HTTP."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from mdt_alpr.adapters.session_keyring import VARIABLE
from mdt_alpr.cli import main
from mdt_alpr.cli.hq_link import DEVICE, CommandSession
from mdt_alpr.cli.passwords import CONFIRMER_PASSWORD_VARIABLE, NEW_PASSWORD_VARIABLE
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.people.command_sign_in import demand_account
from mdt_alpr.wire.addresses import COMMAND_SESSIONS
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import SessionMessage, SignInMessage
from tests.hq.senders import PASSWORDS, post_plainly

(PASSWORD,) = set(PASSWORDS.values())

T = TypeVar("T")


def by_account(
    hq: Headquarters, person: str, permission: Permission, do: Callable[[Work], T]
) -> T:
    """Do something in one transaction, if the person's account has the permission."""
    demand_account(hq, person, permission)
    with hq.writing() as work:
        return do(work)


@dataclass
class Terminal:
    """A shell in which people sign in once; ``out`` and ``err`` are what the last one printed.

    ``second`` is what is typed as a second person's password, ``new`` as a new one.
    """

    base_url: str
    patch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    second: str = PASSWORD
    new: str = "nobody else's long word"
    out: str = ""
    err: str = ""
    sessions: dict[str, str] = field(default_factory=dict)

    def run(self, person: str, *words: object) -> int:
        """Give a command of headquarters as a person who is signed in."""
        return self.give(self.session(person), *words)

    def give(self, session: str, *words: object) -> int:
        """Give a command in a session as the shell keeps it, or in none."""
        typed = {
            VARIABLE: session,
            CONFIRMER_PASSWORD_VARIABLE: self.second,
            NEW_PASSWORD_VARIABLE: self.new,
        }
        for name, value in typed.items():  # a command takes them out of its environment
            self.patch.setenv(name, value)
        self.capsys.readouterr()
        code = main(["hq", *map(str, words)])
        self.out, self.err = self.capsys.readouterr()
        return code

    def session(self, person: str) -> str:
        """Return a person's session, begun now or before."""
        if person not in self.sessions:
            token = self.begun(person).token
            self.sessions[person] = encode(CommandSession(self.base_url, person, token))
        return self.sessions[person]

    def begun(self, person: str) -> SessionMessage:
        """Begin a further session of a person."""
        sent = SignInMessage(person, PASSWORD, DEVICE)
        answer = post_plainly(f"{self.base_url}{COMMAND_SESSIONS}", encode(sent))
        assert answer.status_code == 201, answer.text
        return decode(SessionMessage, answer.content)
