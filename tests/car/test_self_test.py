import pytest

from mdt_alpr.cli import self_test
from mdt_alpr.cli.self_test import CHECKS
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files.paths import resource


@pytest.fixture(autouse=True)
def nothing_brought(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("MDT_ALPR_DATA", str(tmp_path_factory.mktemp("data")))


def test_the_self_test_names_engines_that_can_be_used_and_those_that_are_not_there() -> None:
    there, lacking = dict(CHECKS)["engines"]().split("; not there: ")
    assert "own" in there
    assert "ppocr" in there
    assert "agency" not in there
    assert "agency" in lacking


@pytest.mark.proved("V3")
@pytest.mark.attack("V3")
def test_the_self_test_fails_where_telemetry_could_be_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert dict(CHECKS)["telemetry"]() == "off"
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    with pytest.raises(OutsideError, match="Install MDT ALPR again"):
        dict(CHECKS)["telemetry"]()


def test_the_self_test_checks_every_tone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert dict(CHECKS)["tones"]() == "11 tones, 0.4 to 0.9 s"
    monkeypatch.setattr(self_test, "TONES", ("no_such_tone",))
    with pytest.raises(OutsideError, match=r"no_such_tone\.wav is missing"):
        dict(CHECKS)["tones"]()


def test_the_self_test_knows_every_tone_that_there_is() -> None:
    there = {path.stem for path in resource("sounds").glob("*.wav")}
    assert set(self_test.TONES) == there


def test_the_self_test_of_a_server_opens_a_headquarters_and_needs_no_screen() -> None:
    checks = dict(self_test.OF_A_SERVER)
    assert set(checks) == {"program", "headquarters"}
    assert "an empty one of" in checks["headquarters"]()
