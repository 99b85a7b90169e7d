import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.vault.passphrase_vault import VARIABLE, PassphraseVault, Prompt
from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.domain.people.passwords import PASSPHRASE_RULES
from tests.profiles import examples
from tests.rights import is_private

PHRASE = "correct horse battery"
CHEAP = 2**4


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "store.key"


def _vault(
    path: Path, phrase: str = PHRASE, prompt: Prompt | None = None, cost: int = CHEAP
) -> PassphraseVault:
    environment = {VARIABLE: phrase} if phrase else {}
    return PassphraseVault(path, os.urandom, environment=environment, prompt=prompt, cost=cost)


def test_the_key_is_made_once_and_opens_with_its_passphrase(path: Path) -> None:
    key = _vault(path).key()
    assert len(key) == 32
    assert _vault(path).key() == key
    assert _vault(path, "", lambda _question: PHRASE).key() == key


def test_the_file_holds_neither_key_nor_passphrase_and_is_private(path: Path) -> None:
    key = _vault(path).key()
    content = path.read_text()
    assert key.hex() not in content
    assert PHRASE not in content
    assert is_private(path)
    assert [file.name for file in path.parent.iterdir()] == ["store.key"]


def test_two_files_of_one_passphrase_have_nothing_in_common(tmp_path: Path) -> None:
    one, other = (_vault(tmp_path / name).key() for name in ("a", "b"))
    assert one != other


def test_a_wrong_passphrase_says_so_and_changes_nothing(path: Path) -> None:
    key = _vault(path).key()
    before = path.read_bytes()
    with pytest.raises(StoreLockedError, match="does not fit"):
        _vault(path, "wrong horse battery").key()
    assert path.read_bytes() == before
    assert _vault(path).key() == key


def test_without_any_passphrase_it_says_where_to_give_one(path: Path) -> None:
    for prompt in (None, lambda _question: ""):
        with pytest.raises(StoreLockedError, match=VARIABLE):
            _vault(path, "", prompt).key()
    assert not path.exists()


def test_whoever_chooses_a_passphrase_reads_before_which_one_will_do(path: Path) -> None:
    asked: list[str] = []

    def type_it(question: str) -> str:
        asked.append(question)
        return PHRASE

    for _ in range(2):
        _vault(path, "", type_it).key()
    first, again, later = asked
    assert PASSPHRASE_RULES in first
    assert again == "Again: "
    assert PASSPHRASE_RULES not in later


def test_a_short_passphrase_makes_no_key(path: Path) -> None:
    with pytest.raises(StoreLockedError, match="too short"):
        _vault(path, "short").key()
    assert not path.exists()


def test_a_typed_passphrase_is_asked_for_twice_when_the_key_is_made(path: Path) -> None:
    typed = iter([PHRASE, "another phrase of mine"])
    with pytest.raises(StoreLockedError, match="differ"):
        _vault(path, "", lambda _question: next(typed)).key()
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[1]", b'{"format":"other","cost":16}'])
def test_a_file_that_is_no_key_file_is_refused_and_left(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreLockedError, match="no key file"):
        _vault(path).key()
    assert path.read_bytes() == content


@settings(max_examples=examples(60), deadline=None)
@given(place=st.integers(min_value=0), flip=st.integers(1, 255))
def test_no_changed_byte_gives_another_key(
    tmp_path_factory: pytest.TempPathFactory, place: int, flip: int
) -> None:
    path = tmp_path_factory.mktemp("key") / "store.key"
    key = _vault(path).key()
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= flip
    path.write_bytes(content)
    try:
        found = _vault(path).key()
    except StoreLockedError:
        return
    assert found == key  # a letter of a hexadecimal number became its capital


def test_a_cost_out_of_reason_is_not_paid(path: Path) -> None:
    _vault(path).key()
    path.write_text(path.read_text().replace('"cost":16', f'"cost":{2**40}'))
    with pytest.raises(StoreLockedError, match="no key file"):
        _vault(path).key()


def test_a_folder_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with pytest.raises(StoreLockedError, match="cannot be read or written"):
        _vault(in_the_way / "store.key").key()


def test_a_draft_left_by_a_crash_is_in_nobodys_way(path: Path) -> None:
    path.parent.mkdir()
    path.with_name("store.key.new").write_text("half")
    assert len(_vault(path).key()) == 32
