"""resources/docs/commands.md is what the command line says of itself."""

from pathlib import Path

import pytest

from mdt_alpr.cli import main
from mdt_alpr.lab.commands.command_list import page
from tests.cli.every_parser import every_parser, own_arguments

KEPT = Path(__file__).parents[2] / "resources" / "docs" / "commands.md"


def test_the_page_of_commands_is_up_to_date() -> None:
    how = "Run: mdt-alpr command-list resources/docs/commands.md"
    assert KEPT.read_text(encoding="utf-8") == page(), how


def test_it_names_every_command_and_every_argument() -> None:
    text = KEPT.read_text(encoding="utf-8")
    for words, parser in every_parser():
        assert f"# `{' '.join(('mdt-alpr', *words))}`\n" in text
        for action in own_arguments(parser):
            for name in action.option_strings:
                assert f"`{name}" in text or name in ("-h", "--help"), name


def test_it_says_what_the_exit_codes_mean_where_they_mean_more() -> None:
    text = KEPT.read_text(encoding="utf-8")
    for command in ("verify", "hq audit-verify", "hq doctor", "hq lists", "models list", "drill"):
        section = text.split(f"# `mdt-alpr {command}`\n")[1].split("\n#")[0]
        assert "Exit code" in section, command


def test_the_command_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = tmp_path / "commands.md"
    assert main(["command-list", str(written)]) == 0
    assert written.read_bytes() == KEPT.read_bytes()
    assert str(written) in capsys.readouterr().out
