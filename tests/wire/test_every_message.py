"""Every message is a frozen dataclass that nobody changes on its way."""

import importlib
import inspect
import pkgutil
from dataclasses import is_dataclass
from types import ModuleType

import pytest

from mdt_alpr import wire

MODULES = [
    importlib.import_module(f"mdt_alpr.wire.{m.name}") for m in pkgutil.iter_modules(wire.__path__)
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_a_message_is_frozen_and_has_no_other_fields(module: ModuleType) -> None:
    own = [kind for _, kind in inspect.getmembers(module, inspect.isclass)]
    for kind in own:
        if kind.__module__ == module.__name__ and is_dataclass(kind):
            assert kind.__dataclass_params__.frozen, kind  # type: ignore[attr-defined]
            assert "__dict__" not in dir(kind), kind
