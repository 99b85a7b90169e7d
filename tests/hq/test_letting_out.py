"""What leaves headquarters, under which hold or request, on which medium (09.21.7.B, 8.B to E)."""

import hashlib
import json
import os
from dataclasses import replace

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.policy import PROFILE, one_year_after
from mdt_alpr.domain.retention.data_request import Standing
from mdt_alpr.domain.retention.disclosure import DisclosureRefusedError, RefusalReason
from mdt_alpr.domain.retention.media import CopyState, MediumRefusedError
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.disclosures import letters, registers, requests
from mdt_alpr.hq.disclosures.release import held_sheet, release_package
from mdt_alpr.hq.holds import service as holds
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.keys.signing import is_signed, key_of, pem_of
from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest, DisclosureFilter
from mdt_alpr.wire.evidence_check import Tools
from mdt_alpr.wire.holds import HoldAct, HoldActRequest
from mdt_alpr.wire.release import Acknowledgment, CopyEnd, MediumRetirement, PackageLine
from mdt_alpr.wire.release_file import check_files
from tests.builders import NOW, SetClock
from tests.holds import WHY
from tests.hq.holding import DAY, days_pass, filed, seen, sworn
from tests.hq.holding import caller as holder
from tests.hq.letting import (
    AS_CUSTODIAN,
    SERIAL,
    a_medium,
    an_ask,
    files_of_hit,
    given,
    granted,
    opened,
    recorded,
)
from tests.hq.papers import pages_of, text_of
from tests.hq.senders import JPEG
from tests.hq.test_evidence import a_sent_package, audited

DATABASES = ["sqlite"]
TOOLS = Tools(is_signed, pem_of, NOW)


def a_held_read(hq: Headquarters) -> int:
    """Return a final hold over a read with its hit and picture."""
    seen(hq)
    number = filed(hq)
    sworn(hq, number)
    return number


def packages(hq: Headquarters) -> tuple[PackageLine, ...]:
    with hq.writing() as work:
        return registers.packages_of(work, CUSTODIAN).packages


@pytest.mark.clause("8.D")
def test_nothing_leaves_without_a_hold_or_a_granted_request(hq: Headquarters) -> None:
    hit_id = a_sent_package(hq)
    provisional = filed(hq)
    for lacking in ({}, {"hold": provisional}, {"hold": 99}):
        with pytest.raises(RefusedError, match="No hold or warrant"):
            given(hq, hits=(hit_id,), **lacking)
    with pytest.raises(RefusedError, match="No such request"):
        given(hq, hits=(hit_id,), request=99)
    with pytest.raises(DisclosureRefusedError, match="before the request is granted"):
        given(hq, hits=(hit_id,), request=recorded(hq))
    assert audited(hq, AuditEvent.HQ_EVIDENCE_EXPORTED) == []
    assert packages(hq) == ()


@pytest.mark.clause("8.E")
@pytest.mark.clause("8.D")
def test_plain_reads_under_a_hold_leave_as_they_were_captured_encrypted_and_signed(
    hq: Headquarters,
) -> None:
    number = a_held_read(hq)
    message, data = given(hq, hold=number)
    assert (message.reads, message.hits, message.pictures) == (1, 1, 1)
    assert b"SHP1561" not in data
    with pytest.raises(RuntimeError, match="password"):
        opened(data, "AAAA-BBBB")
    files = opened(data, message.passphrase)
    assert files[f"pictures/{sha256(JPEG)}.jpg"] == JPEG, "the bytes of the camera, unmarked"
    verdict = check_files(files, TOOLS, key_of)
    assert verdict.first_break == ""
    manifest = verdict.manifest
    assert manifest["hold"]["number"] == number
    assert manifest["case"] == "26-038204"
    (read,) = manifest["reads"]
    assert read["text"] == "SHP1561"
    assert "camera front" in read["facing"]
    assert "clock" in read["clock"]
    assert read["means"] == "Where the plate was seen, not who drove."
    assert {file["name"] for file in manifest["files"]} | {
        "manifest.json", "manifest.sig", "headquarters-key.pem",
    } == set(files)  # fmt: skip
    (facts,) = audited(hq, AuditEvent.HQ_EVIDENCE_EXPORTED)
    assert (facts["hold"], facts["sha256"]) == (str(number), hashlib.sha256(data).hexdigest())
    assert message.passphrase not in json.dumps(facts)


def test_a_package_names_the_policy_profile_of_each_record_and_of_who_lets_it_out(
    hq: Headquarters,
) -> None:
    seen(hq, profile="of-before")
    number = filed(hq)
    sworn(hq, number)
    message, data = given(hq, hold=number)
    manifest = json.loads(opened(data, message.passphrase)["manifest.json"])
    assert manifest["policy_profile"] == {"name": PROFILE.name, "digest": PROFILE.digest}
    assert [read["policy_profile"] for read in manifest["reads"]] == ["of-before"]
    assert [hit["policy_profile"] for hit in manifest["hits"]] == [PROFILE.digest]


def test_one_byte_changed_or_a_strange_file_breaks_the_package(hq: Headquarters) -> None:
    message, data = given(hq, hold=a_held_read(hq))
    files = opened(data, message.passphrase)
    name = next(name for name in files if name.startswith("reads/"))
    changed = {**files, name: files[name].replace(b"SHP1561", b"SHP1567")}
    assert name in check_files(changed, TOOLS, key_of).first_break
    assert "does not name" in check_files({**files, "x": b""}, TOOLS, key_of).first_break
    missing = {one: body for one, body in files.items() if one != name}
    assert "missing" in check_files(missing, TOOLS, key_of).first_break
    manifest = files["manifest.json"].replace(b"26-038204", b"26-038205")
    forged = {**files, "manifest.json": manifest}
    assert "manifest was changed" in check_files(forged, TOOLS, key_of).first_break


@pytest.mark.clause("7.B")
def test_a_granted_request_lets_the_sealed_package_of_its_hit_out(hq: Headquarters) -> None:
    hit_id = a_sent_package(hq)
    files = files_of_hit(hq, hit_id)
    verdict = check_files(files, TOOLS, key_of)
    assert verdict.first_break == ""
    assert [name for name, _ in verdict.hits] == [f"hits/{hit_id}.zip"]
    assert verdict.hits[0][1].note["request"] == 1
    assert verdict.manifest["request"]["requester"]["agency"] == "Salisbury PD"
    with hq.writing() as work:
        line = requests.request_of(work, 1, CUSTODIAN).line
    assert (line.state.value, line.packages) == ("delivered", (1,))


@pytest.mark.clause("8.B")
@pytest.mark.parametrize("person", [OFFICER, SUPERVISOR])
def test_nobody_else_lets_anything_out_and_the_try_is_recorded(
    hq: Headquarters, person: str
) -> None:
    number = a_held_read(hq)
    a_medium(hq)
    with pytest.raises(RefusedError):
        release_package(hq, replace(AS_CUSTODIAN, person_id=person), an_ask(hold=number))
    assert len(audited(hq, AuditEvent.HQ_EVIDENCE_EXPORT_REFUSED)) == 1
    assert audited(hq, AuditEvent.HQ_EVIDENCE_EXPORTED) == []


@pytest.mark.clause("8.E")
def test_a_package_goes_on_a_registered_medium_only_and_says_where_it_is(hq: Headquarters) -> None:
    number = a_held_read(hq)
    with pytest.raises(MediumRefusedError, match="not in the register"):
        given(hq, hold=number, serial="PERSONAL-1")
    with pytest.raises(MediumRefusedError, match="who holds"):
        given(hq, hold=number, place="")
    given(hq, hold=number)
    (line,) = packages(hq)
    assert (line.serial, line.place, line.state) == (SERIAL, "Evidence safe, shelf 2", "out")
    assert line.due_at == one_year_after(NOW)
    with hq.writing() as work, pytest.raises(MediumRefusedError, match="on it still"):
        registers.retire_medium(work, MediumRetirement(SERIAL, "Shredded at the firm"), CUSTODIAN)


@pytest.mark.clause("8.E")
def test_the_copy_of_a_hold_is_due_when_the_hold_ends_and_goes_on_record_as_destroyed(
    hq: Headquarters,
) -> None:
    number = a_held_read(hq)
    given(hq, hold=number)
    assert not packages(hq)[0].is_reminded
    holds.act(hq, holder(OFFICER), number, HoldActRequest(HoldAct.CANCEL, WHY))
    assert packages(hq)[0].is_reminded
    with hq.writing() as work:
        registers.acknowledge(work, 1, Acknowledgment("Pat Quinn", NOW), CUSTODIAN)
        registers.end_copy(work, 1, CopyEnd(CopyState.DESTROYED, "Shredded"), CUSTODIAN)
        registers.retire_medium(work, MediumRetirement(SERIAL, "Shredded"), CUSTODIAN)
    (line,) = packages(hq)
    assert (line.is_reminded, line.ended_how, line.acknowledged_by) == (
        False, "Shredded", "Pat Quinn",
    )  # fmt: skip


def test_a_hold_lets_its_copies_out_after_their_ninetieth_day_too(
    hq: Headquarters, clock: SetClock
) -> None:
    hit_id = a_sent_package(hq)
    number = a_held_read(hq)
    days_pass(hq, clock, NOW + 91 * DAY)
    message, data = given(hq, hold=number)
    assert (message.reads, message.pictures) == (1, 1)
    assert check_files(opened(data, message.passphrase), TOOLS, key_of).first_break == ""
    late = granted(hq)
    with pytest.raises(DisclosureRefusedError, match="is not kept"):
        given(hq, request=late, hits=(hit_id,))


def test_a_hit_under_a_hold_prints_on_one_page_that_names_the_hold(hq: Headquarters) -> None:
    seen(hq)
    number = filed(hq)
    sworn(hq, number)
    message, data = given(hq, hold=number)
    (name,) = [n for n in opened(data, message.passphrase) if n.endswith(".pdf")]
    pdf = held_sheet(hq, AS_CUSTODIAN, number, name[5:-4])
    (page,) = pages_of(pdf)
    assert f"Hold {number}" in page
    assert "SHP1561" in page
    assert "Not a public record" in page
    with pytest.raises(DisclosureRefusedError, match="not under this hold"):
        held_sheet(hq, AS_CUSTODIAN, number, "0" * 36)


@pytest.mark.clause("7.D")
def test_a_letter_of_denial_names_the_statute_and_repeats_nothing_of_what_was_asked(
    hq: Headquarters,
) -> None:
    number = recorded(hq, standing=Standing.PRESS, sought="Where was SHP1561", paper=b"")
    ask = DisclosureActRequest(DisclosureAct.REFUSE, "", RefusalReason.NOT_ELIGIBLE)
    requests.decide(hq, AS_CUSTODIAN, number, ask)
    words = text_of(letters.letter_of(hq, AS_CUSTODIAN, number))
    assert "20-183.32(e)" in words
    assert "denied" in words
    assert "SHP1561" not in words


@pytest.mark.clause("7.C")
def test_a_letter_of_refusal_says_that_the_release_would_compromise_an_investigation(
    hq: Headquarters,
) -> None:
    number = recorded(hq)
    ask = DisclosureActRequest(DisclosureAct.REFUSE, WHY, RefusalReason.COMPROMISE)
    requests.decide(hq, AS_CUSTODIAN, number, ask)
    assert "compromise an ongoing investigation" in text_of(
        letters.letter_of(hq, AS_CUSTODIAN, number)
    )


def test_the_notice_of_a_package_has_the_receipt_to_sign_before_it_is_opened(
    hq: Headquarters,
) -> None:
    given(hq, hold=a_held_read(hq))
    words = text_of(letters.notice_of(hq, AS_CUSTODIAN, 1))
    for line in (SERIAL, "Sign before you open", "may not be sold", "Received and read"):
        assert line in words


@pytest.mark.clause("8.A")
def test_the_log_has_every_request_granted_or_not_and_no_cell_is_a_formula(
    hq: Headquarters,
) -> None:
    granted(hq)
    recorded(hq, standing=Standing.INSURER, case="=cmd|' /C calc'!A0", paper=b"")
    with hq.writing() as work:
        log = requests.log_of(work, DisclosureFilter(), CUSTODIAN)
        csv = requests.csv_of(work, DisclosureFilter(), CUSTODIAN).decode()
        some = requests.log_of(work, DisclosureFilter(words="salisbury 26-004417"), CUSTODIAN)
    assert [line.number for line in log.lines] == [2, 1]
    assert (log.total, log.waiting) == (2, 1)
    assert [line.number for line in some.lines] == [1]
    assert "Salisbury PD" in csv
    assert "'=cmd" in csv


def test_a_request_sent_twice_is_one_line_and_its_document_opens(hq: Headquarters) -> None:
    number = recorded(hq)
    with hq.writing() as work:
        request = requests.request_of(work, number, CUSTODIAN)
        (paper,) = request.papers
        assert requests.paper_of(work, number, paper.digest, CUSTODIAN).startswith(b"%PDF-")
        assert [step.step for step in request.steps] == ["recorded", "paper"]
    with pytest.raises(DisclosureRefusedError, match="PDF, PNG"):
        requests.add_paper(hq, AS_CUSTODIAN, number, "x.exe", b"MZ" + os.urandom(9))


def test_three_years_after_the_decision_the_words_are_gone_and_the_line_stays(
    hq: Headquarters, clock: SetClock
) -> None:
    number = granted(hq)
    clock.at = NOW + 3 * 365 * DAY - DAY
    requests.let_papers_go(hq)
    with hq.writing() as work:
        assert requests.request_of(work, number, CUSTODIAN).found is not None
    clock.at = NOW + 3 * 365 * DAY
    requests.let_papers_go(hq)
    with hq.writing() as work:
        request = requests.request_of(work, number, CUSTODIAN)
    assert (request.found, request.papers, request.steps) == (None, (), ())
    assert request.line.number == number
    assert request.line.requester == ""
