"""A built client has no headquarters, and its package no car: help and words say so."""

import json
import subprocess
import sys

CHILD = """
import contextlib, io, json, sys
sys.modules |= dict.fromkeys(sys.argv[1].split(","))
from mdt_alpr.cli import main
def said(line):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            main(line.split())
        except SystemExit:
            pass
    return out.getvalue()
print(json.dumps([said(line) for line in sys.argv[2:]]))
"""


def without(modules: str, *lines: str) -> list[str]:
    """Return what each command says where some modules are not there."""
    child = [sys.executable, "-c", CHILD, modules, *lines]
    done = subprocess.run(child, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def listed(text: str) -> set[str]:
    """Return the commands of a help: the first words of its indented lines."""
    return {line.split()[0] for line in text.splitlines() if line.startswith("    ")}


def test_a_client_lists_and_gives_the_commands_of_a_desk_and_none_of_the_servers_machine() -> None:
    every, desk, asked = without("mdt_alpr.hq", "--help", "hq --help", "hq devices")
    assert {"car", "desk", "drill", "hq"} <= listed(every)
    assert "demo" not in listed(every)
    assert {"sign-in", "enroll-device", "import-hotlist", "audit"} <= listed(desk)
    assert not {"serve", "setup", "backup", "restore", "audit-key", "doctor"} & listed(desk)
    assert "--data" not in desk
    assert "Nobody is signed in for commands." in asked


def test_a_client_says_in_words_that_a_command_needs_headquarters() -> None:
    lines = "demo --offscreen", "hq serve", "settings explain server", "drill --run RS-01"
    for said in without("mdt_alpr.hq", *lines):
        assert "needs headquarters, which is not in it" in said
        assert "Traceback" not in said


def test_headquarters_alone_lists_no_command_of_a_car_or_a_desk() -> None:
    every, server = without("PySide6", "--help", "hq --help")
    assert {"hq", "enroll", "verify"} <= listed(every)
    assert not {"demo", "car", "camera", "desk", "drill", "doctor", "models"} & listed(every)
    assert {"serve", "setup", "backup", "devices"} <= listed(server)


def test_headquarters_alone_enrolls_its_machine_as_a_desk_and_signs_in_for_commands() -> None:
    lines = "enroll --kind desk --hq https://127.0.0.1:1 --code ABCD-EFGH", "hq devices"
    enrolled, asked = without("PySide6,cv2,onnxruntime,rapidocr,serial,pmtiles", *lines)
    assert enrolled.startswith("mdt-alpr: ")
    assert asked.startswith("mdt-alpr: ")
