"""Each recipe of resources/docs/how-to, done word for word in a scratch copy, works."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "resources" / "docs" / "how-to"
ENGINE = """
import numpy as np
from mdt_alpr.adapters import discovery
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.voting import edits
from tests.drawn_plates import box_at, frame_of, plate, scene

reader = discovery.reader("oneview")
reader.load()
read = reader.read(frame_of(scene([(plate("7KLM562"), 300, 200, 130)])), box_at(300, 200, 130))
assert edits(folded(read.text), "7KLM562") <= 1, read.text
assert reader.weights == ("ppocr_reader",)
"""
FORMAT = """
import sys
from pathlib import Path
from mdt_alpr.hq.formats import chosen, formats, records

given = Path(sys.argv[1]) / "county.csv"
example = formats(given.parent)["example-county"].example
given.write_text(example.lstrip(), encoding="utf-8")
layout = chosen(given.parent, given)
assert layout is not None and layout.name == "example-county"
found = [r.cells for r in records(layout, given.read_text("utf-8").splitlines(keepends=True))]
assert [cells[5:7] for cells in found] == [("SAMPLE7", "NC"), ("SAMPLE8", "VA")], found
"""
CHECK = """
from mdt_alpr.domain.hit.gate import CheckStatus, gate
from mdt_alpr.ui.hit.presenters.hit_gate_view import gate_view
from tests.builders import NOW
from tests.compared_hits import compared

hit = compared()
held = gate(hit, NOW, officer=hit.officer, open_hit_id=hit.hit_id)
(new,) = [check for check, _ in held.checks if check.value == "picture"]
row = gate_view(hit, held, NOW, None).checks[-1]
assert (row.name, row.words) == ("Picture", "Holds"), row
assert held.status(new) is CheckStatus.TRUE
"""
PAGE = """
from mdt_alpr.domain.people.roles import Role
from PySide6.QtWidgets import QApplication
from mdt_alpr.lab.screens.desk_samples import NOW, SampleLink
from mdt_alpr.ui.desk.presenters.sign_in import DeskFacts
from mdt_alpr.ui.desk.screen import DeskScreen
from tests.builders import SetClock

application = QApplication([])

def settled(screen):
    while screen.presenter.desk.asking.waits_for_any:
        application.processEvents()

have = set()
for role in Role:
    frames = []
    screen = DeskScreen(SampleLink(role), SetClock(NOW), DeskFacts("https://hq.example"))
    screen.presenter.frame_changed.connect(frames.append)
    screen.presenter.signing_in.sign_in("whitfield", "")
    settled(screen)
    if frames and "Trainings" in [line.title for line in frames[-1].menu]:
        have.add(role)
    screen.presenter.want("trainings")
    settled(screen)
    rows = screen.window.pages["trainings"].table.rows
    until = [rows.cell(rows.index(row, 0)).words for row in range(rows.rowCount())]
    assert (len(until) > 1) == (role in have), role
    assert until == sorted(until, key=lambda day: "" if day == "None" else day), until
    screen.presenter.lock()
    assert rows.rowCount() == 0
    screen.stop()
assert have == {Role.CUSTODIAN, Role.ADMINISTRATOR}, have
"""
ROUTE = """
import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from mdt_alpr.cli import main
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq, SystemClock
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.people.sample_agency import sample_agency
from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client

password = "staple gun on the roof"
roles = ("officer-1", "officer-2", "supervisor-1", "custodian-1", "administrator-1")
people = dict.fromkeys(roles, password)
data = Path(sys.argv[1]) / "hq"
settings = HqSettings(data=data, password_cost=PasswordCost(time=1, memory=1024, lanes=1))
with InProcessHq(settings, SystemClock(), os.urandom) as server:
    sample_agency(server.hq, people, capture_date(server.hq.clock.now()))
    client = open_client(server.base_url)
    link = HttpLink(client, SystemClock(), "a-desk")
    for person, code in (("administrator-1", 200), ("supervisor-1", 403)):
        token = link.sign_in(person, password).token
        answer = client.get("/v1/on-shift", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == code, answer.text
    link.close()
    for command in (["on-shift"], ["audit", "--event", "hq:on_shift:viewed"]):
        os.environ["MDT_ALPR_PASSWORD"] = password
        signing = ["hq", "sign-in", "--hq", server.base_url, "--print", "administrator-1"]
        with redirect_stdout(StringIO()) as session:
            assert main(signing) == 0
        os.environ["MDT_ALPR_HQ_SESSION"] = session.getvalue()
        assert main(["hq", *command]) == 0
"""
RECIPES = {
    "add-an-engine": (ENGINE, ""),
    "add-a-hotlist-format": (FORMAT, ""),
    "add-a-gate-check": (CHECK, ""),
    "add-a-desk-page": (PAGE, ""),
    "add-an-act": (ROUTE, "hq:on_shift:viewed"),
}


def test_every_recipe_is_done_here() -> None:
    assert set(RECIPES) == {path.stem for path in HOW_TO.glob("*.md")}


def scratch_copy(folder: Path) -> Path:
    """Return a copy of the program and its tests, without caches and large files."""
    without = shutil.ignore_patterns("__pycache__", "*.onnx", "screenshots", "training")
    shutil.copytree(ROOT / "mdt_alpr", folder / "mdt_alpr", ignore=without)
    shutil.copytree(ROOT / "resources", folder / "resources", ignore=without)
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=without)
    for name in ("pyproject.toml", "build.spec"):
        shutil.copy(ROOT / name, folder)
    return folder


def follow(recipe: Path, scratch: Path) -> None:
    """Write each new file that the recipe shows, and apply each change."""
    text = recipe.read_text(encoding="utf-8")
    new = re.findall(r"^New file `([^`]+)`:\n\n```\w+\n(.*?)```$", text, re.DOTALL | re.MULTILINE)
    changes = re.findall(r"^```diff\n(.*?)```$", text, re.DOTALL | re.MULTILINE)
    assert new or changes
    for name, content in new:
        (scratch / name).write_text(content, encoding="utf-8")
    for change in changes:
        apply = ["git", "apply", "-"]
        done = subprocess.run(
            apply, cwd=scratch, input=change, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{recipe.name} is no longer true: {done.stderr}"


def checks(recipe: Path) -> list[str]:
    """Return the lines of a recipe's "Check it" that need nothing but the program."""
    text = recipe.read_text(encoding="utf-8").partition("## Check it")[2]
    lines = re.findall(r"^```sh\n(.*?)```$", text, re.DOTALL | re.MULTILINE)[0].splitlines()
    return [
        line for line in lines if line.startswith(("python -m pytest", "mdt-alpr command-list"))
    ]


def run_in(scratch: Path, folder: Path, words: list[str]) -> str:
    """Run a program of the scratch copy, and return what it printed."""
    if "pytest" in words:
        words = [*words, "-q", "-n", "0", "-p", "no:cacheprovider"]
    done = subprocess.run(
        words,
        cwd=scratch,
        env={**os.environ, "PYTHONPATH": str(scratch), "MDT_ALPR_DATA": str(folder / "data")},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, f"{words}\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
    return done.stdout


def test_a_desk_page_over_an_address_that_is_there_is_one_file() -> None:
    text = (HOW_TO / "add-a-desk-page.md").read_text(encoding="utf-8")
    assert re.findall(r"^New file `(.*)`:$", text, re.MULTILINE) == [
        "mdt_alpr/ui/desk/pages/trainings.py"
    ]
    assert "```diff" not in text


@pytest.mark.parametrize("name", RECIPES)
def test_the_recipe_works_word_for_word(name: str, tmp_path: Path) -> None:
    script, reported = RECIPES[name]
    scratch = scratch_copy(tmp_path / "scratch")
    follow(HOW_TO / f"{name}.md", scratch)
    assert reported in run_in(scratch, tmp_path, [sys.executable, "-c", script, str(tmp_path)])
    for line in checks(HOW_TO / f"{name}.md"):
        program = {"python": [sys.executable], "mdt-alpr": [sys.executable, "-m", "mdt_alpr"]}
        word, *words = shlex.split(line)
        run_in(scratch, tmp_path, [*program[word], *words])
