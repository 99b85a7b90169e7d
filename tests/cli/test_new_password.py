"""A new password is typed twice: nobody sees it, and a mistyped one would lock its person out."""

import subprocess
import sys
from pathlib import Path

import pytest

from mdt_alpr.domain.people.passwords import PASSWORD_RULES
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.machine.clock import SystemClock

CHILD = "import sys; from mdt_alpr.cli import main; sys.exit(main(sys.argv[1:]))"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a console is asked there")
PASSWORD = "Quiet-canyon-92-zebra-lamp"  # noqa: S105 - of a headquarters that a test makes


def set_up(folder: Path, *typed: str) -> subprocess.CompletedProcess[str]:
    """Begin a headquarters at no terminal, so that what is typed comes from a pipe."""
    today = str(capture_date(SystemClock().now()))
    words = "setup", "chief", "--name", "C. Chief", "--trained-on", today
    return subprocess.run(
        [sys.executable, "-c", CHILD, "hq", "--data", str(folder), *words],
        input="".join(f"{line}\n" for line in typed),
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )


@pytest.mark.proved("commands")
def test_the_first_account_is_made_by_a_password_that_was_typed_twice(tmp_path: Path) -> None:
    done = set_up(tmp_path / "hq", PASSWORD, PASSWORD)
    assert (done.returncode, "chief may sign in" in done.stdout) == (0, True), done.stderr
    asked = done.stderr.index("Password of chief, a new one")
    assert PASSWORD_RULES in done.stderr[:asked]


@pytest.mark.proved("commands")
@pytest.mark.parametrize("again", [(), ("Quiet-canyon-92-zebra-lamb",)])
def test_one_that_was_mistyped_or_not_repeated_makes_no_account(
    tmp_path: Path, again: tuple[str, ...]
) -> None:
    done = set_up(tmp_path / "hq", PASSWORD, *again)
    assert (done.returncode, "chief may sign in" in done.stdout) == (1, False)
    done = set_up(tmp_path / "hq", PASSWORD, PASSWORD)
    assert done.returncode == 0, done.stderr
