"""Public methods say what they do where they are declared first (in place of ruff's D102)."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "mdt_alpr"
Method = ast.FunctionDef | ast.AsyncFunctionDef


def methods(declared: ast.ClassDef) -> dict[str, Method]:
    """Return the methods of a class; of a property, the one that is read."""
    return {m.name: m for m in reversed(declared.body) if isinstance(m, Method)}


def bases(declared: ast.ClassDef) -> list[str]:
    plain = [b.value if isinstance(b, ast.Subscript) else b for b in declared.bases]
    return [ast.unparse(base).rpartition(".")[2] for base in plain]


def above(declared: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> Iterator[ast.ClassDef]:
    """Yield the classes of the package that a class inherits from, nearest first."""
    for name in bases(declared):
        if (base := classes.get(name, declared)) is not declared:
            yield base
            yield from above(base, classes)


def ports(declared: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> Iterator[ast.ClassDef]:
    """Yield the protocols of two methods and more whose every method a class has."""
    for port in classes.values():
        asked = {name for name in methods(port) if not name.startswith("_")}
        if "Protocol" in bases(port) and len(asked) > 1 and asked <= methods(declared).keys():
            yield port


def undocumented(declared: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> Iterator[str]:
    silent = {
        name
        for name, method in methods(declared).items()
        if not name.startswith("_") and not ast.get_docstring(method)
    }
    if silent:
        for first in (*above(declared, classes), *ports(declared, classes)):
            silent -= {
                name for name, method in methods(first).items() if ast.get_docstring(method)
            }
    yield from (f"{declared.name}.{name}" for name in sorted(silent))


def test_a_public_method_has_a_docstring_or_repeats_one_of_its_base_or_port() -> None:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    declared = [node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
    classes = {type_.name: type_ for type_ in declared}

    public = [type_ for type_ in declared if not type_.name.startswith("_")]

    assert [name for type_ in public for name in undocumented(type_, classes)] == []
