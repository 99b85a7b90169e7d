"""One case, one thread: from what is held to the prosecutor, no number copied (8.C to 8.E)."""

from typing import Any

import pytest

from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from tests.hq.letting import opened
from tests.hq.papers import text_of
from tests.journeys.conftest import hq
from tests.journeys.preserved import RENEWED
from tests.ui.test_custodians_walk_at_the_desk import SERIAL, Walk, name_notary, request, walk

__all__ = ["hq", "walk"]  # fixtures
CASE = "26-038204"
MOST = 23
DIALOGS = ("record", "swear")


class Presses:
    """Counts what a person presses: each button, question, file, and field that is typed in."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.number = walk, 0

    def press(self, act: str, **more: Any) -> None:
        self.number += 1 + bool(more.get("yes")) + (bool(more.get("saves")) or act in DIALOGS)
        self.walk.press(act, **more)

    def fill(self, **fields: str) -> None:
        self.number += len(fields)
        self.walk.fill(**fields)

    def back(self) -> None:
        self.number += 1
        self.walk.screen.presenter.back()
        self.walk.settle()

    def texts(self, *names: str) -> list[str]:
        """Return what was carried on into fields."""
        return [self.walk.page.fields[name].text() for name in names]


@pytest.fixture
def count(walk: Walk) -> Presses:
    """Return a walk with a hold, a notary and a drive; what these take is not counted."""
    walk.sign_in(OFFICER)
    request(walk, RENEWED)
    walk.sign_in(ADMINISTRATOR)
    name_notary(walk)
    walk.sign_in(CUSTODIAN)
    walk.go("Media register")
    walk.fill(serial=SERIAL, kind="USB drive", label="Evidence 17")
    walk.press("Register as new")
    return Presses(walk)


def show(walk: Walk) -> None:
    """Show the case, as each person who goes on with it does."""
    walk.go("Case thread")
    walk.fill(case=CASE)
    walk.press("Show")


def swear(count: Presses) -> None:
    assert "Next: Attach the sworn form of hold 1" in count.walk.foot
    assert "Who: Custodian or administrator." in count.walk.foot
    count.press("go")
    count.press("Make final")


def ask(count: Presses) -> None:
    count.press("next")
    assert count.walk.page.fields["standing"].hasFocus()
    carried = count.texts("case", "plate", "sought")
    assert carried == [CASE, RENEWED, "What hold 2026-0001 keeps"]
    count.fill(
        standing="Prosecutor", name="Dana Wells", title="Assistant DA", agency="Rowan County DA",
        verified_by="Called the agency",
    )  # fmt: skip
    count.press("Record request")
    assert any("Document" in line for line in count.walk.words())
    count.press("next")
    assert "Next: Complete and decide data request 1" in count.walk.foot
    assert "not who recorded it" in count.walk.foot


def grant(count: Presses) -> None:
    count.walk.sign_in(ADMINISTRATOR)
    show(count.walk)
    assert "Next: Complete and decide data request 1" in count.walk.foot
    count.walk.press("go")
    count.press("Grant")


def let_go(count: Presses) -> None:
    walk = count.walk
    assert walk.page.fields["transport"].hasFocus()
    carried = count.texts("hold", "request", "holder", "place")
    assert carried == ["1", "1", "Dana Wells", "Rowan County DA"]
    count.fill(transport="By hand")
    count.press("Release to a file", saves="package.zip")
    walk.until(lambda: "Package 1: 1 read, written." in walk.about)
    assert SERIAL in text_of(walk.saved("notice-1.pdf"))
    assert count.texts("by") == ["Dana Wells"]
    count.press("Receipt signed")
    count.press("opens")
    walk.until(lambda: "passphrase" in walk.about)
    passphrase = walk.about.split("passphrase ")[1].split(".")[0]
    assert RENEWED.encode() in b"".join(opened(walk.saved("package.zip"), passphrase).values())
    count.back()
    count.back()


@pytest.mark.clause("8.C")
@pytest.mark.clause("8.E")
def test_a_hold_goes_to_a_prosecutor_with_log_and_paper_in_one_thread(count: Presses) -> None:
    show(count.walk)
    count.number += 1
    swear(count)
    ask(count)
    grant(count)
    let_go(count)
    assert "Next: Get the copy of package 1 back, or have it destroyed by" in count.walk.foot
    count.press("Save thread as PDF", saves="thread.pdf")
    paper = text_of(count.walk.saved("thread.pdf"))
    for words in ("Sworn and notarized", "Data request 1", "Granted", "Package 1", "Who saw it"):
        assert words in paper
    assert count.number <= MOST
