"""A person sets up a second factor by a command, and signs in with it (ACC-02)."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from mdt_alpr.adapters.session_keyring import VARIABLE
from mdt_alpr.cli import main
from mdt_alpr.cli.hq_factors import qr_lines
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.people.accounts import NewAccount
from mdt_alpr.hq.people.command_sign_in import make_first_account
from mdt_alpr.machine.clock import SystemClock
from tests.hq.conftest import CHEAP

PASSWORD = "correct horse battery"  # noqa: S105 - a made-up one
TODAY = capture_date(SystemClock().now())
MADE = ("--name", "C. Chief", "--role", "administrator", "--trained-on", TODAY.isoformat())
WHY = ("--reason", "lost the phone, came in person")


class Typing:
    """What a person sees and types; ``app`` reads the secret off the screen."""

    def __init__(
        self, base_url: str, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.where = "--hq", base_url
        self._patch, self._capsys = patch, capsys
        self.answers: list[str] = []
        self.secret = self.shown = self.session = self.data = self.setup = ""
        patch.setattr("sys.stdin", self)

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        """Type the next answer; without one, the code that the app shows."""
        self.see()
        if self.answers:
            return self.answers.pop(0) + "\n"
        return pyotp.TOTP(self.secret).now() + "\n" if self.secret else ""

    def see(self) -> None:
        self.shown += (readouterr := self._capsys.readouterr()).err + readouterr.out
        if secrets := re.findall(r"\b[A-Z2-7]{32}\b", self.shown):
            self.secret = secrets[-1]

    def run(self, *words: str, code: str = "", confirmer: str = "") -> int:
        self.shown = ""
        for name in ("PASSWORD", "NEW_PASSWORD", "CONFIRMER_PASSWORD"):
            self._patch.setenv(f"MDT_ALPR_{name}", PASSWORD)
        for name, value in (("CODE", code), ("CONFIRMER_CODE", confirmer)):
            self._patch.setenv(f"MDT_ALPR_{name}", value)
        self._patch.setenv(VARIABLE, self.session)
        result = main(["hq", *words])
        self.see()
        return result

    def enroll(self, person: str) -> list[str]:
        self.secret = ""
        assert self.run("enroll-factor", *self.where, person, code=self.setup) == 0
        return re.findall(r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b", self.shown)

    def sign_in(self, person: str, code: str = "") -> int:
        result = self.run("sign-in", *self.where, "--print", person, code=code)
        if result == 0:
            self.session = self.shown.strip().splitlines()[-1]
        return result


@pytest.fixture
def typing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Typing]:
    settings = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    with InProcessHq(settings, SystemClock(), os.urandom) as server:
        boyd = NewAccount("boyd", "C. Chief", Role.ADMINISTRATOR, PASSWORD, TODAY)
        found = Typing(server.base_url, monkeypatch, capsys)
        found.setup = make_first_account(server.hq, boyd).code
        found.data = str(settings.data)
        yield found


def test_an_administrator_sets_one_up_and_signs_in_with_it(typing: Typing) -> None:
    assert typing.sign_in("boyd") == 1
    assert "no second factor yet" in typing.shown
    assert "mdt-alpr hq enroll-factor boyd" in typing.shown
    typing.answers = ["000000"]  # mistyped: asked again
    codes = typing.enroll("boyd")
    assert len(set(codes)) == 10
    assert "wrong or was used before" in typing.shown
    assert typing.sign_in("boyd", codes[0]) == 0
    assert typing.run("accounts") == 0
    assert typing.sign_in("boyd", codes[0]) == 1
    typing.answers = [codes[1]]
    assert typing.sign_in("boyd") == 0
    assert "no second factor" not in typing.shown


def test_who_has_none_is_asked_for_the_code_of_the_administrator(typing: Typing) -> None:
    typing.answers = [typing.setup]
    assert typing.run("enroll-factor", *typing.where, "boyd") == 0
    assert "One-time code that an administrator gave to boyd: " in typing.shown


def test_a_lost_one_is_reset_and_two_administrators_remove_the_demand(typing: Typing) -> None:
    codes = typing.enroll("boyd")
    assert typing.sign_in("boyd", codes.pop()) == 0
    assert typing.run("make-account", "lee", *MADE) == 0
    made = re.findall("Code for lee's second factor: ([A-Z2-7-]{11}), once", typing.shown)
    assert typing.run("reset-factor", "lee", *WHY) == 0
    again = re.findall("Code for lee's second factor: ([A-Z2-7-]{11}), once", typing.shown)
    assert len({*made, *again}) == 2
    assert typing.run("enroll-factor", *typing.where, "lee", code=made[0]) == 1
    assert "wrong, was used, or is too old" in typing.shown
    typing.setup = again[0]
    assert len(typing.enroll("lee")) == 10
    off = ("require-factor", "off", *WHY, "--confirmed-by")
    assert typing.run(*off, "lee") == 1  # lee chose no password yet
    assert typing.run(*off, "boyd") == 1
    assert "Another person has to" in typing.shown
    assert typing.run("--data", typing.data, "doctor") == 1
    assert "ok    second factors: Demanded of everybody." in typing.shown


def test_the_code_in_a_terminal_keeps_its_margin_and_its_modules() -> None:
    lines = qr_lines([[True, False], [False, True]])
    assert len({len(line) for line in lines}) == 1
    assert len(lines) == 5
    assert set(lines[0]) == {"\u2588"}
    assert lines[2] == "\u2588" * 4 + "\u2584\u2580" + "\u2588" * 4
