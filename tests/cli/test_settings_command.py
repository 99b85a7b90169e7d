"""`mdt-alpr settings`: what each setting means, and what is wrong with a file of them."""

import re
import tomllib
from argparse import Namespace
from pathlib import Path

import pytest

from mdt_alpr.car import settings_table
from mdt_alpr.cli import main
from mdt_alpr.cli.hq import settings_of
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.setting import Setting, faults
from mdt_alpr.hq.base import settings_file
from mdt_alpr.paths import resource

TABLES = [
    pytest.param("car", settings_table.SETTINGS, "car/car.toml", id="car"),
    pytest.param("server", settings_file.SETTINGS, "hq/hq.toml", id="server"),
]


@pytest.mark.parametrize(("which", "known", "sample"), TABLES)
def test_the_sample_has_every_setting_with_a_value_that_is_one(
    which: str, known: tuple[Setting, ...], sample: str
) -> None:
    text = resource(sample).read_text(encoding="utf-8")
    whole = re.sub(r"(?m)^# (?=\w+ = |\[\[)", "", text)
    found = tomllib.loads(whole)
    assert set(found) == {one.name for one in known}
    assert faults(found, known) == ()
    assert main(["settings", "check", which, "--data", str(resource(sample).parent)]) == 0


@pytest.mark.parametrize(("which", "known", "sample"), TABLES)
def test_each_is_explained_with_its_values_its_absence_and_who_may_weaken_a_check(
    which: str, known: tuple[Setting, ...], sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settings", "explain", which]) == 0
    said = capsys.readouterr().out
    for one in known:
        part = said.split(f"{one.name}\n  ")[1]
        assert "Value: " in part
        assert "Left out: " in part
        assert "Who may weaken a check by it: " in part
    assert main(["settings"]) == 0
    assert str(resource(sample)) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('detecter = "own"', "Did you mean detector?"),
        ('detector = "fast"', "no recognition engine"),
        ("threads = 0", "a whole number from 1 to 64"),
        ("panel_diagonal = 900", "0 or a number from 5 to 50"),
        ("panel_diagonal = nan", "0 or a number from 5 to 50"),
        ('area_states = ["XX"]', "'XX': it must be one of AL,"),
        ("area_states = []", "1 or more"),
        ('position = "usb"', "No GPS receiver accepts"),
        ('hq_url = "10.0.0.1"', "an address such as"),
        ('hq_url = "http://a:b@c"', "an address such as"),
        ('fullscreen = "yes"', "true or false"),
        ('unit = "Unit\\n12"', "one line"),
        ('second_reader = ""', "hq sign-settings"),
        ("unit = [", "not TOML"),
    ],
)
def test_a_wrong_setting_of_a_car_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, words: str
) -> None:
    file = tmp_path / "car.toml"
    unit = "" if "unit" in line else 'unit = "Unit 12"\n'
    file.write_text(f"{unit}{line}\n")
    assert main(["settings", "check", "car", "--data", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"WRONG {file}")
    assert words in said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("port = 0", "from 1 to 65535"),
        ('names = "hq"', "a list of texts"),
        ('names = ["hq"]\ntls_cert = "a"\ntls_key = "b"', "exclude each other"),
        ('tls_cert = "a"', "belong together"),
        ('audit_key = "a"', "belong together"),
        ("processes = 2", "needs PostgreSQL"),
        ('database = "postgresql://a:secret@b/c"', "a password is in it"),
        ('proxy = ["hq.example.gov"]', "the IP address of a machine"),
        ('pictures = "/srv"', "s3://BUCKET/FOLDER"),
        ('status_gateway = "radio"', "an address such as"),
        ('notices = "/nowhere/notices.toml"', "is not there"),
        ('host_name = "hq"', "is not a setting here"),
    ],
)
def test_a_wrong_setting_of_the_server_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, words: str
) -> None:
    (tmp_path / "hq.toml").write_text(f"{line}\n")
    assert main(["settings", "check", "server", "--data", str(tmp_path)]) == 1
    assert words in capsys.readouterr().out


def test_a_machine_without_a_file_is_as_delivered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settings", "check", "server", "--data", str(tmp_path)]) == 0
    assert "what is usual counts" in capsys.readouterr().out
    assert main(["settings", "check", "car", "--data", str(tmp_path)]) == 1
    assert "unit is missing" in capsys.readouterr().out


def test_the_command_line_wins_over_the_servers_file(tmp_path: Path) -> None:
    url = tmp_path / "url"
    url.write_text("postgresql://db/alpr\n")
    (tmp_path / "hq.toml").write_text(
        f'database = "file:{url}"\nkeys = "/srv/keys"\nport = 9000\nhost = "0.0.0.0"\n'
    )
    args = Namespace(data=tmp_path, database=None, pictures=None, keys=Path("/k"), port=None)
    settings = settings_of(args)
    assert (settings.database_url, settings.keys) == ("postgresql://db/alpr", Path("/k"))
    assert (args.port, args.host) == (9000, "0.0.0.0")  # noqa: S104 - a setting, not a socket
    (tmp_path / "hq.toml").write_text('database = "file:/nowhere/url"\n')
    with pytest.raises(OutsideError, match=r"hq\.toml: database: .*cannot be read"):
        settings_of(Namespace(data=tmp_path, database=None, pictures=None, keys=None))
