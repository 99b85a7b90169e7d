"""An outside auditor proves an export: nothing removed, and each search has a case (AUD-04)."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.cli import main
from mdt_alpr.cli.audit import NOT_PROVEN
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.domain.audit.proof import prove
from mdt_alpr.domain.audit.witness import Checkpoint, following
from mdt_alpr.hq.audit.witness import AuditKey, make_audit_key, written
from tests.builders import NOW

WHOLE = (("purpose", "criminal"), ("case_check", "known"), ("case_digest", "5" * 64))


def a_chain(number: int = 8, facts: tuple[tuple[str, str], ...] = WHOLE) -> list[AuditEntry]:
    """Return a chain in which every second entry is a search."""
    entries: list[AuditEntry] = []
    for n in range(number):
        made = audit_entry(
            entries[-1] if entries else None, at=NOW + timedelta(minutes=n), device="headquarters",
            person=f"officer-{n % 3}", subject=f"x{n}", detail=facts,
            event=AuditEvent.HQ_SEARCHED if n % 2 else AuditEvent.HQ_HIT_VIEWED,
        )  # fmt: skip
        entries.append(made)
    return entries


def checkpoints_at(chain: Sequence[AuditEntry], *sequences: int) -> list[Checkpoint]:
    checkpoints: list[Checkpoint] = []
    for sequence in sequences:
        head = sequence, chain[sequence - 1].digest
        checkpoints.append(
            following(checkpoints[-1] if checkpoints else None, NOW, head, sequence)
        )
    return checkpoints


def test_a_whole_export_is_proven_up_to_its_last_checkpoint_and_counts_its_searches() -> None:
    chain = a_chain()
    found = prove(chain, checkpoints_at(chain, 3, 8))
    assert found.is_proven
    assert found.each_has_a_case
    assert (found.searches, found.people, found.checkpoints) == (4, 3, 2)
    assert found.purposes == (("criminal", 4),)
    assert not prove(chain, checkpoints_at(chain, 3)).is_proven, "the end is not confirmed"
    assert not prove(chain).is_proven


def written_anew(entries: Sequence[AuditEntry]) -> list[AuditEntry]:
    """Return a chain of these entries as somebody makes it who knows how."""
    found: list[AuditEntry] = []
    for entry in entries:
        made = audit_entry(
            found[-1] if found else None, at=entry.at, device=entry.device, person=entry.person,
            event=entry.event, subject=entry.subject, detail=entry.detail,
        )  # fmt: skip
        found.append(made)
    return found


@given(st.integers(0, 7), st.sampled_from(["removed", "person", "rewritten"]))
def test_what_is_removed_or_changed_is_found_with_the_checkpoints(place: int, how: str) -> None:
    chain = a_chain()
    kept = [one for one in chain if how != "removed" or one.sequence != place + 1]
    if how != "removed":
        kept[place] = replace(chain[place], person="somebody else")
    found = prove(written_anew(kept) if how == "rewritten" else kept, checkpoints_at(chain, 8))
    assert not found.is_proven
    is_end = how == "removed" and place in (0, 7)
    assert bool(found.why) is not is_end, "what was cut off at an end shows in first and last"


def test_entries_without_the_first_or_the_newest_are_not_proven() -> None:
    chain = a_chain()
    checkpoints = checkpoints_at(chain, 4, 8)
    for cut in (chain[1:], chain[:4]):
        found = prove(cut, checkpoints)
        assert (found.why, found.proven_until) == ("", cut[-1].sequence)
        assert not found.is_proven


@pytest.mark.parametrize("missing", ["case_digest", "purpose"])
def test_a_search_without_case_or_purpose_is_named(missing: str) -> None:
    found = prove(a_chain(facts=tuple(fact for fact in WHOLE if fact[0] != missing)))
    assert not found.each_has_a_case
    assert found.without_case + found.without_purpose == (2, 4, 6, 8)


@pytest.fixture
def proved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Write a chain and its checkpoints as an agency hands them over; run the command."""
    public = make_audit_key(tmp_path / "audit.key", os.urandom)
    key = AuditKey.read(tmp_path / "audit.key")
    place, witness = tmp_path / "audit.jsonl", tmp_path / "witness"
    witness.mkdir()

    def run(chain: Sequence[AuditEntry], *sequences: int, known: bool = True) -> tuple[int, str]:
        lines = [json.dumps({**asdict(one), "at": one.at.isoformat()}) for one in chain]
        place.write_text("\n".join(lines) + "\n", "utf-8")
        for name, content in (written(one, key) for one in checkpoints_at(a_chain(), *sequences)):
            (witness / name).write_bytes(content)
        shown = ["--witness", str(witness), "--audit-key", str(public)] if known else []
        code = main(["audit", "prove", str(place), *shown])
        return code, "".join(capsys.readouterr())

    return run


def test_the_command_says_whole_not_proven_or_broken(
    proved: Callable[..., tuple[int, str]],
) -> None:
    chain = a_chain()
    code, words = proved(chain, known=False)
    assert (code, words[:10]) == (NOT_PROVEN, "NOT PROVEN")
    code, words = proved(chain, 4, 8)
    assert (code, words[:5]) == (0, "WHOLE")
    assert "4 searches by 3 people." in words
    code, words = proved(chain[2:], 4, 8)
    assert (code, "begins at entry 3" in words) == (NOT_PROVEN, True)
    code, words = proved(chain[:4], 4, 8)
    assert (code, "ends at entry 4, and a checkpoint saw entry 8" in words) == (NOT_PROVEN, True)
    code, words = proved([*chain[:4], *chain[5:]], 4, 8)
    assert (code, words.splitlines()[0][:21]) == (1, "BROKEN: entry 5 is mi")


def test_a_file_that_is_no_export_is_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "notes.txt"
    place.write_text("nothing of the kind\n", "utf-8")
    assert main(["audit", "prove", str(place)]) == 1
    assert "Line 1 is no audit entry" in capsys.readouterr().err
