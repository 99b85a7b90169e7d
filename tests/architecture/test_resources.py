"""What ships with the program: whose it is, and that the tones are what the design asks."""

import math
import tomllib
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

RESOURCES = Path(__file__).parents[2] / "resources"
NEEDS_A_LICENSE = ("fonts", "models", "places", "sounds")
SAYS_SO_ITSELF = {".md", ".txt", ".json"}
PRIORITIES = {"high": [2000, 2000, 2000], "medium": [1500, 1500], "low": [1000]}
TONES = {  # dominant frequencies in hertz, in the order of sounding
    **PRIORITIES,
    **{f"{name}_state_not_confirmed": [*tone, 1.2 * tone[0]] for name, tone in PRIORITIES.items()},
    **{f"{name}_look_alike": tone for name, tone in PRIORITIES.items()},
    "gate_closed": [900, 600],
    "camera_lost": [400],
}


def entries() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = tomllib.loads(
        (RESOURCES / "licenses.toml").read_text(encoding="utf-8")
    )["entry"]
    return listed


def shipped() -> set[str]:
    return {
        str(path.relative_to(RESOURCES).as_posix())
        for folder in NEEDS_A_LICENSE
        for path in (RESOURCES / folder).rglob("*")
        if path.is_file() and path.suffix not in SAYS_SO_ITSELF
    }


def test_every_font_model_place_and_sound_has_a_license_entry() -> None:
    assert {name for entry in entries() for name in entry["files"]} == shipped()


def test_every_license_entry_says_where_its_text_lies_and_whence_the_file_comes() -> None:
    for entry in entries():
        assert (RESOURCES / entry["text"]).is_file()
        assert entry["license"] in {"OFL-1.1", "Apache-2.0", "CC-BY-4.0"}
        assert entry["origin"]


def beeps_of(path: Path) -> tuple[int, list[list[int]]]:
    """Return the rate of a mono 16-bit file and its stretches of sound."""
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        rate, frames = file.getframerate(), file.readframes(file.getnframes())
    samples = np.frombuffer(frames, "<i2")
    sounding = np.flatnonzero(samples)
    pauses = np.flatnonzero(np.diff(sounding) > rate // 50)  # 20 ms of silence
    stretches = np.split(sounding, pauses + 1)
    return rate, [samples[part[0] : part[-1] + 1].tolist() for part in stretches]


def strength_at(hertz: float, rate: int, samples: list[int]) -> float:
    """Return how strongly a frequency sounds (Goertzel)."""
    turn = 2 * math.cos(2 * math.pi * hertz / rate)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + turn * last - before
    return last * last + before * before - turn * last * before


def loudest_of(samples: list[int], rate: int) -> int:
    """Return the frequency in hertz, to 50, that sounds most strongly."""
    return max(range(200, 4000, 50), key=lambda hertz: strength_at(hertz, rate, samples))


@pytest.mark.parametrize("name", sorted(TONES))
def test_a_tone_is_shorter_than_a_second(name: str) -> None:
    with wave.open(str(RESOURCES / "sounds" / f"{name}.wav"), "rb") as file:
        assert 0.3 <= file.getnframes() / file.getframerate() < 1.0


@pytest.mark.parametrize("name", sorted(TONES))
def test_a_tone_sounds_at_its_frequency(name: str) -> None:
    rate, beeps = beeps_of(RESOURCES / "sounds" / f"{name}.wav")
    heard = [loudest_of(beep, rate) for beep in beeps]

    assert all(
        abs(hertz - wanted) <= 50 for hertz, wanted in zip(heard, TONES[name], strict=True)
    ), heard


@pytest.mark.parametrize("name", sorted(PRIORITIES))
def test_only_the_tone_of_a_look_alike_wavers(name: str) -> None:
    wavering = []
    for match in ("", "_state_not_confirmed", "_look_alike"):
        rate, beeps = beeps_of(RESOURCES / "sounds" / f"{name}{match}.wav")
        hertz = PRIORITIES[name][0]
        lower, upper = (strength_at(f, rate, beeps[0]) for f in (0.8 * hertz, hertz))
        wavering.append(lower > upper / 10)

    assert wavering == [False, False, True]


def test_every_tone_that_ships_is_measured() -> None:
    assert {path.stem for path in (RESOURCES / "sounds").glob("*.wav")} == set(TONES)
