"""Security keys by commands: added, used to sign in, listed, named, removed (ACC-02)."""

import getpass
import re

import pytest

from mdt_alpr.cli import hq_factors, hq_link, main
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from tests.hq.commands import PASSWORD, Terminal
from tests.hq.senders import setup_code
from tests.soft_key import PIN, SoftKey, plugged_in

DATABASES = ["sqlite"]
WHY = "--reason", "the other is enough"


class Keyed:
    """A terminal of an administrator with a security key."""

    def __init__(self, terminal: Terminal, server: InProcessHq) -> None:
        self.terminal, self.hq = terminal, server.hq
        self.key, self.pins = SoftKey(), 0
        patch = terminal.patch
        for module in (hq_link, hq_factors):
            patch.setattr(module, "security_key", lambda: plugged_in(self.key))
        patch.setattr(getpass, "getpass", self._pin)

    def _pin(self, _prompt: str) -> str:
        self.pins += 1
        return PIN

    def asks(self, *words: str, code: str = "") -> int:
        """Give a command that asks for password and factor."""
        self.terminal.patch.setenv("MDT_ALPR_PASSWORD", PASSWORD)
        self.terminal.patch.setenv("MDT_ALPR_CODE", code)
        self.terminal.capsys.readouterr()
        code_out = main(["hq", *words, "--hq", self.terminal.base_url])
        self.terminal.out, self.terminal.err = self.terminal.capsys.readouterr()
        return code_out

    def signed_in(self) -> str:
        assert self.asks("sign-in", ADMINISTRATOR, "--print") == 0, self.terminal.err
        return self.terminal.out.strip()


@pytest.fixture
def keyed(terminal: Terminal, server: InProcessHq) -> Keyed:
    found = Keyed(terminal, server)
    code = setup_code(server.hq, ADMINISTRATOR)
    assert found.asks("enroll-factor", ADMINISTRATOR, "--key", code=code) == 0, terminal.err
    assert len(re.findall(r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b", terminal.out)) == 10
    assert "Touch your security key" in terminal.err
    return found


def test_a_key_signs_in_for_commands_and_is_named_and_removed(keyed: Keyed) -> None:
    terminal, session = keyed.terminal, keyed.signed_in()
    assert "Touch your security key" in terminal.err
    assert terminal.give(session, "keys") == 0
    key_id = terminal.out.splitlines()[1].split()[-1]
    assert re.search(r"\nKey 1  20.* EST  20.* EST  [0-9a-f]{16}\n", terminal.out)
    assert terminal.give(session, "name-key", key_id, "the blue one") == 0
    assert "the blue one" in terminal.out
    assert terminal.give(session, "name-key", key_id, "x" * 41) != 0
    assert "1 to 40 printable characters" in terminal.err
    assert terminal.give(session, "remove-key", "0" * 16, *WHY) != 0
    assert "no such security key" in terminal.err
    spare, keyed.key = keyed.key, SoftKey(held=keyed.key.held, counter=20)
    assert keyed.asks("enroll-factor", ADMINISTRATOR, "--key") != 0  # this key is added already
    keyed.key = spare
    assert terminal.give(session, "remove-key", key_id, *WHY) == 0  # no factor is demanded here
    assert "No security key." in terminal.out


def test_an_administrator_removes_another_persons_key_with_a_reason(
    keyed: Keyed, server: InProcessHq
) -> None:
    terminal = keyed.terminal
    admin_key, keyed.key = keyed.key, SoftKey()
    code = setup_code(server.hq, OFFICER)
    assert keyed.asks("enroll-factor", OFFICER, "--key", code=code) == 0, terminal.err
    keyed.key = admin_key
    session = keyed.signed_in()
    assert terminal.give(session, "keys-of", OFFICER) == 0
    key_id = terminal.out.splitlines()[1].split()[-1]
    assert terminal.give(session, "remove-key-of", OFFICER, key_id, "--reason", "") != 0
    assert "reason" in terminal.err
    assert terminal.run(CUSTODIAN, "keys-of", OFFICER) != 0
    given = "remove-key-of", OFFICER, key_id, "--reason", "lost at the range"
    assert terminal.run(CUSTODIAN, *given) != 0
    assert terminal.give(session, *given) == 0
    assert "No security key." in terminal.out


def test_a_code_in_the_environment_comes_before_the_key(keyed: Keyed) -> None:
    pins = keyed.pins
    assert keyed.asks("sign-in", ADMINISTRATOR, "--print", code="AAAAA-AAAAA") != 0
    assert keyed.pins == pins
    assert "does not count" in keyed.terminal.err
