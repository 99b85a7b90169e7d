import io
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.errors import ListRefusedError
from mdt_alpr.signing import is_signed
from mdt_alpr.wire.hotlist_package import (
    FORMAT,
    PackageHead,
    checked,
    lines_of,
    packed,
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


def test_a_package_comes_out_as_it_went_in_cancellations_first() -> None:
    file = io.BytesIO(a_package())
    head, end = checked(file, is_signed)
    assert head == HEAD
    assert (end.cancelled, end.entries, end.manual) == (2, 2, 1)
    file.seek(0)
    assert list(lines_of(file)) == [
        (b"-", b"c1"), (b"-", b"c2"), (b"+", b'{"n":0}'), (b"+", b'{"n":1}'), (b"*", b'{"m":1}'),
    ]  # fmt: skip


@given(data=st.data())
def test_a_package_with_any_byte_changed_is_refused(data: st.DataObject) -> None:
    whole = bytearray(a_package())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ListRefusedError):
        checked(io.BytesIO(bytes(whole)), is_signed)


@given(data=st.data())
def test_a_package_that_is_cut_off_anywhere_is_refused(data: st.DataObject) -> None:
    whole = a_package()
    part = whole[: data.draw(st.integers(0, len(whole) - 2))]
    with pytest.raises(ListRefusedError):
        checked(io.BytesIO(part), is_signed)


def test_something_after_the_end_is_refused() -> None:
    with pytest.raises(ListRefusedError, match="changed or damaged"):
        checked(io.BytesIO(a_package() + b"+{}\n"), is_signed)


def test_a_package_signed_by_another_key_than_its_own_is_refused_in_words() -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    with pytest.raises(ListRefusedError, match="does not bear headquarters' signature"):
        checked(io.BytesIO(a_package(key=other)), is_signed)


def test_a_package_of_another_format_is_refused() -> None:
    head = replace(HEAD, format="mdt-alpr hotlist 2")
    with pytest.raises(ListRefusedError, match="a form that this program does not know"):
        checked(io.BytesIO(a_package(head)), is_signed)


def test_a_long_package_goes_in_pieces() -> None:
    pieces = list(packed(HEAD, (), ("x" * 1000 for _ in range(1000)), (), KEY.sign))
    assert len(pieces) > 10
    checked(io.BytesIO(b"".join(pieces)), is_signed)
