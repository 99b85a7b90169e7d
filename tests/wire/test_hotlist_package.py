import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.errors import ListRefusedError
from mdt_alpr.domain.hotlist.hotlist import AlertStyle, CategorySetting, PastHits, Priority
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.hotlist_package import (
    FORMAT,
    HotlistPackage,
    PackageEnd,
    PackageHead,
    lines_of,
    packed,
    signed_part,
)
from tests.builders import NOW

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
HEAD = PackageHead(
    format=FORMAT,
    since=3,
    version=7,
    compiled_at=NOW,
    look_alikes_allowed=False,
    entries=2,
    key=KEY.public_key().public_bytes_raw().hex(),
)


def a_package(head: PackageHead = HEAD, entries: int = 2, key: Ed25519PrivateKey = KEY) -> bytes:
    texts = [f'{{"n":{n}}}' for n in range(entries)]
    return b"".join(packed(head, ["c1", "c2"], texts, ['{"m":1}'], key.sign))


def read(whole: bytes, pieces: int = 7) -> tuple[PackageHead, list[tuple[bytes, bytes]]]:
    parts = (whole[n : n + pieces] for n in range(0, len(whole), pieces))
    package = HotlistPackage(lines_of(parts), is_signed)
    found = list(package)
    assert package.digest
    return package.head, found


def test_a_package_comes_out_as_it_went_in_cancellations_first() -> None:
    head, lines = read(a_package())
    assert head == HEAD
    assert lines == [
        (b"-", b"c1"), (b"-", b"c2"), (b"+", b'{"n":0}'), (b"+", b'{"n":1}'), (b"*", b'{"m":1}'),
    ]  # fmt: skip


@given(data=st.data())
def test_a_package_with_any_byte_changed_is_refused(data: st.DataObject) -> None:
    whole = bytearray(a_package())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ListRefusedError):
        read(bytes(whole))


@given(data=st.data())
def test_a_package_that_is_cut_off_anywhere_is_refused(data: st.DataObject) -> None:
    whole = a_package()
    part = whole[: data.draw(st.integers(0, len(whole) - 2))]
    with pytest.raises(ListRefusedError):
        read(part)


def test_something_after_the_end_is_refused() -> None:
    with pytest.raises(ListRefusedError, match="changed or damaged"):
        read(a_package() + b"+{}\n")


def test_a_package_signed_by_another_key_than_its_own_is_refused_in_words() -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    with pytest.raises(ListRefusedError, match="does not bear headquarters' signature"):
        read(a_package(key=other))


@pytest.mark.parametrize("form", ["mdt-alpr hotlist 5", "mdt-alpr hotlist 0", ""])
def test_a_package_of_another_format_is_refused(form: str) -> None:
    with pytest.raises(ListRefusedError, match="a form that this program does not know"):
        read(a_package(replace(HEAD, format=form)))


SETTING = CategorySetting("V", Priority.MEDIUM, AlertStyle.TONE, "Call Communications first.")
SET = replace(
    HEAD,
    settings=(SETTING, CategorySetting("P", Priority.HIGH)),
    lineage="0123456789abcdef" * 2,
    made_at=HEAD.compiled_at + timedelta(days=66),
    past_hits=(PastHits("V", "NC", 41, 63, NOW - timedelta(days=90), NOW),),
)


def test_what_was_set_for_categories_and_the_lineage_come_out_as_they_went_in() -> None:
    assert read(a_package(SET))[0] == SET


@pytest.mark.proved("D19")
def test_a_package_of_an_older_headquarters_says_nothing_of_past_hits_and_is_used() -> None:
    head, *rest = a_package().split(b"\n")
    older = b"\n".join([head.replace(b',"past_hits":[]', b""), *rest[:-2]]) + b"\n"
    end = decode(PackageEnd, rest[-2][1:])
    digest = hashlib.sha256(older).hexdigest()
    signed = replace(end, digest=digest, signature=KEY.sign(signed_part(digest)).hex())
    assert read(older + b"." + encode(signed).encode() + b"\n")[0] == HEAD


def test_a_head_has_one_spelling() -> None:
    first, *_ = a_package(SET).split(b"\n")
    with pytest.raises(ListRefusedError, match="changed or damaged"):
        HotlistPackage([first.replace(b'":', b'": ', 1) + b"\n"], is_signed)


def test_the_format_is_signed_too() -> None:
    """A package cannot be passed off as one of another format, whose head says less."""
    pieces = packed(HEAD, (), (), (), lambda signed: KEY.sign(signed.split(b"\n")[1]))
    with pytest.raises(ListRefusedError, match="does not bear headquarters' signature"):
        read(b"".join(pieces))


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (b'"code":"V"', b'"code":"Q"', "sets a category in a way"),
        (b'"code":"P"', b'"code":"V"', "sets a category in a way"),
        (b'"style":"tone"', b'"style":"shown"', "sets a category in a way"),
        (b'"priority":"medium"', b'"priority":"utmost"', "changed or damaged"),
        (b'"style":"tone"', b'"style":"siren"', "changed or damaged"),
    ],
)
def test_settings_that_may_not_be_are_refused_though_they_are_signed(
    before: bytes, after: bytes, why: str
) -> None:
    first, *_ = a_package(SET).split(b"\n")
    with pytest.raises(ListRefusedError, match=why):
        HotlistPackage([first.replace(before, after) + b"\n"], is_signed)


def test_a_long_package_goes_in_pieces() -> None:
    pieces = list(packed(HEAD, (), ("x" * 1000 for _ in range(1000)), (), KEY.sign))
    assert len(pieces) > 10
    assert len(read(b"".join(pieces), 5000)[1]) == 1000


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 10_000

    with pytest.raises(ListRefusedError):
        HotlistPackage(lines_of(endless()), is_signed)
