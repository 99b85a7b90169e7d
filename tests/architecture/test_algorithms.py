"""What encrypts, signs or hashes is on one list, and every key has its row (SC-12, SC-13)."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mdt_alpr.keys.algorithms import ALGORITHMS, modules, words_of_modules

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "resources" / "docs" / "keys.md").read_text("utf-8")
LISTED = {name for algorithm in ALGORITHMS for name in algorithm.names}
PRIMITIVES = "cryptography.hazmat.primitives"
OUTSIDE = {"argon2", "pyotp", "fido2", "sqlcipher3", "ssl", "pyzipper"}
"""Libraries that do cryptography of their own."""
NO_ALGORITHM = {
    "serialization", "load_pem_private_key", "load_pem_public_key", "Encoding", "PublicFormat",
    "PrivateFormat", "NoEncryption", "load_der_public_key", "compare_digest", "file_digest",
    "_Hash",
}  # fmt: skip
"""Names of these libraries that hash or encrypt nothing by themselves."""


@cache
def used() -> tuple[tuple[str, str], ...]:
    """Return each cryptographic name that a module of the program uses, with the module."""
    return tuple(
        (name, path.relative_to(ROOT).as_posix())
        for path in sorted((ROOT / "mdt_alpr").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in names_in(node)
    )


def names_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and node.module:
        if node.module.startswith(PRIMITIVES) or node.module in {"hashlib", "hmac"}:
            yield from (alias.name for alias in node.names)
        elif (library := node.module.partition(".")[0]) in OUTSIDE:
            yield library
    elif isinstance(node, ast.Import):
        libraries = {alias.name.partition(".")[0] for alias in node.names}
        yield from libraries & OUTSIDE
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        is_hash = node.value.id == "hashes" and node.attr[0].isupper()
        if is_hash or node.value.id in {"hashlib", "hmac"}:
            yield node.attr
    elif isinstance(node, ast.Call) and any(
        isinstance(part, ast.Constant) and part.value in {"md5", "sha1", "sha512"}
        for part in node.args
    ):
        yield next(str(p.value) for p in node.args if isinstance(p, ast.Constant))


def test_the_program_uses_no_algorithm_that_is_not_on_the_list() -> None:
    found = {name: where for name, where in used() if name not in NO_ALGORITHM}
    assert {name: where for name, where in found.items() if name not in LISTED} == {}


def test_the_list_names_nothing_that_is_not_used() -> None:
    found = {name for name, _ in used()}
    assert LISTED - found <= {"pyzipper"}  # of packages that leave, with their room


def test_the_page_shows_the_list_and_says_what_is_not_approved() -> None:
    for algorithm in ALGORITHMS:
        row = f"| {algorithm.name} | {algorithm.standard} | {algorithm.used_for} |"
        assert f"{row} {'yes' if algorithm.approved else 'no'} |" in PAGE
    assert "not FIPS 140 validated modules" in PAGE


def test_this_machine_says_which_modules_work_and_whether_in_fips_mode() -> None:
    found = modules()
    assert [one.name.partition(" ")[0] for one in found] == ["Python's", "cryptography"]
    words = words_of_modules()
    assert all(one.version in words for one in found)
    assert words.count("FIPS mode") == len(found)


def test_every_key_file_of_the_sources_has_its_row() -> None:
    named = re.compile(r'"([a-z_]+\.key|key\.pem|authority\.pem|certificate\.pem)"')
    found = {
        name
        for path in (ROOT / "mdt_alpr").rglob("*.py")
        if "lab" not in path.parts
        for name in named.findall(path.read_text("utf-8"))
    }
    assert len(found) >= 8
    assert {name for name in found if f"{name}" not in PAGE} == set()
    rows = [line.split("|")[1:-1] for line in PAGE.splitlines() if line.startswith("| ")]
    keys = [row for row in rows if len(row) == 7 and row[0].strip() != "key"]
    assert len(keys) >= 15
    assert all(cell.strip() for row in keys for cell in row)
