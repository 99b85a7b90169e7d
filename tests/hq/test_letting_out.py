"""What leaves headquarters, under which hold or request, on which medium (09.21.7.B, 8.B to E)."""

import hashlib
import json
import os
from dataclasses import replace
from typing import Any

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.policy import GRANT_LASTS, one_year_after
from mdt_alpr.domain.retention.alpr_1 import HeldCamera
from mdt_alpr.domain.retention.disclosure import (
    DisclosureRefusedError,
    RefusalReason,
    RequestState,
    Standing,
)
from mdt_alpr.domain.retention.media import CopyState, MediumRefusedError
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.disclosures import (
    letters,
    package_store,
    registers,
    request_store,
    requests,
)
from mdt_alpr.hq.disclosures.letting_out import held_sheet, let_out, written
from mdt_alpr.hq.holds import service as holds
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.signing import is_signed, key_of, pem_of
from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest, DisclosureFilter
from mdt_alpr.wire.evidence_check import Tools
from mdt_alpr.wire.holds import HoldAct, HoldActRequest
from mdt_alpr.wire.let_out import Acknowledgment, CopyEnd, MediumRetirement, PackageLine
from mdt_alpr.wire.let_out_file import check_files
from tests.builders import NOW, SetClock
from tests.holds import WHY
from tests.hq.holding import DAY, days_pass, filed, seen, sworn
from tests.hq.holding import caller as holder
from tests.hq.letting import (
    AS_CUSTODIAN,
    AS_GRANTOR,
    GRANT,
    SERIAL,
    a_medium,
    an_ask,
    files_of_hit,
    given,
    granted,
    opened,
    opening,
    recorded,
)
from tests.hq.papers import pages_of, text_of
from tests.hq.senders import JPEG
from tests.hq.test_evidence import a_sent_package, audited
from tests.requests_for_data import an_asked

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
    assert {one["name"] for one in manifest["files"]} | {
        "manifest.json", "manifest.sig", "headquarters-key.pem",
    } == set(files)  # fmt: skip
    (facts,) = audited(hq, AuditEvent.HQ_EVIDENCE_EXPORTED)
    assert (facts["hold"], facts["sha256"]) == (str(number), hashlib.sha256(data).hexdigest())
    assert message.passphrase not in json.dumps(facts)


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


@pytest.mark.proved("B2")
@pytest.mark.proved("DIS-06")
@pytest.mark.clause("7.B")
@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"plate": "SHP1561"}, "the plate"),
        ({"state": "SC"}, "the state"),
        ({"until": NOW - DAY}, "the time"),
        ({"cameras": (HeldCamera("Unit 31"),)}, "the camera"),
        ({"cameras": (HeldCamera("Unit 12", "rear"),)}, "the camera"),
    ],
)
def test_nothing_leaves_that_the_request_does_not_ask_for(
    hq: Headquarters, other: dict[str, Any], says: str
) -> None:
    hit_id = a_sent_package(hq)
    request = granted(hq, seeks=replace(an_asked().seeks, **other))
    with pytest.raises(DisclosureRefusedError, match=f"not what was granted: {says} differs"):
        given(hq, request=request, hits=(hit_id,))
    assert packages(hq) == ()


@pytest.mark.proved("B2")
@pytest.mark.clause("7.B")
def test_nothing_leaves_for_another_purpose_than_was_granted(hq: Headquarters) -> None:
    hit_id, request = a_sent_package(hq), granted(hq)
    with pytest.raises(DisclosureRefusedError, match="purpose criminal investigation, not for"):
        given(hq, request=request, hits=(hit_id,), purpose=Purpose.MISSING)
    given(hq, request=request, hits=(hit_id,))
    with pytest.raises(DisclosureRefusedError, match="not for missing"):
        given(hq, request=request, hits=(hit_id,), purpose=Purpose.MISSING)


@pytest.mark.proved("B2")
def test_what_lies_under_a_hold_is_compared_with_the_request_that_it_is_given_on(
    hq: Headquarters,
) -> None:
    number = a_held_read(hq)
    other = granted(hq)
    with pytest.raises(DisclosureRefusedError, match="the plate differs"):
        given(hq, hold=number, request=other)
    mine = granted(hq, seeks=replace(an_asked().seeks, plate="SHP15?1"))
    assert given(hq, hold=number, request=mine)[0].reads == 1


@pytest.mark.proved("B2")
@pytest.mark.clause("8.D")
@pytest.mark.parametrize("who", [{"agency": "Sampleton Police Department"}, {"name": "A. Sample"}])
def test_the_agencys_own_request_takes_nothing_without_a_hold_of_its_case(
    hq: Headquarters, who: dict[str, str]
) -> None:
    hq.settings = replace(hq.settings, agency=("City of Sampleton PD", "1 Main Street"))
    hit_id, number = a_sent_package(hq), a_held_read(hq)
    asked = an_asked()
    own = {
        "requester": replace(asked.requester, **who),
        "seeks": replace(asked.seeks, plate="SHP1561"),
    }
    with pytest.raises(DisclosureRefusedError, match=r"agency's own.*09\.21\.8\.D"):
        given(hq, request=granted(hq, **own), hits=(hit_id,))
    with pytest.raises(DisclosureRefusedError, match="another case"):
        given(hq, request=granted(hq, **own), hold=number)
    right = granted(hq, **own, case="26-038204")
    assert given(hq, request=right, hold=number)[0].reads == 1


@pytest.mark.proved("B2")
@pytest.mark.clause("7.B")
def test_nobody_records_a_request_and_grants_it_nor_grants_one_in_the_own_name(
    hq: Headquarters,
) -> None:
    number = recorded(hq)
    with hq.writing() as work:
        assert "you put it on record" in requests.request_of(work, number, CUSTODIAN).lacks[-1]
        assert requests.request_of(work, number, ADMINISTRATOR).lacks == ()
    with pytest.raises(DisclosureRefusedError, match="you put it on record"):
        requests.decide(hq, AS_CUSTODIAN, number, GRANT)
    own = recorded(hq, requester=replace(an_asked().requester, name="E. SAMPLE"))
    with pytest.raises(DisclosureRefusedError, match="in your own name"):
        requests.decide(hq, AS_GRANTOR, own, GRANT)
    requests.decide(hq, AS_GRANTOR, number, GRANT)


@pytest.mark.proved("B2")
def test_a_request_that_one_person_granted_to_himself_before_is_given_by_another(
    hq: Headquarters,
) -> None:
    hit_id, number = a_sent_package(hq), granted(hq)
    with hq.writing() as work:
        found = requests.request_of(work, number, CUSTODIAN).found
        assert found is not None
        request_store.change(work, replace(found, decided_by=CUSTODIAN))
    a_medium(hq)
    ask = an_ask(request=number, hits=(hit_id,))
    with pytest.raises(DisclosureRefusedError, match="One person recorded and granted"):
        let_out(hq, AS_CUSTODIAN, ask)
    assert let_out(hq, AS_GRANTOR, ask)[0].reads == 1


@pytest.mark.proved("B3")
@pytest.mark.proved("DIS-06")
@pytest.mark.clause("7.B")
def test_nothing_leaves_after_a_grant_is_over(hq: Headquarters, clock: SetClock) -> None:
    hit_id, request = a_sent_package(hq), granted(hq)
    letter = text_of(letters.letter_of(hq, AS_CUSTODIAN, request))
    assert "The grant ends on Dec 25, 2026." in " ".join(letter.split())
    clock.at = NOW + GRANT_LASTS
    with pytest.raises(DisclosureRefusedError, match="The grant ended on Dec 25, 2026"):
        given(hq, request=request, hits=(hit_id,))
    clock.at -= DAY / 24
    assert given(hq, request=request, hits=(hit_id,))[0].reads == 1


@pytest.mark.proved("B3")
def test_a_request_asks_for_nothing_that_is_captured_after_it_came(hq: Headquarters) -> None:
    ahead = replace(an_asked().seeks, until=NOW + DAY)
    with pytest.raises(DisclosureRefusedError, match="captured before it"):
        granted(hq, seeks=ahead)


# ---------------------------------------------------------------- written, signed, opened


@pytest.mark.proved("K12")
def test_a_package_is_out_once_its_file_is_written_and_not_before(hq: Headquarters) -> None:
    hit_id, request = a_sent_package(hq), granted(hq)
    a_medium(hq)
    message, data = let_out(hq, AS_CUSTODIAN, an_ask(request=request, hits=(hit_id,)))
    (line,) = packages(hq)
    assert not line.is_written
    with hq.writing() as work:
        found = requests.request_of(work, request, CUSTODIAN)
        assert found.line.state is RequestState.GRANTED, "nothing was delivered yet"
        with pytest.raises(MediumRefusedError, match="never written"):
            registers.acknowledge(work, 1, Acknowledgment("Pat Quinn", NOW), CUSTODIAN)
    with pytest.raises(MediumRefusedError, match="not as it was made"):
        written(hq, AS_CUSTODIAN, message.number, sha256(data[:-1]))
    for _ in range(2):  # said again after a lost answer
        written(hq, AS_CUSTODIAN, message.number, sha256(data))
    assert packages(hq)[0].is_written
    with hq.writing() as work:
        steps = requests.request_of(work, request, CUSTODIAN).steps
    assert [one.step for one in steps].count("let_out") == 1


@pytest.mark.proved("K12")
def test_a_package_that_was_never_written_is_replaced_and_can_never_be_opened(
    hq: Headquarters,
) -> None:
    hit_id, request = a_sent_package(hq), granted(hq)
    a_medium(hq)
    ask = an_ask(request=request, hits=(hit_id,))
    lost, lost_data = let_out(hq, AS_CUSTODIAN, ask)
    again, data = let_out(hq, AS_CUSTODIAN, ask)
    written(hq, AS_CUSTODIAN, again.number, sha256(data))
    newest, first = packages(hq)
    assert (newest.state, first.state) == (CopyState.OUT, CopyState.DESTROYED)
    assert "never written" in first.ended_how
    with pytest.raises(MediumRefusedError, match="erase this file"):
        written(hq, AS_CUSTODIAN, lost.number, sha256(lost_data))
    with hq.reading() as work:
        kept = package_store.one(work, lost.number)
        assert kept is not None
        assert package_store.passphrase(work, kept) == ""


@pytest.mark.proved("K12")
@pytest.mark.proved("DIS-07")
def test_the_passphrase_is_shown_once_the_receipt_is_signed_and_until_the_copy_ends(
    hq: Headquarters,
) -> None:
    a_medium(hq)
    message, data = let_out(hq, AS_CUSTODIAN, an_ask(hold=a_held_read(hq)))
    assert message.passphrase == ""
    written(hq, AS_CUSTODIAN, 1, sha256(data))
    with hq.writing() as work, pytest.raises(MediumRefusedError, match="signed the receipt"):
        registers.passphrase_of(work, 1, CUSTODIAN)
    shown = opening(hq, 1)
    assert opened(data, shown)
    with hq.writing() as work:
        assert registers.passphrase_of(work, 1, ADMINISTRATOR) == shown
    assert shown not in json.dumps(audited(hq, AuditEvent.HQ_PACKAGE_ACKNOWLEDGED))
    with hq.writing() as work:
        registers.end_copy(work, 1, CopyEnd(CopyState.DESTROYED, "Shredded"), CUSTODIAN)
        with pytest.raises(MediumRefusedError, match="no passphrase"):
            registers.passphrase_of(work, 1, CUSTODIAN)


@pytest.mark.clause("8.B")
@pytest.mark.parametrize("person", [OFFICER, SUPERVISOR])
def test_nobody_else_lets_anything_out_and_the_try_is_recorded(
    hq: Headquarters, person: str
) -> None:
    number = a_held_read(hq)
    a_medium(hq)
    with pytest.raises(RefusedError):
        let_out(hq, replace(AS_CUSTODIAN, person_id=person), an_ask(hold=number))
    assert len(audited(hq, AuditEvent.HQ_EVIDENCE_EXPORT_REFUSED)) == 1
    assert audited(hq, AuditEvent.HQ_EVIDENCE_EXPORTED) == []


@pytest.mark.clause("8.E")
def test_a_package_goes_on_a_registered_medium_only_and_says_where_it_is(
    hq: Headquarters,
) -> None:
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
        found = requests.log_of(work, DisclosureFilter(), CUSTODIAN)
        csv = requests.csv_of(work, DisclosureFilter(), CUSTODIAN).decode()
        some = requests.log_of(work, DisclosureFilter(words="salisbury 26-004417"), CUSTODIAN)
    assert [line.number for line in found.lines] == [2, 1]
    assert (found.total, found.waiting) == (2, 1)
    assert [line.number for line in some.lines] == [1]
    assert "Salisbury PD" in csv
    assert "'=cmd" in csv


def test_a_request_sent_twice_is_one_line_and_its_document_opens(hq: Headquarters) -> None:
    number = recorded(hq)
    with hq.writing() as work:
        found = requests.request_of(work, number, CUSTODIAN)
        (paper,) = found.papers
        assert requests.paper_of(work, number, paper.digest, CUSTODIAN).startswith(b"%PDF-")
        assert [step.step for step in found.steps] == ["recorded", "paper"]
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
        found = requests.request_of(work, number, CUSTODIAN)
    assert (found.found, found.papers, found.steps) == (None, (), ())
    assert found.line.number == number
    assert found.line.requester == ""
