"""`mdt-alpr settings`: what each setting means, and what is wrong with a file of them."""

import re
import tomllib
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from mdt_alpr.cli import hq_server, main
from mdt_alpr.cli.hq import settings_of
from mdt_alpr.domain import car_settings
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.setting import Setting, faults
from mdt_alpr.files.paths import resource
from mdt_alpr.hq import app
from mdt_alpr.hq.base import settings_file
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.machine.clock import SystemClock
from tests.cli.every_parser import every_parser

TABLES = [
    pytest.param("car", car_settings.SETTINGS, "car/car.toml", id="car"),
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
        ("volume = 0", "a whole number from 30 to 100"),
        ("panel_diagonal = 900", "0 or a number from 5 to 50"),
        ("panel_diagonal = nan", "0 or a number from 5 to 50"),
        ('area_states = ["XX"]', "'XX': it must be one of AL,"),
        ("area_states = []", "1 or more"),
        ('position = "usb"', "No GPS receiver accepts"),
        ('hq_url = "10.0.0.1"', "an address such as"),
        ('hq_url = "http://a:b@c"', "an address such as"),
        ('hq_url = "http://a:secret@c"', "an address such as"),
        ('position = "nmea:secret@gps"', "No GPS receiver accepts"),
        ('position = ["nmea://a:secret@gps"]', "a text in quotation marks"),
        ('source = ["rtsp://a:secret@camera"]', "a camera's number"),
        ('camera = [{ name = "a", source = "rtsp://a:secret@b", mas = 1 }]', "needs name and"),
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
    assert "secret" not in said


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
        ('database = "postgresql://b/c?password=secret"', "a password is in it"),
        ('database = "postgresql://b/c?SSLpassword=secret"', "a password is in it"),
        ('database = ["postgresql://a:secret@b/c"]', "a text in quotation marks"),
        ('database = "file:/nowhere/url"', "cannot be read"),
        ('proxy = ["http://a:secret@b"]', "entry 1: it must be the IP address"),
        ('status_gateway = "https://a:secret@b"', "an address such as"),
        ('case_system = "https://a:secret@b\\n"', "one line"),
        ('pictures = "s4://key:secret@b"', "s3://BUCKET/FOLDER"),
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
    said = capsys.readouterr().out
    assert words in said
    assert "secret" not in said


def test_a_machine_without_a_file_is_as_delivered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settings", "check", "server", "--data", str(tmp_path)]) == 0
    assert "No file: defaults apply." in capsys.readouterr().out
    assert main(["settings", "check", "car", "--data", str(tmp_path)]) == 1
    assert "unit is missing" in capsys.readouterr().out


def test_the_command_line_wins_over_the_servers_file(tmp_path: Path) -> None:
    url = tmp_path / "url"
    url.write_text("postgresql://db/alpr\n")
    (tmp_path / "hq.toml").write_text(
        f'database = "file:{url.as_posix()}"\nkeys = "/srv/keys"\nport = 9000\nhost = "0.0.0.0"\n'
    )
    args = Namespace(data=tmp_path, database=None, pictures=None, keys=Path("/k"), port=None)
    settings = settings_of(args, "port", "host")
    assert (settings.database_url, settings.keys) == ("postgresql://db/alpr", Path("/k"))
    assert (args.port, args.host) == (9000, "0.0.0.0")  # noqa: S104 - a setting, not a socket
    (tmp_path / "hq.toml").write_text('database = "file:/nowhere/url"\n')
    with pytest.raises(OutsideError, match=r"hq\.toml: database: .*cannot be read"):
        settings_of(Namespace(data=tmp_path, database=None, pictures=None, keys=None))


def test_no_start_repeats_a_password_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hq.toml").write_text('database = "postgresql://a:secret@b/c"\n')
    assert main(["hq", "--data", str(tmp_path), "serve"]) == 1
    (tmp_path / "car.toml").write_text('position = ["nmea://a:secret@gps"]\n')
    assert main(["car", "--data", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "a password is in it" in said
    assert "position: it must be a text" in said
    assert "secret" not in said


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., HqSettings]:
    """Return what gives the settings with which `hq serve` would serve."""
    found: list[HqSettings] = []

    def keep(settings: HqSettings, _announce: object = None) -> int:
        found.append(settings)
        return 0

    monkeypatch.setattr(app, "serve", keep)
    monkeypatch.setattr(hq_server, "log_as_json", bool)

    def given(*words: str) -> HqSettings:
        assert main(["hq", "--data", str(tmp_path), "serve", *words]) == 0
        return found[-1]

    return given


def test_what_is_empty_or_0_on_the_command_line_wins_over_the_servers_file(
    tmp_path: Path, served: Callable[..., HqSettings], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hq.toml").write_text(
        'database = "postgresql://db/alpr"\nprocesses = 2\nport = 9000\ntraining = true\n'
        'status_gateway = "simulated"\ncase_system = "/srv/cases.csv"\npictures = "s3://b/f"\n'
    )
    filled = served()
    assert (filled.processes, filled.port, filled.training) == (2, 9000, True)
    assert (filled.status_gateway, filled.case_system) == ("simulated", "/srv/cases.csv")
    none = ("--status-gateway", "", "--case-system", "", "--database", "", "--pictures", "")
    emptied = served("--processes", "0", *none)
    assert (emptied.processes, emptied.status_gateway, emptied.case_system) == (0, "", "")
    assert (emptied.database_url, emptied.picture_store) == ("", "")
    assert main(["hq", "--data", str(tmp_path), "serve", "--port", "0"]) == 1
    assert "--port 0: it must be a whole number from 1 to 65535." in capsys.readouterr().err


def test_live_stays_live_and_training_is_given_by_one_word(
    tmp_path: Path, served: Callable[..., HqSettings]
) -> None:
    assert not served().training
    assert served("--training").training
    (tmp_path / "hq.toml").write_text("training = false\n")
    assert not served().training
    assert served("--training").training


def test_one_way_to_tls_on_the_command_line_drops_the_other_one_of_the_file(
    tmp_path: Path, served: Callable[..., HqSettings]
) -> None:
    other = tmp_path / "other"
    cert, key = own_certificate(other, ["hq.example.gov"], SystemClock().now())
    named = served("--names", "127.0.0.1").certificate
    (tmp_path / "hq.toml").write_text('names = ["127.0.0.1"]\n')
    assert served("--tls-cert", str(cert), "--tls-key", str(key)).certificate == cert
    (tmp_path / "hq.toml").write_text(
        f'tls_cert = "{cert.as_posix()}"\ntls_key = "{key.as_posix()}"\n'
    )
    assert served().certificate == cert
    assert served("--names", "127.0.0.1").certificate == named


def test_only_what_serves_or_examines_takes_more_than_places_from_the_servers_file(
    tmp_path: Path,
) -> None:
    """The key of `hq audit-verify` is another one, the public key."""
    (tmp_path / "hq.toml").write_text(
        'keys = "/srv/keys"\naudit_key = "/k/private"\naudit_witness = "/w"\nagency = ["A"]\n'
    )
    (parser,) = (found for words, found in every_parser() if words == ())
    for words, key in ((["audit-verify", "--by", "x"], None), (["doctor"], Path("/k/private"))):
        args = parser.parse_args(["hq", "--data", str(tmp_path), *words])
        with pytest.raises(OutsideError, match="There is no headquarters"):
            args.run(args)
        assert (args.keys, args.audit_key) == (Path("/srv/keys"), key)
        assert not hasattr(args, "agency")
