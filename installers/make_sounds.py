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


TONES = {
    "high": (Beep(2000, 0.13, 0.07), Beep(2000, 0.13, 0.07), Beep(2000, 0.13)),
    "medium": (Beep(1500, 0.22, 0.12), Beep(1500, 0.22)),
    "low": (Beep(1000, 0.4),),
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
