"""Headquarters' addresses stand in one place, and take any name into a path."""

import ast
from pathlib import Path

import mdt_alpr
from mdt_alpr.acts import accounts as accounts_acts
from mdt_alpr.wire import addresses

PACKAGE = Path(mdt_alpr.__file__).parent


def paths_in(module: Path) -> set[str]:
    """Return every text of a module that begins as an address does."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and text.startswith("/v1/")}


def test_an_address_is_written_once() -> None:
    others = set(PACKAGE.rglob("*.py")) - {PACKAGE / "wire" / "addresses.py"}
    twice = {str(module): paths_in(module) for module in others}
    assert {module: found for module, found in twice.items() if found} == {}


def test_the_screen_writes_no_address() -> None:
    written = {str(module): paths_in(module) for module in (PACKAGE / "ui").rglob("*.py")}
    assert {module: found for module, found in written.items() if found} == {}


def test_whatever_is_filled_in_stays_one_part_of_the_path() -> None:
    path = addresses.filled(accounts_acts.RELEASE_ACCOUNT.address, person_id="../a b/{c}?")
    assert path == "/v1/accounts/..%2Fa%20b%2F%7Bc%7D%3F/release"
