"""The delivered list on the car's disk: signed packages in, the index out."""

import io
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.store import list_folder
from mdt_alpr.adapters.store.list_folder import ListFolder
from mdt_alpr.domain.errors import ListRefusedError
from mdt_alpr.domain.hotlist.hotlist import (
    NOTHING_SET,
    CategorySetting,
    CategorySettings,
    PastHits,
    Priority,
)
from mdt_alpr.domain.hotlist.matching import DictIndex, MatchClass, matches
from mdt_alpr.domain.plate.plate import Plate, folded
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.hotlist_package import FORMAT, PackageHead, packed
from mdt_alpr.wire.messages import record_message
from tests.builders import NOW, an_entry

KEY = os.urandom(32)
SIGNER = Ed25519PrivateKey.from_private_bytes(b"h" * 32)
HEAD = PackageHead(
    format=FORMAT,
    since=0,
    version=1,
    compiled_at=NOW,
    look_alikes_allowed=False,
    entries=0,
    key=SIGNER.public_key().public_bytes_raw().hex(),
)

NOTES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=2)


def listed(text: str, state: str = "NC", note: str = "") -> str:
    entry = an_entry(text, state, entry_id=f"{text}/{state}", note=note)
    return encode(record_message(entry))


def a_package(since: int, version: int, entries: Iterable[str] = (), **fields: Any) -> io.BytesIO:
    head = replace(fields.pop("head", HEAD), since=since, version=version)
    canceled, manual = fields.pop("canceled", ()), fields.pop("manual", ())
    signer = fields.pop("signer", SIGNER)
    assert not fields
    return io.BytesIO(b"".join(packed(head, canceled, entries, manual, signer.sign)))


def opened(path: Path, key: bytes = KEY) -> ListFolder:
    return ListFolder(path / "list", key, os.urandom, is_signed)


def found(folder: ListFolder, text: str) -> list[str]:
    assert folder.index is not None
    return sorted(entry.entry_id for entry in folder.index.at(folded(text)))


@pytest.fixture
def folder(tmp_path: Path) -> ListFolder:
    return opened(tmp_path)


def test_every_entry_of_a_whole_list_is_found_and_nothing_else(folder: ListFolder) -> None:
    texts = [f"AB{n}" for n in range(500)]
    hotlist = folder.accept(a_package(0, 1, [listed(text) for text in texts]))
    assert hotlist.count == 500
    assert all(found(folder, text) == [f"{text}/NC"] for text in texts)
    assert found(folder, "AB500") == []


def test_two_records_on_one_plate_both_show_and_o_counts_as_0(folder: ListFolder) -> None:
    folder.accept(a_package(0, 1, [listed("AB0"), listed("ABO", "SC")]))
    assert found(folder, "ABO") == ["AB0/NC", "ABO/SC"]


def test_an_empty_list_matches_nothing(folder: ListFolder) -> None:
    assert folder.index is None
    assert folder.accept(a_package(0, 1)).count == 0
    assert found(folder, "AB1") == []


def test_a_change_cancels_first_then_adds_and_replaces(folder: ListFolder) -> None:
    folder.accept(a_package(0, 1, [listed("AB1"), listed("AB2"), listed("AB3")]))
    before = folder.index
    change = [listed("AB2", note="now red"), listed("AB4"), listed("AB3")]
    folder.accept(a_package(1, 2, change, canceled=["AB1/NC", "AB3/NC"]))
    assert [found(folder, f"AB{n}") for n in (1, 2, 3, 4)] == [
        [], ["AB2/NC"], ["AB3/NC"], ["AB4/NC"],
    ]  # fmt: skip
    assert folder.index is not None
    assert folder.index.at("AB2")[0].note == "now red"
    assert before is not None
    assert len(before.at("AB1")) == 1  # who looks at this very moment still sees the list before


def test_the_list_is_there_again_after_a_restart(tmp_path: Path) -> None:
    first = opened(tmp_path)
    first.accept(a_package(0, 1, [listed("AB1"), listed("AB2")]))
    first.accept(a_package(1, 2, [listed("AB3")], canceled=["AB1/NC"]))
    again = opened(tmp_path)
    assert again.version == 2
    assert [found(again, f"AB{n}") for n in (1, 2, 3)] == [[], ["AB2/NC"], ["AB3/NC"]]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(versions=st.lists(st.dictionaries(st.sampled_from("ABCDEF"), NOTES), max_size=8))
def test_changes_in_any_order_leave_what_headquarters_lists(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    versions: list[dict[str, str]],
) -> None:
    monkeypatch.setattr(list_folder, "OVERLAY_AT_MOST", 4)
    monkeypatch.setattr(list_folder, "DELTAS_AT_MOST", 2)
    path = tmp_path_factory.mktemp("car")
    folder = opened(path)
    folder.accept(a_package(0, 1))
    listed_now: dict[str, str] = {}
    for number, wanted in enumerate(versions, start=2):
        gone = [f"{text}/NC" for text in listed_now if text not in wanted]
        new = [
            listed(text, note=note)
            for text, note in wanted.items()
            if listed_now.get(text) != note
        ]
        folder.accept(a_package(number - 1, number, new, canceled=gone))
        listed_now = wanted
        for used in (folder, opened(path)):
            assert used.index is not None
            held = {e.plate.text: e.note for t in "ABCDEF" for e in used.index.at(t)}
            assert held == listed_now


def test_a_car_takes_what_it_partly_knows_already(folder: ListFolder) -> None:
    folder.accept(a_package(0, 3, [listed("AB1")]))
    folder.accept(a_package(2, 4, [listed("AB1"), listed("AB2")], canceled=["AB9/NC"]))
    assert (found(folder, "AB1"), found(folder, "AB2")) == (["AB1/NC"], ["AB2/NC"])


def test_manual_entries_stay_in_memory_beside_the_delivered_ones(folder: ListFolder) -> None:
    hotlist = folder.accept(a_package(0, 1, [listed("AB1")], manual=[listed("MAN1")]))
    index = DictIndex(hotlist)
    assert [e.plate.text for e in hotlist.entries] == ["MAN1"]
    for text in ("AB1", "MAN1"):
        (match,) = matches(Plate(text, "NC"), index, NOW)
        assert match.match_class is MatchClass.EXACT
    assert matches(Plate("A81", "NC"), index, NOW) == ()
    (alike,) = matches(
        Plate("A81", "NC"), DictIndex(replace(hotlist, look_alikes_allowed=True)), NOW
    )
    assert alike.match_class is MatchClass.LOOK_ALIKE


def test_no_plate_is_in_the_clear_on_the_disk(tmp_path: Path) -> None:
    folder = opened(tmp_path)
    texts = [f"ZQXWV{n:03}" for n in range(200)]
    folder.accept(a_package(0, 1, [listed(text) for text in texts[:150]]))
    folder.accept(a_package(1, 2, [listed(text) for text in texts[150:]]))
    for path in (tmp_path / "list").iterdir():
        content = path.read_bytes()
        assert not any(text.encode() in content for text in texts)
        assert b"ZQXWV" not in content


def test_the_files_of_the_version_before_are_erased(tmp_path: Path) -> None:
    folder = opened(tmp_path)
    for version in (1, 2):
        folder.accept(a_package(0, version, [listed("AB1")]))
    names = sorted(path.name.split("-")[0] for path in (tmp_path / "list").iterdir())
    assert names == ["head", "list", "list"]


@pytest.mark.parametrize(
    ("package", "why"),
    [
        (a_package(2, 3), "does not follow"),
        (a_package(0, 1, head=replace(HEAD, compiled_at=NOW.replace(year=2025))), "older"),
        (a_package(0, 0), "older"),
    ],
)
def test_a_list_that_is_not_the_next_is_refused_in_words(
    folder: ListFolder, package: io.BytesIO, why: str
) -> None:
    folder.accept(a_package(0, 1, [listed("AB1")]))
    with pytest.raises(ListRefusedError, match=why):
        folder.accept(package)
    assert (folder.version, found(folder, "AB1")) == (1, ["AB1/NC"])


@pytest.mark.proved("V29")
def test_a_list_that_was_signed_while_the_clock_was_ahead_is_not_replayed(
    folder: ListFolder,
) -> None:
    ahead = replace(HEAD, made_at=NOW + timedelta(days=400))
    right = replace(HEAD, made_at=NOW)
    folder.accept(a_package(0, 2, [listed("AB1")], head=ahead))
    folder.accept(a_package(0, 4, [listed("AB2")], head=right))
    with pytest.raises(ListRefusedError, match="older"):
        folder.accept(a_package(0, 2, [listed("AB1")], head=ahead))
    assert (folder.version, found(folder, "AB1")) == (4, [])


def test_a_list_of_another_headquarters_is_refused(folder: ListFolder) -> None:
    folder.accept(a_package(0, 1, [listed("AB1")]))
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    head = replace(HEAD, key=other.public_key().public_bytes_raw().hex())
    with pytest.raises(ListRefusedError, match="by another key"):
        folder.accept(a_package(1, 2, [listed("AB2")], head=head, signer=other))
    with pytest.raises(ListRefusedError, match="signature"):
        folder.accept(a_package(1, 2, [listed("AB2")], signer=other))
    assert found(folder, "AB2") == []


BACK = replace(HEAD, lineage="of the restored headquarters")


def test_a_restored_headquarters_gives_the_whole_list_under_whatever_number(
    folder: ListFolder,
) -> None:
    folder.accept(a_package(0, 3, [listed("AB1")]))
    assert folder.lineage == ""
    with pytest.raises(ListRefusedError, match="does not follow"):
        folder.accept(a_package(3, 4, [listed("AB2")], head=BACK))
    assert (folder.version, found(folder, "AB2")) == (3, [])
    folder.accept(a_package(0, 2, [listed("AB2")], head=BACK))
    assert (folder.version, folder.lineage) == (2, BACK.lineage)
    assert (found(folder, "AB1"), found(folder, "AB2")) == ([], ["AB2/NC"])


def test_the_lineage_is_known_again_after_a_restart(tmp_path: Path) -> None:
    opened(tmp_path).accept(a_package(0, 1, [listed("AB1")], head=BACK))
    again = opened(tmp_path)
    assert again.lineage == BACK.lineage
    again.accept(a_package(1, 2, [listed("AB2")], head=BACK))
    assert found(again, "AB1") == ["AB1/NC"]


def test_a_list_of_another_lineage_that_is_older_is_refused(folder: ListFolder) -> None:
    folder.accept(a_package(0, 3, [listed("AB1")]))
    older = replace(BACK, compiled_at=NOW.replace(year=2025))
    with pytest.raises(ListRefusedError, match="older"):
        folder.accept(a_package(0, 9, head=older))


@pytest.mark.proved("HOT-02")
def test_a_later_version_with_older_data_is_accepted_and_a_package_sent_again_is_not(
    folder: ListFolder,
) -> None:
    """An old list may come in use; its age is shown, and it is no replay."""
    made, old = replace(BACK, made_at=NOW), NOW.replace(year=2025)
    folder.accept(a_package(0, 3, [listed("AB1")], head=made))
    later = replace(made, compiled_at=old, made_at=NOW + timedelta(hours=1))
    hotlist = folder.accept(a_package(3, 4, [listed("AB2")], head=later))
    assert (hotlist.compiled_at, hotlist.made_at) == (old, later.made_at)
    with pytest.raises(ListRefusedError, match="older"):
        folder.accept(a_package(0, 3, [listed("AB1")], head=made))
    anew = replace(made, lineage="f" * 32)
    with pytest.raises(ListRefusedError, match="older"):
        folder.accept(a_package(0, 9, head=anew))


@pytest.mark.proved("HOT-02")
def test_a_list_after_headquarters_clock_was_set_back_is_accepted(folder: ListFolder) -> None:
    ahead = replace(BACK, made_at=NOW.replace(year=2030))
    folder.accept(a_package(0, 3, [listed("AB1")], head=ahead))
    folder.accept(a_package(3, 4, [listed("AB2")], head=replace(BACK, made_at=NOW)))
    assert found(folder, "AB2") == ["AB2/NC"]


@pytest.mark.proved("HOT-02")
def test_the_time_at_which_a_version_was_made_is_known_after_a_restart(tmp_path: Path) -> None:
    made_at = NOW + timedelta(hours=1)
    head = replace(BACK, made_at=made_at)
    accept = opened(tmp_path).accept(a_package(0, 1, [listed("AB1")], head=head))
    again = opened(tmp_path).beside(replace(accept, made_at=None))
    assert again is not None
    assert again.made_at == made_at


def test_a_first_package_that_is_only_a_change_is_refused(folder: ListFolder) -> None:
    with pytest.raises(ListRefusedError, match="does not follow"):
        folder.accept(a_package(1, 2, [listed("AB1")]))


def test_a_folder_of_another_key_or_with_damage_counts_as_empty(tmp_path: Path) -> None:
    opened(tmp_path).accept(a_package(0, 1, [listed("AB1")]))
    assert opened(tmp_path, os.urandom(32)).version == 0
    opened(tmp_path).accept(a_package(0, 1, [listed("AB1")]))
    head = tmp_path / "list" / "head"
    head.write_bytes(head.read_bytes()[:-1])
    empty = opened(tmp_path)
    assert (empty.version, empty.index) == (0, None)


@pytest.mark.logs_warnings
def test_an_entry_of_a_newer_headquarters_is_left_out(folder: ListFolder) -> None:
    strange = json.loads(listed("AB1")) | {"unknown": 1}
    text = json.dumps(strange, sort_keys=True, separators=(",", ":"))
    folder.accept(a_package(0, 1, [text, listed("AB2")]))
    assert (found(folder, "AB1"), found(folder, "AB2")) == ([], ["AB2/NC"])


def test_settings_come_whole_with_each_list_and_go_with_a_list_that_has_none(
    folder: ListFolder,
) -> None:
    settings_ = (CategorySetting("V", Priority.MEDIUM, instruction="Call first."),)
    past = (PastHits("V", "NC", 41, 63, NOW - timedelta(days=90), NOW),)
    with_settings = replace(HEAD, settings=settings_, past_hits=past)
    first = folder.accept(a_package(0, 1, [listed("AB1")], head=with_settings))
    assert first.settings == CategorySettings(settings_, past)
    assert folder.accept(a_package(1, 2, head=with_settings)).settings == first.settings
    again = folder.accept(a_package(2, 3, [listed("AB2")], head=HEAD))
    assert (again.version, again.settings) == (3, NOTHING_SET)
    assert found(folder, "AB2") == ["AB2/NC"]


def mapped_in(path: Path) -> list[str]:
    """Return the files in a folder that this process maps into its memory."""
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return [line for line in maps if f"{path}/" in line]


@pytest.mark.skipif(sys.platform != "linux", reason="shown by Linux only")
def test_a_closed_folder_keeps_no_file_open_which_windows_could_not_erase(tmp_path: Path) -> None:
    folder = opened(tmp_path)
    folder.accept(a_package(0, 1, [listed("AB1")]))
    folder.accept(a_package(0, 2, [listed("AB2")]))
    assert found(folder, "AB2")
    assert mapped_in(tmp_path)

    folder.close()
    folder.close()

    assert mapped_in(tmp_path) == []


def test_what_was_still_in_use_when_a_new_list_came_is_erased_at_the_next_check(
    tmp_path: Path,
) -> None:
    folder = opened(tmp_path)
    folder.accept(a_package(0, 1, [listed("AB1")]))
    folder.accept(a_package(0, 2, [listed("AB2")]))
    there = {path.name for path in (tmp_path / "list").iterdir()}
    superseded = tmp_path / "list" / "list-1-0000.list"
    superseded.write_bytes(b"Windows refused to erase it while it was mapped")

    folder.check(0)

    assert {path.name for path in (tmp_path / "list").iterdir()} == there
