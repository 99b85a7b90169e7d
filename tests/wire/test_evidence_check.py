"""A stranger checks a package: what is whole passes, the first broken link has a name."""

import json
import random
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.domain.canonical import canonical
from mdt_alpr.keys.signing import is_signed, pem_of
from mdt_alpr.wire.evidence_check import Tools, check
from mdt_alpr.wire.evidence_file import (
    CHAIN,
    CONTENT,
    EXPORT,
    KEY,
    MANIFEST,
    SEAL,
    SIGNATURE,
    ExportNote,
    SignedSeal,
    manifest_bytes,
    packed,
    zipped,
)
from tests.builders import NOW
from tests.evidence import NOTE, Sealer, a_package, a_verified_hit, checked, signed_note, whole
from tests.profiles import examples

SEALER, PACKAGE = a_package()
DATA = whole(PACKAGE)


def opened(data: bytes = DATA) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(files: dict[str, bytes]) -> bytes:
    """Return the zip with a manifest that fits: a forger takes that trouble."""
    others = {name: body for name, body in files.items() if name != MANIFEST}
    return zipped({MANIFEST: manifest_bytes(others), **others})


def broken(files: dict[str, bytes]) -> str:
    verdict = checked(repacked(files))
    assert not verdict.is_whole
    return verdict.first_break


def test_a_whole_package_passes_and_is_the_same_file_every_time() -> None:
    verdict = checked(DATA)
    assert verdict.is_whole
    assert (verdict.parts, verdict.is_purged) == (9, False)
    assert verdict.seal == PACKAGE.chain[-1].seal
    assert packed(PACKAGE) == DATA


def test_the_demanded_key_must_be_the_one() -> None:
    assert checked(DATA, key=SEALER.signer.public_key).is_whole
    other = Ed25519Signer(bytes(32)).public_key
    assert checked(DATA, key=other).first_break == "signature is not of the key that was given"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("crop-2.jpg", "crop 2: its SHA-256 is not the one signed"),
        ("context-1.jpg", "context 1: its SHA-256 is not the one signed"),
        ("answers.json", "answers: its SHA-256 is not the one signed"),
        (CONTENT, "content: the list of parts is not the one signed"),
        (SIGNATURE, "signature is not of this key"),
        (KEY, "public key: it is not the one that the seal names"),
        (CHAIN, "chain: it is not in its canonical form"),
        (EXPORT, "export: it is not in its canonical form"),
        (SEAL, "seal: it is not in its canonical form"),
    ],
)
def test_a_changed_file_is_named(name: str, words: str) -> None:
    files = opened()
    body = files[name]
    files[name] = body[:-1] + bytes([body[-1] ^ 1])
    assert broken(files) == words


def test_a_changed_export_note_does_not_fit_its_manifest() -> None:
    files = opened()
    files[EXPORT] = canonical(ExportNote("somebody", NOW, "no purpose", "", "0"))
    assert checked(zipped(files)).first_break == "export: its SHA-256 is not that of the manifest"


@pytest.mark.proved("V13")
@pytest.mark.attack("V13")
@pytest.mark.parametrize("name", ["by", "purpose", "case", "at"])
def test_an_export_note_that_was_changed_and_packed_anew_is_broken(name: str) -> None:
    files = opened()
    signed = json.loads(files[EXPORT])
    signed["note"][name] = "2026-11-01T00:00:00+00:00" if name == "at" else "another"
    files[EXPORT] = canonical(signed)
    assert broken(files) == "export: who let it out, when or for what was changed"


@pytest.mark.proved("V13")
@pytest.mark.attack("V13")
def test_an_export_note_of_another_package_or_headquarters_is_broken() -> None:
    own = PACKAGE.chain[-1].seal
    moved = signed_note(NOTE, replace(own, sequence=own.sequence + 1))
    words = "export: who let it out, when or for what was changed"
    assert checked(packed(replace(PACKAGE, note=moved))).first_break == words
    forged = signed_note(replace(NOTE, by="somebody"), own, bytes(32))
    data = packed(replace(PACKAGE, note=forged))
    tools = Tools(is_signed, pem_of, NOW, headquarters=PACKAGE.note.public_key)
    words = "export: it was not signed by the headquarters that was given"
    assert check(data, tools).first_break == words
    assert check(DATA, tools).is_whole


@pytest.mark.parametrize("content", [[], {}, {"note": {}, "public_key": "x", "signature": 1}])
def test_an_export_note_that_nobody_signed_is_broken(content: object) -> None:
    files = opened()
    files[EXPORT] = canonical(content)
    assert broken(files).startswith("export: ")


@pytest.mark.parametrize("name", sorted(opened().keys() - {CONTENT}))
def test_a_missing_file_is_named(name: str) -> None:
    files = opened()
    del files[name]
    words = name.rpartition(".")[0].replace("-", " ")
    assert checked(zipped(files)).first_break == f"{words}: missing from the package"


def test_a_content_that_is_missing_before_its_time_is_no_purge() -> None:
    purged = packed(replace(PACKAGE, parts=None))
    early = checked(purged, days=89).first_break
    assert early == "content: missing, and its time is not over"
    late = checked(purged, days=90)
    assert late.is_whole
    assert late.is_purged
    assert b"EXN2894" not in purged


def test_a_package_left_out_of_the_chain_is_named() -> None:
    _, package = a_package(before=14)
    without = (*package.chain[:13], *package.chain[14:])
    verdict = checked(packed(replace(package, chain=without)))
    assert verdict.first_break == "package 14 is missing from the chain"


def test_a_chain_cut_off_at_its_end_or_its_beginning_is_named() -> None:
    _, package = a_package(before=3)
    files = opened(packed(package))
    files[CHAIN] = canonical([json.loads(files[CHAIN])[place] for place in (0, 1)])
    assert broken(files) == "package 3 is missing from the chain"
    files[CHAIN] = canonical(json.loads(opened(packed(package))[CHAIN])[1:])
    assert broken(files) == "package 1 is missing from the chain"
    files[CHAIN] = canonical([])
    assert broken(files) == "package 1 is missing from the chain"


def test_a_forged_link_does_not_follow_or_is_not_signed() -> None:
    _, package = a_package(before=2)
    first, second, own = package.chain
    other = replace(second, seal=replace(second.seal, content="0" * 64))
    forged = packed(replace(package, chain=(first, other, own)))
    assert checked(forged).first_break == "package 2: signature is not of this key"
    stranger = Sealer(seed=bytes(32))
    stranger.seal(a_verified_hit())
    forged = packed(replace(package, chain=(stranger.chain[0], second, own)))
    assert checked(forged).first_break == "package 1: it is of another device or key"


def test_a_changed_content_signed_again_by_the_same_device_leaves_the_chain() -> None:
    sealer, package = a_package(before=1)
    first, own = package.chain
    again = replace(own.seal, previous="0" * 64)
    signed = SignedSeal(again, sealer.signer.sign(again.to_sign()).hex())
    verdict = checked(packed(replace(package, chain=(first, signed))))
    assert verdict.first_break == "package 2: it does not follow the package before it"


def test_two_devices_have_two_chains() -> None:
    other = Sealer("car-2", bytes(32))
    package = other.package(other.seal(a_verified_hit()))
    assert checked(whole(package), key=other.signer.public_key).is_whole
    mixed = replace(package, chain=(*PACKAGE.chain[:1], *package.chain))
    assert checked(packed(mixed)).first_break == "package 1: it is of another device or key"


def test_another_version_a_strange_file_and_a_damaged_zip_are_said() -> None:
    files = opened()
    manifest = {**json.loads(files[MANIFEST]), "version": 3}
    newer = checked(zipped({**files, MANIFEST: canonical(manifest)})).first_break
    assert newer.startswith("manifest: the package is of version 3")
    assert (
        broken({**files, "note.txt": b"x"}) == "'note.txt': a file that no part of the seal names"
    )
    no_zip = "the file is no zip, or it is damaged or cut off"
    for data in (b"", b"no zip", DATA[: len(DATA) // 2], DATA[:-1]):
        assert checked(data).first_break == no_zip


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no OpenSSL on this machine")
def test_a_stranger_without_this_program_checks_the_signature_with_openssl(tmp_path: Path) -> None:
    for name in (SEAL, SIGNATURE, KEY):
        (tmp_path / name).write_bytes(opened()[name])
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", KEY, "-rawin", "-in", SEAL,
               "-sigfile", SIGNATURE]  # fmt: skip
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / SEAL).write_bytes(opened()[SEAL].replace(b"car-1", b"car-2"))
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_a_zip_that_was_packed_anew_is_said() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in opened().items():
            archive.writestr(name, body)
    assert checked(out.getvalue()).first_break.startswith("zip: repacked")


@settings(max_examples=examples(300), deadline=None)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_no_flipped_byte_of_the_file_passes(place: int, flip: int) -> None:
    changed = bytearray(DATA)
    changed[place] ^= flip
    assert not checked(bytes(changed)).is_whole


@settings(max_examples=examples(300), deadline=None)
@given(st.sampled_from(sorted(opened().keys() - {MANIFEST})), st.randoms(), st.integers(1, 255))
def test_no_flipped_byte_of_any_part_passes_even_with_a_manifest_that_fits(
    name: str, dice: random.Random, flip: int
) -> None:
    files = opened()
    body = bytearray(files[name])
    body[dice.randrange(len(body))] ^= flip
    files[name] = bytes(body)
    if name != EXPORT:  # whoever makes a manifest can write a note; headquarters' audit knows
        assert not checked(repacked(files)).is_whole
    assert not checked(zipped(files)).is_whole


def fields_of(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    if isinstance(value, dict):
        return [p for k, v in value.items() for p in fields_of(v, (*path, k))]
    if isinstance(value, list):
        return [p for k, v in enumerate(value) for p in fields_of(v, (*path, k))]
    return [path]


SIGNED_JSON = (SEAL, CHAIN, CONTENT, "reads.json", "records.json", "answers.json", "outcome.json",
               "machine.json")  # fmt: skip
EVERY_FIELD = [(n, path) for n in SIGNED_JSON for path in fields_of(json.loads(opened()[n]))]


@settings(max_examples=examples(400), deadline=None)
@given(st.sampled_from(EVERY_FIELD), st.sampled_from(["", "0", 0, 7, None, True, "f" * 64, []]))
def test_no_changed_field_of_any_part_passes(
    field: tuple[str, tuple[object, ...]], value: object
) -> None:
    name, path = field
    files = opened()
    root = json.loads(files[name])
    holder = root
    for step in path[:-1]:
        holder = holder[step]
    if holder[path[-1]] == value and type(holder[path[-1]]) is type(value):
        return
    holder[path[-1]] = value
    files[name] = canonical(root)
    assert not checked(repacked(files)).is_whole
