"""README and resources/docs are true: links, paths, commands, variables, keys, versions."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from mdt_alpr.car.settings import CarSettings
from mdt_alpr.cli.arguments import Parser
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.keeping import backup
from mdt_alpr.ui.shell.views.function_keys import (
    F3_AFTER_ENTRY,
    F3_ON_PATROL,
    F3_ON_STATUS,
    F5_OFF_HIT,
    F5_ON_PATROL,
    F7_BEFORE_CAD,
    F7_ON_PATROL,
    F9_ON_HIT,
    KEYS,
)
from mdt_alpr.wire import hotlist_package, messages
from tests.cli.every_parser import every_parser

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "resources" / "docs"
README = ROOT / "README.md"
PAGES = [README, *sorted(DOCS.rglob("*.md"))]
CARDS = [*(ROOT / "resources").glob("*/README.md"), *(ROOT / "resources" / "models").glob("*.md")]
MODULES = [
    *(ROOT / "mdt_alpr").rglob("*.py"),
    *(one for one in (ROOT / "installers").rglob("*.*") if one.suffix != ".pyc"),
]
LONGEST_README = 120
FOLDERS = r"(?:mdt_alpr|tests|resources|installers|\.ci)"
ROOMS = [path for path in (ROOT / "mdt_alpr").iterdir() if (path / "__init__.py").is_file()]
MADE_UP = {"NAME", "ROOM"}
"""Words that stand for what somebody chooses: their folder must exist."""

pages = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())


def without_blocks(page: Path) -> str:
    """Return a page without what stands in its blocks of code."""
    return re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def anchors(page: Path) -> set[str]:
    """Return what a link may name behind "#": a page's headings as GitHub spells them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Give each relative link as the file and what it names in it."""
    for target in re.findall(r"\]\(([^)\s]+)\)", without_blocks(page)):
        if "://" not in target:
            name, _, anchor = target.partition("#")
            yield (page.parent / name).resolve() if name else page, anchor


def test_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= LONGEST_README


@pages
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for path, anchor in links(page):
        assert path.exists(), path
        assert not anchor or anchor in anchors(path), f"{path.name}#{anchor}"


@pytest.mark.parametrize("page", [*PAGES, *CARDS], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_path_of_the_code_that_is_named_exists(page: Path) -> None:
    text = without_blocks(page)
    made = re.findall(r"^New file `([^`]+)`:$", text, re.MULTILINE)
    assert not [name for name in made if (ROOT / name).exists()]
    assert all((ROOT / name).parent.exists() for name in made)
    for name in set(re.findall(rf"`({FOLDERS}/[^`\s]*)`", text)) - set(made):
        parts = Path(name).parts
        fixed = next((n for n, p in enumerate(parts) if set(re.split(r"[_.]", p)) & MADE_UP), None)
        assert (ROOT / Path(*parts[:fixed])).exists(), name


def test_what_a_docstring_of_the_program_names_in_another_room_exists() -> None:
    rooms = "|".join(path.name for path in ROOMS)
    named = re.compile(rf"``((?:{rooms})(?:\.\w+)+)")
    missing = [
        f"{module.relative_to(ROOT)}: {reference}"
        for module in (ROOT / "mdt_alpr").rglob("*.py")
        for reference in named.findall(module.read_text(encoding="utf-8"))
        if not reference.endswith(".toml") and not exists_in_the_program(reference)
    ]
    assert not missing


def exists_in_the_program(reference: str) -> bool:
    """Tell whether a dotted name below mdt_alpr leads to a folder, a module or a name in it."""
    place, names = ROOT / "mdt_alpr", reference.split(".")
    while names and (place / names[0]).is_dir():
        place /= names.pop(0)
    if names and (module := place / f"{names[0]}.py").is_file():
        place, names = module, names[1:]
    elif names:
        place /= "__init__.py"
    source = place.read_text(encoding="utf-8") if names and place.is_file() else ""
    return all(re.search(rf"\b{re.escape(name)}\b", source) for name in names)


def test_every_page_is_reached_from_readme() -> None:
    found, waiting = {README}, [README]
    while waiting:
        for path, _ in links(waiting.pop()):
            if path.suffix == ".md" and path not in found:
                found.add(path)
                waiting.append(path)
    assert set(PAGES) - found == set()


@cache
def parsers() -> dict[tuple[str, ...], Parser]:
    return dict(every_parser())


@cache
def code_of_the_program() -> str:
    scripts = (ROOT / "installers").rglob("*.sh")
    return "".join(p.read_text(encoding="utf-8") for p in (*MODULES, *scripts) if p.is_file())


def commands_in(page: Path) -> Iterator[list[str]]:
    """Give each command that a page names, from text and blocks, but one that it adds itself."""
    text = page.read_text(encoding="utf-8")
    added = set(re.findall(r'command\("([\w-]+)"', text))
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    spans = re.findall(r"`(mdt-alpr[^`]*)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    lines = re.findall(r"^(mdt-alpr .*)$", blocks, re.MULTILINE)
    for line in (*spans, *lines):
        words = shlex.split(line.replace("\n", " "), comments=True)[1:]
        if not added & set(words):
            yield words


@pages
def test_every_command_that_is_named_exists_with_its_options(page: Path) -> None:
    known = parsers()
    for words in commands_in(page):
        at: tuple[str, ...] = ()
        options = set(known[()]._option_string_actions)
        for word in words:
            if (*at, word) in known:
                at = (*at, word)
                options |= set(known[at]._option_string_actions)
            elif word.startswith("--"):
                assert word in options, f"{page.name}: {' '.join(words)}"
        assert at or not words or words[0].startswith("-"), f"{page.name}: {' '.join(words)}"


@pages
def test_every_variable_that_is_named_is_read_somewhere(page: Path) -> None:
    code = code_of_the_program()
    named = set(re.findall(r"MDT_ALPR_\w+", page.read_text(encoding="utf-8")))
    assert {name for name in named if name not in code} == set()


@pytest.mark.proved("K32")
def test_the_guide_says_how_to_take_another_port_before_a_command_names_it() -> None:
    before, names_it, _ = (DOCS / "administrator.md").read_text("utf-8").partition("--hq http")
    usual = HqSettings(data=Path()).port
    assert names_it
    assert f"port {usual}" in before
    assert "serve --port" in before
    assert "sign-in` remembers its headquarters" in before


def test_every_setting_of_a_car_is_explained_and_no_other() -> None:
    text = (DOCS / "technician.md").read_text(encoding="utf-8")
    table = text.split("\n## Settings\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
    named = {name.strip("[]") for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert named == {field.name for field in fields(CarSettings)} - {"data"}


def test_the_key_card_has_every_function_key_by_its_name_on_the_screen() -> None:
    card = (DOCS / "officer.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (F\d+)(?:, held)? \| ([^|]+) \|", card, re.MULTILINE))
    f3 = f"{KEYS['F3']}; {F3_AFTER_ENTRY}; {F3_ON_STATUS}; {F3_ON_PATROL}"
    f5 = f"{KEYS['F5']}; {F5_OFF_HIT}; {F5_ON_PATROL}"
    f7 = f"{KEYS['F7']}; {F7_ON_PATROL}; {F7_BEFORE_CAD}"
    assert rows == {**KEYS, "F3": f3, "F5": f5, "F7": f7, "F9": f"{KEYS['F9']}; {F9_ON_HIT}"}


def test_the_changelog_names_the_versions_of_what_is_kept_and_sent() -> None:
    text = (DOCS / "changelog.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([^|]+) \| (\w+)[^|]* \|", text, re.MULTILINE))

    def newest(folder: str) -> str:
        return max((ROOT / "mdt_alpr" / folder).glob("[rv]0*.py")).name.partition("_")[0]

    assert rows["schema of headquarters"] == newest("hq/base/migrations")
    assert rows["schema of the car"] == newest("adapters/store/migrations")
    assert rows["messages between car and headquarters"] == str(messages.VERSION)
    assert rows["hotlist package"] == hotlist_package.FORMAT.split()[-1]
    assert rows["backup"] == backup.FORMAT.split()[-1]


def test_what_the_program_ships_holds_the_pages() -> None:
    recipe = (ROOT / "build.spec").read_text(encoding="utf-8")
    (left_out,) = re.findall(r"path\.name not in \{([^}]*)\}", recipe)
    assert "docs" not in left_out
    wheel = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'resources = "mdt_alpr/resources"' in wheel
