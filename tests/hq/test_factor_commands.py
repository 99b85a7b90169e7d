"""A person sets up a second factor at headquarters' machine, and signs in with it (ACC-02)."""

import re
from pathlib import Path

import pyotp
import pytest

from mdt_alpr.cli import main
from mdt_alpr.cli.hq_factors import qr_lines
from mdt_alpr.clock import SystemClock

PASSWORD = "correct horse battery"  # noqa: S105 - a made-up one
TODAY = SystemClock().now().date().isoformat()
MADE = ("--name", "C. Chief", "--role", "administrator", "--trained-on", TODAY)
WHY = ("--reason", "lost the phone, came in person")


class Terminal:
    """What a person sees and types; ``app`` reads the secret off the screen."""

    def __init__(
        self, data: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._data, self._patch, self._capsys = data, patch, capsys
        self.answers: list[str] = []
        self.secret = self.shown = ""
        self.recovery: list[str] = []
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
        self.shown += (found := self._capsys.readouterr()).out + found.err
        if secrets := re.findall(r"\b[A-Z2-7]{32}\b", self.shown):
            self.secret = secrets[-1]

    def run(self, *words: str, code: str = "", confirmer: str = "") -> int:
        self.shown = ""
        for name in ("PASSWORD", "NEW_PASSWORD", "CONFIRMER_PASSWORD"):
            self._patch.setenv(f"MDT_ALPR_{name}", PASSWORD)
        for name, value in (("CODE", code), ("CONFIRMER_CODE", confirmer)):
            self._patch.setenv(f"MDT_ALPR_{name}", value)
        result = main(["hq", "--data", str(self._data), *words])
        self.see()
        return result

    def enroll(self, person: str) -> list[str]:
        self.secret = ""
        assert self.run("enroll-factor", person) == 0
        return re.findall(r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b", self.shown)


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    found = Terminal(tmp_path / "hq", monkeypatch, capsys)
    assert found.run("make-account", "boyd", *MADE) == 0
    return found


def test_an_administrator_sets_one_up_and_signs_in_with_it(terminal: Terminal) -> None:
    assert terminal.run("accounts", "--by", "boyd") == 1
    assert "no second factor yet" in terminal.shown
    terminal.answers = ["000000"]  # mistyped: asked again
    codes = terminal.enroll("boyd")
    assert len(set(codes)) == 10
    assert "wrong or was used before" in terminal.shown
    assert terminal.run("accounts", "--by", "boyd", code=codes[0]) == 0
    assert terminal.run("accounts", "--by", "boyd", code=codes[0]) == 1
    terminal.answers = [codes[1]]
    assert terminal.run("accounts", "--by", "boyd") == 0
    assert "no second factor" not in terminal.shown


def test_a_lost_one_is_reset_and_two_administrators_remove_the_demand(terminal: Terminal) -> None:
    codes = terminal.enroll("boyd")
    assert terminal.run("make-account", "lee", *MADE, "--by", "boyd", code=codes.pop()) == 0
    assert terminal.run("reset-factor", "lee", *WHY, "--by", "boyd", code=codes.pop()) == 1
    assert "has no second factor" in terminal.shown
    off = ("require-factor", "off", *WHY, "--by", "boyd", "--confirmed-by")
    assert terminal.run(*off, "lee", code=codes.pop()) == 1
    assert terminal.run(*off, "boyd", code=codes.pop(), confirmer=codes.pop()) == 1
    assert "Another administrator" in terminal.shown
    assert terminal.run("doctor") == 1
    assert "ok    second factors: Demanded of everybody." in terminal.shown


def test_the_code_in_a_terminal_keeps_its_margin_and_its_modules() -> None:
    lines = qr_lines([[True, False], [False, True]])
    assert len({len(line) for line in lines}) == 1
    assert len(lines) == 5
    assert set(lines[0]) == {"\u2588"}
    assert lines[2] == "\u2588" * 4 + "\u2584\u2580" + "\u2588" * 4
