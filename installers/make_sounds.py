"""Write the alert tones into ``resources/sounds``: ``python installers/make_sounds.py``."""

import math
import struct
import wave
from dataclasses import dataclass
from pathlib import Path

SOUNDS = Path(__file__).resolve().parents[1] / "resources" / "sounds"
RATE_HZ = 22_050
LOUDNESS = 0.8
RAMP_S = 0.008  # rise and fall, so that a tone neither clicks nor loses its edge


@dataclass(frozen=True, slots=True)
class Beep:
    """One tone, and the silence after it."""

    hertz: float
    seconds: float
    silence_s: float = 0.0


PRIORITIES = {
    "high": (Beep(2000, 0.13, 0.07), Beep(2000, 0.13, 0.07), Beep(2000, 0.13)),
    "medium": (Beep(1500, 0.22, 0.12), Beep(1500, 0.22)),
    "low": (Beep(1000, 0.4),),
}


def warbling(beep: Beep) -> tuple[Beep, ...]:
    """Return the beep as one that wavers: characters differ, so nothing is sure."""
    upper, lower = Beep(beep.hertz, beep.seconds * 0.3), Beep(beep.hertz * 0.8, beep.seconds * 0.2)
    return upper, lower, upper, Beep(lower.hertz, lower.seconds, beep.silence_s)


def asking(beeps: tuple[Beep, ...]) -> tuple[Beep, ...]:
    """Return the beeps with a rise at their end, as a question: the state is not known."""
    last = beeps[-1]
    rise = Beep(last.hertz * 0.8, 0.1), Beep(last.hertz * 1.2, 0.16)
    return *beeps[:-1], Beep(last.hertz, last.seconds, 0.05), *rise


TONES = {
    **PRIORITIES,
    **{f"{name}_state_not_confirmed": asking(tone) for name, tone in PRIORITIES.items()},
    **{
        f"{name}_look_alike": tuple(part for beep in tone for part in warbling(beep))
        for name, tone in PRIORITIES.items()
    },
    "gate_closed": (Beep(900, 0.2, 0.03), Beep(600, 0.4)),
    "camera_lost": (Beep(400, 0.6),),
}


def samples(beep: Beep) -> list[int]:
    """Return the beep as 16-bit samples."""
    count = round(beep.seconds * RATE_HZ)
    ramp = RAMP_S * RATE_HZ
    values = []
    for n in range(count):
        envelope = min(1.0, n / ramp, (count - 1 - n) / ramp)
        swing = math.sin(2 * math.pi * beep.hertz * n / RATE_HZ)
        values.append(round(32767 * LOUDNESS * envelope * swing))
    return values + [0] * round(beep.silence_s * RATE_HZ)


def write_tone(path: Path, beeps: tuple[Beep, ...]) -> None:
    """Write the beeps one after the other as a mono WAV file."""
    values = [value for beep in beeps for value in samples(beep)]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(struct.pack(f"<{len(values)}h", *values))


if __name__ == "__main__":
    for name, tone in TONES.items():
        write_tone(SOUNDS / f"{name}.wav", tone)
        print(f"{name}.wav")
