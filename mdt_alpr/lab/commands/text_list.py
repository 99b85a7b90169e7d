"""List the texts that people see, room by room, for whoever reads and mends their English.

A text stands where it is used (decision 24). This is the other way to see it: all of a room's, in
the order of its files.
"""

import ast
import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import mdt_alpr
from mdt_alpr.cli.arguments import arg, main_command

PACKAGE = Path(mdt_alpr.__file__).parent
_WORDS = re.compile(r"[A-Za-z]{2,} [a-z]|^[A-Z][a-z]{2,}")
"""A sentence, a part of one, or a label; no name of a key, table or event."""
_NAME = re.compile(r"[a-z][A-Z]")
_LABELED = ("ui", "domain", "cli")
"""Rooms in which a single word with a capital is a label; elsewhere it may be a name."""


@dataclass(frozen=True, slots=True)
class SeenText:
    """A text, where ``{}`` stands for a value; ``place`` is ``file:line`` in the package."""

    place: str
    words: str


@main_command(arg("room", help="a folder of mdt_alpr, such as ui/hit or hq/holds"))
def _text_list(args: Namespace) -> int:
    """Print them; 1 where there is no such room."""
    room = PACKAGE / args.room
    if not room.is_dir():
        sys.stderr.write(f"mdt_alpr has no folder {args.room}.\n")
        return 1
    for text in seen_texts(room):
        sys.stdout.write(f"{text.place}: {text.words}\n")
    return 0


def seen_texts(room: Path) -> Iterator[SeenText]:
    """Yield the texts of a folder's modules."""
    for path in sorted(room.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for line, words in sorted(_literals(tree, _unseen(tree))):
            if _is_words(words, name.partition("/")[0]):
                yield SeenText(f"{name}:{line}", " ".join(words.split()))


def _is_words(words: str, room: str) -> bool:
    is_label = room in _LABELED and _NAME.search(words) is None
    return _WORDS.search(words) is not None and (is_label or " " in words.strip())


def _unseen(tree: ast.Module) -> set[ast.expr]:
    """Return the docstrings, and the parts of texts that are yielded whole."""
    found: set[ast.expr] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            found.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            found.update(node.values)
    return found


def _literals(tree: ast.Module, unseen: set[ast.expr]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if node in unseen:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(map(_part, node.values))


def _part(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else "{}"
