"""A receiver's sentences from a fix: what a test lets it say."""

from mdt_alpr.adapters.nmea import METERS_PER_HDOP, MPH_PER_KNOT, checksum
from mdt_alpr.domain.reading.position import Fix


def framed(body: str) -> bytes:
    """Return a sentence with its checksum and end of line."""
    return f"${body}*{checksum(body.encode()):02X}\r\n".encode()


def rmc(fix: Fix, talker: str = "GP", status: str = "A") -> bytes:
    """Return the sentence of place, speed and time."""
    mode = "S" if fix.simulated else "A"
    time, day = f"{fix.at:%H%M%S}.{fix.at.microsecond:06d}", f"{fix.at:%d%m%y}"
    speed = "" if fix.speed_mph is None else f"{fix.speed_mph / MPH_PER_KNOT:.6f}"
    heading = "" if fix.heading is None else f"{fix.heading:.6f}"
    place = _place(fix)
    return framed(f"{talker}RMC,{time},{status},{place},{speed},{heading},{day},,,{mode}")


def gga(fix: Fix, quality: int = 1) -> bytes:
    """Return the sentence of place and accuracy."""
    time = f"{fix.at:%H%M%S}.{fix.at.microsecond:06d}"
    hdop = "" if fix.accuracy_m is None else f"{fix.accuracy_m / METERS_PER_HDOP:.6f}"
    return framed(f"GPGGA,{time},{_place(fix)},{quality},08,{hdop},230.0,M,-33.0,M,,")


def vtg(fix: Fix) -> bytes:
    """Return the sentence of heading and speed."""
    speed = (fix.speed_mph or 0.0) / MPH_PER_KNOT
    return framed(f"GNVTG,{fix.heading or 0:.6f},T,,M,{speed:.6f},N,{speed * 1.852:.6f},K,A")


def _place(fix: Fix) -> str:
    north, east = "N" if fix.lat >= 0 else "S", "E" if fix.lon >= 0 else "W"
    return f"{_degrees(abs(fix.lat), 2)},{north},{_degrees(abs(fix.lon), 3)},{east}"


def _degrees(value: float, digits: int) -> str:
    """Return whole degrees and minutes; rounded in minutes first, so that none becomes 60."""
    minutes = round(value * 60 * 10**7)
    whole, rest = divmod(minutes, 60 * 10**7)
    return f"{whole:0{digits}d}{rest // 10**7:02d}.{rest % 10**7:07d}"
