"""Preservation requests by commands: from form ALPR-1 to its end, and refusals (09.21.8)."""

from pathlib import Path

import pytest

from mdt_alpr.acts import holds as holds_acts
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.wire import addresses
from tests.builders import NOW, SetClock
from tests.holds import FACTS, WHY
from tests.hq.commands import Terminal
from tests.hq.holding import DAY, DIGEST, PDF, PLATE, WHOLE, filed, held, seen, sworn
from tests.hq.papers import text_of
from tests.hq.senders import JPEG, a_car
from tests.scans import a_pdf

DATABASES = ["sqlite"]
FORM = (
    "hold", "request", PLATE, "--state", "NC", "--camera", "Unit 12/front",
    "--from", "2026-11-25T06:00", "--to", "2026-11-25T12:00", "--for", "criminal_investigation",
    "--facts", FACTS, "--case", "26-038204", "--parties", "State v. D. Marsh; victim R. Poole",
)  # fmt: skip
WARRANT = (
    "hold", "warrant", PLATE, "--state", "NC", "--camera", "Unit 12", "--from", "2026-11-25T06:00",
    "--to", "2026-11-25T12:00", "--case", "26-038204", "--court", "Superior Court, Cabarrus",
    "--number", "26 CRS 1107", "--issued", "2026-11-24", "--covers", "Reads on the night",
)  # fmt: skip


@pytest.mark.clause("8.C.2.c")
def test_a_request_goes_from_the_form_to_its_end_by_commands(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    seen(server.hq)
    assert terminal.run(OFFICER, *FORM) == 0, terminal.err
    assert "Provisional: not sworn yet" in terminal.out
    assert "1 reads, 1 pictures; still to do: Sworn and notarized" in terminal.out
    form = tmp_path / "alpr-1.pdf"
    assert terminal.run(OFFICER, "hold", "form", 1, "--to", form) == 0, terminal.err
    assert form.read_bytes().startswith(b"%PDF-")
    notary = ("notary", "add", "--name", "Pat Quinn", "--office", "executive_assistant")
    assert terminal.run(ADMINISTRATOR, *notary, "--first-day", "2026-01-01") == 0, terminal.err
    scan = tmp_path / "sworn.pdf"
    scan.write_bytes(PDF)
    oath = ("hold", "swear", 1, "--notary", "Pat Quinn", "--on", "2026-11-25", "--scan", scan)
    assert terminal.run(CUSTODIAN, *oath) == 0, terminal.err
    assert ": Held, ends 2027-11-25" in terminal.out
    filed = ("hold", "filed", 1, "--powerdms", "PDMS-88123", "--emailed", NOW.isoformat())
    assert terminal.run(CUSTODIAN, *filed) == 0, terminal.err
    assert "still to do" not in terminal.out
    assert terminal.run(OFFICER, "hold", "cancel", 1, "--reason", WHY) == 0, terminal.err
    assert "Data destroyed" in terminal.out
    assert terminal.run(CUSTODIAN, "hold", "list") == 0
    assert terminal.out.startswith(f"1: {PLATE} NC, Form ALPR-1, case 26-038204, {OFFICER}")
    paper = tmp_path / "paper.pdf"
    digest = next(w for w in terminal_words(terminal, "show") if len(w) == 64)
    assert terminal.run(CUSTODIAN, "hold", "paper", 1, digest, "--to", paper) == 0
    assert paper.read_bytes() == PDF
    end = ("notary", "end", 1, "--last-day", "2026-11-30")
    assert terminal.run(ADMINISTRATOR, *end, "--csv") == 0
    assert terminal.out.endswith("\n1,Pat Quinn,Executive assistant,2026-01-01,2026-11-30\n")
    assert terminal.run(CUSTODIAN, "notary", "list") == 0


def terminal_words(terminal: Terminal, what: str) -> list[str]:
    assert terminal.run(CUSTODIAN, "hold", what, 1) == 0, terminal.err
    return terminal.out.split()


@pytest.mark.clause("8.C.1")
def test_a_custodian_enters_warrants_and_what_came_on_paper_and_corrects_a_line(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    seen(server.hq)
    assert terminal.run(CUSTODIAN, *WARRANT, "--federal") == 0, terminal.err
    assert "Federal search warrant" in terminal.out
    assert "Held, not final: warrant not confirmed" in terminal.out
    assert "still to do: Warrant attached, Confirmed by another person" in terminal.out
    assert terminal.run(CUSTODIAN, *FORM, "--from-paper-of", OFFICER) == 0, terminal.err
    assert f"{OFFICER} (" in terminal.out
    scan = tmp_path / "warrant.pdf"
    scan.write_bytes(PDF)
    attach = ("hold", "attach", 1, scan, "--kind", "warrant")
    assert terminal.run(CUSTODIAN, *attach) == 0, terminal.err
    assert "warrant.pdf" in terminal.out
    assert "still to do: Confirmed by another person" in terminal.out
    digest = next(word for word in terminal.out.split() if len(word) == 64)
    assert terminal.run(CUSTODIAN, "hold", "confirm", 1, "--paper", digest) == 1
    assert "your own request" in terminal.err
    assert terminal.run(ADMINISTRATOR, "hold", "confirm", 1, "--paper", digest) == 0, terminal.err
    assert "Warrant confirmed" in terminal.out
    assert "still to do" not in terminal.out
    for act, said in (("review", "Reviewed"), ("correct", "Corrected")):
        assert terminal.run(CUSTODIAN, "hold", act, 1, "--reason", WHY) == 0, terminal.err
        assert said in terminal.out
    assert terminal.run(CUSTODIAN, "hold", "refuse", 2, "--reason", WHY) == 0, terminal.err
    assert terminal.run(CUSTODIAN, "hold", "list", "--show", "refused") == 0
    assert terminal.out.count("\n") == 1


def test_what_is_incomplete_or_not_open_to_a_person_is_refused_in_words(
    terminal: Terminal,
) -> None:
    without_case = [*FORM]
    without_case[without_case.index("26-038204")] = "n/a"
    assert terminal.run(OFFICER, *without_case) == 1
    assert "Name the case" in terminal.err
    assert terminal.run(OFFICER, *WARRANT) == 1
    assert terminal.run(OFFICER, *FORM) == 0, terminal.err
    for person, *words in (
        (SECOND_OFFICER, *FORM, "--from-paper-of", OFFICER),
        (SECOND_OFFICER, *FORM, "--received", NOW.isoformat()),
        (SECOND_OFFICER, "hold", "show", 1),
        (SUPERVISOR, "hold", "cancel", 1, "--reason", WHY),
        (OFFICER, "hold", "refuse", 1, "--reason", WHY),
        (OFFICER, "notary", "list"),
        (CUSTODIAN, "hold", "review", 1, "--reason", WHY),
        (CUSTODIAN, "hold", "take-back", 1, "--reason", WHY),
        (CUSTODIAN, "hold", "show", 99),
    ):
        assert terminal.run(person, *words) == 1, words
    assert terminal.run(SECOND_OFFICER, "hold", "list") == 0
    assert "The log has no such line" in terminal.out


@pytest.mark.proved("A11")
@pytest.mark.proved("PRS-06")
def test_a_year_begins_anew_by_the_form_of_a_further_request_that_another_person_enters(
    server: InProcessHq, terminal: Terminal, tmp_path: Path, clock: SetClock
) -> None:
    seen(server.hq)
    number = filed(server.hq)
    sworn(server.hq, number)
    clock.at = NOW + DAY
    printed, scan = tmp_path / "again.pdf", tmp_path / "again-sworn.pdf"
    assert terminal.run(OFFICER, "hold", "form", number, "--to", printed) == 0, terminal.err
    assert "Further request for another year" in text_of(printed.read_bytes())
    renew = ("hold", "renew", number, "--on", "2026-11-26", "--form", scan)
    scan.write_bytes(PDF)
    assert terminal.run(CUSTODIAN, *renew) == 1
    assert "not one that counted already" in terminal.err
    scan.write_bytes(a_pdf("once more"))
    assert terminal.run(OFFICER, *renew) == 1
    assert terminal.run(CUSTODIAN, *renew) == 0, terminal.err
    assert ": Held, ends 2027-11-26" in terminal.out
    assert terminal.run(CUSTODIAN, *renew) == 1
    assert "not one that counted already" in terminal.err


@pytest.mark.proved("PRS-08")
def test_anothers_final_hold_ends_by_two_people_a_day_later_and_is_taken_back_until_then(
    server: InProcessHq, terminal: Terminal
) -> None:
    seen(server.hq)
    number = filed(server.hq)
    sworn(server.hq, number)
    cancel = ("hold", "cancel", number, "--reason", WHY)
    assert terminal.run(CUSTODIAN, *cancel) == 1
    assert "signs in for it too" in terminal.err
    assert terminal.run(CUSTODIAN, *cancel, "--confirmed-by", CUSTODIAN) == 1
    assert terminal.run(CUSTODIAN, *cancel, "--confirmed-by", ADMINISTRATOR) == 0, terminal.err
    assert "WARNING: Canceled by custodian-1: what only it keeps is destroyed at" in terminal.out
    assert held(server.hq, number) == WHOLE
    back = ("hold", "take-back", number, "--reason", WHY)
    assert terminal.run(ADMINISTRATOR, *back) == 0, terminal.err
    assert "Cancellation taken back" in terminal.out
    assert "WARNING" not in terminal.out


@pytest.mark.proved("A10")
@pytest.mark.proved("PRS-01")
def test_a_request_that_covers_nothing_says_so_at_once_and_what_it_does_not_know(
    terminal: Terminal,
) -> None:
    strange = ["Unit 99/front" if word == "Unit 12/front" else word for word in FORM]
    assert terminal.run(OFFICER, *strange) == 0, terminal.err
    assert "WARNING: No car, device or site is called Unit 99" in terminal.out
    assert "WARNING: Nothing is held yet" in terminal.out
    assert "Holds nothing: check it" in terminal.out


def test_a_picture_under_a_hold_is_shown_to_its_requester_with_a_watermark(
    server: InProcessHq,
) -> None:
    seen(server.hq)
    number = filed(server.hq)
    place = addresses.filled(holds_acts.GIVE_PICTURE.address, number=str(number), digest=DIGEST)
    with a_car(server.base_url, OFFICER) as own:
        answer = own.http.get(place)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
        assert answer.content != JPEG
        assert own.http.get(place.replace(DIGEST, "0" * 64)).status_code == 404
    with a_car(server.base_url, SECOND_OFFICER) as other:
        assert other.http.get(place).status_code == 404
