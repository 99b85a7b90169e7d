"""Every act of headquarters is done at the desk, or its declaration says why it is not."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import pytest

from mdt_alpr import ui
from mdt_alpr.acts import rooms
from mdt_alpr.acts.act import Declaration, acts_in
from mdt_alpr.adapters.hq_link import desk_link

ACTS = [act for room in rooms() for act in acts_in(room)]


def used_in(module: ModuleType) -> Iterator[object]:
    """Yield what a module's code uses of other modules: a declaration, or an address."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Name):
            yield vars(module).get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield getattr(vars(module).get(node.value.id), node.attr, None)


def desk_modules() -> Iterator[ModuleType]:
    """Yield the files of the desk, with its way to headquarters."""
    yield desk_link
    for part in walk_packages(ui.__path__, f"{ui.__name__}."):
        if not part.ispkg and ".desk." in part.name:
            yield import_module(part.name)


def plain(used: object) -> Iterator[object]:
    """Yield the parts of a tuple of declarations, else the thing itself."""
    yield from used if isinstance(used, tuple) else (used,)


USED = [part for module in desk_modules() for used in used_in(module) for part in plain(used)]
DOORS = [used for used in USED if isinstance(used, Declaration)]
ADDRESSES = {used for used in USED if isinstance(used, str)}


def has_door(act: Declaration[Any]) -> bool:
    """Return whether the desk does an act, or one that is the same but for what is typed."""
    same = [door for door in DOORS if door.at == act.at]
    if act.button:
        return act in same
    says = act.says.items()
    of_kind = any(says <= d.says.items() or d.says.items() <= says for d in same)
    return of_kind or act.address in ADDRESSES


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.at} {dict(act.says) or ''}")
def test_an_act_is_at_the_desk_or_says_why_it_is_not(act: Declaration[object]) -> None:
    assert has_door(act) != bool(act.off_desk)
