"""What a package holds: everything of the hit, each picture once, random bytes in each part."""

import json
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import MOST_PASS_FRAMES, MOST_REVISIONS, PassFrame, Trace
from mdt_alpr.domain.hotlist.hotlist import (
    AlertStyle,
    CategorySetting,
    CategorySettings,
    PastHits,
    Priority,
)
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.domain.retention.evidence import (
    CHAIN_START,
    JSON_PARTS,
    Machine,
    Part,
    Seal,
    next_place,
    part_words,
    parts_of,
)
from tests.builders import NOW, a_hit, a_read
from tests.evidence import a_verified_hit

MACHINE = Machine("0", "Unit 12", "car-1", "officer-1", NOW)
SALTS = tuple(f"{n:032x}" for n in range(len(JSON_PARTS)))


def opened(hit: Hit) -> dict[str, dict[str, Any]]:
    parts = parts_of(hit, MACHINE, SALTS)
    return {p.name: json.loads(p.body) for p in parts if p.name in JSON_PARTS}


def test_every_field_of_a_hit_is_in_some_part() -> None:
    parts = opened(a_verified_hit())
    names = {name for part in parts.values() for name in part}
    assert {f.name for f in fields(Hit)} - names == {"trace"}
    trace_names = {"seeing", "engines", "list_sha256", "revisions", "pass_frames", "gate_at_stop",
                   "hold_released", "steps", "seen_again"}  # fmt: skip
    assert trace_names <= names
    assert len(trace_names) == len(fields(Trace))


def test_the_parts_say_what_was_read_by_what_and_how_it_ended() -> None:
    parts = opened(a_verified_hit())
    assert parts["reads.json"]["text"] == "EXN2894"
    (later,) = parts["reads.json"]["revisions"]
    assert later["revision"] == 1
    assert parts["records.json"]["list_sha256"] == "cd" * 32
    assert parts["outcome.json"]["closing"]["disposition"] == "misread"
    assert parts["machine.json"]["engines"][0]["weights"] == [["plate_reader_v0.onnx", "ab" * 32]]
    assert parts["machine.json"]["machine"]["profile"] == PROFILE.words
    assert parts["answers.json"]["hold_released"] == [
        {"at": "2026-11-25T14:30:00.000000Z", "held_s": "0.400000"}
    ]


def test_the_records_say_what_was_set_for_their_categories() -> None:
    setting = CategorySetting("V", Priority.MEDIUM, AlertStyle.TONE, "Call first.", NOW)
    past = PastHits("V", "NC", 41, 63, NOW - timedelta(days=90), NOW)
    hit = replace(a_verified_hit(), settings=CategorySettings((setting,), (past,)))
    shown = opened(hit)["records.json"]["settings"]
    at = "2026-11-25T14:30:00.000000Z"
    stated = {"code": "V", "priority": "medium", "style": "tone", "instruction": "Call first."}
    assert shown["decided"] == [{**stated, "set_at": at}]
    (count,) = shown["past_hits"]
    assert (count["right"], count["decided"], count["until"]) == (41, 63, at)


def test_pictures_are_numbered_by_their_time_and_stand_once() -> None:
    names = [p.name for p in parts_of(a_verified_hit(), MACHINE, SALTS)][len(JSON_PARTS) :]
    assert names == ["context-1.jpg", "crop-1.jpg", "crop-2.jpg", "crop-3.jpg"]
    bodies = {p.name: p.body for p in parts_of(a_verified_hit(), MACHINE, SALTS)}
    assert bodies["crop-2.jpg"].endswith(b"frame")
    assert part_words("crop-2.jpg") == Part("crop-2.jpg", b"").words == "crop 2"


def test_a_hit_without_anything_beside_its_read_has_a_package_too() -> None:
    assert len(parts_of(a_hit(a_read(crop=b"", context=b"")), MACHINE, SALTS)) == len(JSON_PARTS)


def test_the_salt_makes_the_digest_of_the_same_facts_another_one() -> None:
    other = tuple(f"{n:032x}" for n in range(9, 9 + len(JSON_PARTS)))
    pairs = zip(
        parts_of(a_hit(), MACHINE, SALTS)[:5], parts_of(a_hit(), MACHINE, other)[:5], strict=True
    )
    assert all(one.body != again.body for one, again in pairs)


def test_a_seal_names_the_one_before_it() -> None:
    assert next_place(None) == (1, CHAIN_START)
    seal = Seal("car-1", "ab" * 32, 7, "hit", NOW, "cd" * 32, CHAIN_START)
    assert next_place(seal) == (8, seal.digest)
    assert replace(seal, hit_id="other").digest != seal.digest


def test_what_is_kept_of_a_pass_is_bounded() -> None:
    read = a_read()
    trace = Trace()
    for number in range(1, 20):
        at = NOW + timedelta(seconds=number)
        trace = trace.with_revision(replace(read, revision=number, captured_at=at))
        trace = trace.with_frames((PassFrame(at, read.characters, read.box, b"%d" % number),))
    assert [r.revision for r in trace.revisions] == [*range(1, MOST_REVISIONS), 19]
    assert len(trace.pass_frames) == MOST_PASS_FRAMES
    assert trace.with_frames(trace.pass_frames[:1]) == trace
