"""What no linter checks: pure domain, short modules, tested clauses, explained codes."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import mdt_alpr
from mdt_alpr.domain import policy
from mdt_alpr.domain.policy_profile import Clause

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mdt_alpr"
POLICY = PACKAGE / "domain" / "policy.py"
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST, LONG, FEW = 700, 400, 10
REQUIREMENTS = ROOT / "resources" / "docs" / "requirements.md"
MACHINE_PATH = re.compile(r"(?<![\w.}$])/(?:tmp|work|root|home)/\w|\b[A-Z]:\\Users\\")
REGISTRY_HOST = re.compile("py" + r"pi\.org|pythonhosted" + r"\.org|deb\.debian" + r"\.org")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT).as_posix())


@cache
def imported(path: Path) -> tuple[tuple[str, str], ...]:
    """Return every import of a module as (module, name); the name is empty for ``import x``."""
    found: list[tuple[str, str]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found += ((node.module or "", alias.name) for alias in node.names)
    return tuple(found)


def tracked_texts() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [p for p in paths if p.is_file() and b"\0" not in p.read_bytes()[:8192]]


def test_domain_needs_nothing_but_the_standard_library() -> None:
    known = sys.stdlib_module_names | {"mdt_alpr"}
    others = {
        name_of(path): outside
        for path in (PACKAGE / "domain").rglob("*.py")
        if (outside := {module.partition(".")[0] for module, _ in imported(path)} - known)
    }
    assert others == {}


def test_modules_are_short() -> None:
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*MODULES, *TESTS]
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
    assert sum(length > LONG for length in lengths.values()) <= FEW


def test_every_requirement_code_is_explained() -> None:
    code = re.compile(r"\b(?:[A-Z]{3}-\d\d|[DU]\d{1,2})\b")
    explained = set(
        re.findall(rf"^\| ({code.pattern}) \|", REQUIREMENTS.read_text("utf-8"), re.MULTILINE)
    )
    groups = {name.partition("-")[0] for name in explained if "-" in name}
    unknown = {
        f"{name_of(path)}: {name}"
        for path in MODULES
        for name in code.findall(path.read_text(encoding="utf-8"))
        if name not in explained and ("-" not in name or name.partition("-")[0] in groups)
    }
    assert unknown == set()


def test_only_the_policy_counts_days() -> None:
    counting = re.compile(r"timedelta\((?:days=|weeks=|hours=(?:2[4-9]|[3-9]\d|\d{3})|[1-9])")
    drive = PACKAGE / "adapters" / "drive"
    made_up = {p for p in MODULES if drive in p.parents or "sample" in p.stem}
    others = [
        p for p in MODULES if p != POLICY and p not in made_up
    ]  # samples have an age, no term
    assert [name_of(p) for p in others if counting.search(p.read_text(encoding="utf-8"))] == []
    assert counting.search(POLICY.read_text(encoding="utf-8"))


def test_a_day_of_people_is_the_agencys_at_every_hour() -> None:
    """A day in UTC is tomorrow in the evening: only partitions of stored data are cut by it."""
    in_utc = re.compile(r"\bnow\(\)\.date\(\)|date\.today\(\)")
    partitions = {PACKAGE / "lab" / "hq" / name for name in ("purging.py", "stored_reads.py")}
    paths = [p for p in [*MODULES, *TESTS] if p not in partitions and p != Path(__file__)]
    assert [name_of(p) for p in paths if in_utc.search(p.read_text(encoding="utf-8"))] == []


def test_every_clause_has_a_test() -> None:
    clauses = {name for name, value in vars(policy).items() if isinstance(value, Clause)}
    text = "".join(p.read_text(encoding="utf-8") for p in TESTS)
    marked = set(re.findall(r"mark\.clause\((?:policy\.)?(\w+)\.number\)", text))
    assert marked == clauses


def test_widgets_live_in_views_only() -> None:
    elsewhere = [
        f"{name_of(path)}: {name}"
        for path in MODULES
        if path.parent.name != "views"
        for module, name in imported(path)
        if "QtWidgets" in (*module.split("."), name) and name != "QApplication"
    ]
    assert elsewhere == []


def test_the_map_in_the_package_docstring_is_the_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    drawn = re.findall(r"^(``\w+``(?: \| ``\w+``)*)", mdt_alpr.__doc__ or "", re.MULTILINE)
    assert [line.replace("`", "") for line in drawn] == [
        re.sub(r"[()]", "", layer) for layer in layers if "__main__" not in layer
    ]


def test_no_text_names_a_folder_of_somebodys_machine_or_a_registry() -> None:
    found = [
        f"{name_of(path)}:{number}: {match.group()}"
        for path in tracked_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in [MACHINE_PATH.search(line) or REGISTRY_HOST.search(line)]
        if match
    ]
    assert found == []


def test_only_the_routes_of_headquarters_know_the_web_framework() -> None:
    framework = {"starlette", "uvicorn"}
    stems = re.compile(r"(?:\w+_)?routes|endpoints|parameters|places|rate_limits|batch\w*|app")
    outer = {
        path
        for path in (PACKAGE / "hq").rglob("*.py")
        if stems.fullmatch(path.stem) or path.parent.name == "serving"
    } | {PACKAGE / "hq" / "base" / "http.py"}
    names = {name_of(path)[:-3].replace("/", ".") for path in outer}
    knowing = {
        name_of(path)
        for path in (PACKAGE / "hq").rglob("*.py")
        if path not in outer
        for module, name in imported(path)
        if module.partition(".")[0] in framework or {module, f"{module}.{name}"} & names
    }
    assert knowing == set()


PLUG_INS = ("adapters/cameras", "adapters/engines", "adapters/positions", "lab/training")
"""Folders whose files offer the same names by contract."""


def test_every_public_type_has_a_name_of_its_own() -> None:
    places: dict[str, set[str]] = {}
    for path in MODULES:
        if any(folder in name_of(path) for folder in PLUG_INS):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, set()).add(name_of(path))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
