"""Sentences become fixes; noise, cut lines and wrong checksums become nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.adapters.nmea import Lines, NmeaParser, sentence
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.patrol.ports import NoFix
from tests.adapters.sentences import framed, gga, rmc, vtg
from tests.builders import NOW
from tests.fixes import FIXES, a_fix

TELLABLE = FIXES.filter(
    lambda fix: (
        fix.at >= datetime(2000, 1, 1, tzinfo=UTC)
        and (fix.heading or 0) < 359.999
        and (fix.speed_mph or 0) < 299.999
    )
)
"""A sentence has two digits of the year, and rounds what is at the edge over it."""
REAL = b"$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A\r\n"
"""As many receivers' manuals print it, without a mode."""


def log(*lines: bytes, seen_at: datetime = NOW) -> Fix | NoFix | None:
    parser = NmeaParser()
    return [parser.parse(line, seen_at) for line in lines][-1]


def close(result: Fix | NoFix | None, fix: Fix) -> bool:
    return isinstance(result, Fix) and all(
        (a is None) == (b is None) and abs((a or 0.0) - (b or 0.0)) < 1e-4
        for a, b in (
            (result.lat, fix.lat),
            (result.lon, fix.lon),
            (result.speed_mph, fix.speed_mph),
            (result.heading, fix.heading),
            (result.accuracy_m, fix.accuracy_m),
        )
    )


def test_the_sentence_of_the_manuals_is_understood() -> None:
    fix = log(REAL)
    assert isinstance(fix, Fix)
    assert (round(fix.lat, 4), round(fix.lon, 4)) == (48.1173, 11.5167)
    assert fix.speed_mph == pytest.approx(25.78, abs=0.01)
    assert fix.heading == pytest.approx(84.4)
    assert fix.at == datetime(2094, 3, 23, 12, 35, 19, tzinfo=UTC)
    assert not fix.simulated


@given(TELLABLE, st.sampled_from(["GP", "GN", "GL", "GA", "GB"]))
def test_what_a_receiver_says_comes_back(fix: Fix, talker: str) -> None:
    result = log(gga(fix), rmc(fix, talker), seen_at=fix.seen_at)
    assert close(result, fix)
    assert isinstance(result, Fix)
    assert result.at == fix.at
    assert result.simulated == fix.simulated


@given(st.binary(max_size=200))
def test_noise_is_nothing(noise: bytes) -> None:
    parser, lines = NmeaParser(), Lines()
    for line in lines.feed(noise + b"\n"):
        assert parser.parse(line, NOW) is None or sentence(line) is not None


@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126)), max_size=20),
       st.sampled_from(["GPRMC", "GNGGA", "GPGSA", "GPVTG", "GPZDA"]))  # fmt: skip
def test_wrong_fields_with_a_right_checksum_never_raise(fields: list[str], name: str) -> None:
    parser = NmeaParser()
    for _ in range(6):
        result = parser.parse(framed(",".join((name, *fields))), NOW)
        assert result is None or isinstance(result, NoFix | Fix)


@given(st.data())
def test_one_changed_byte_fails_the_checksum(data: st.DataObject) -> None:
    line = rmc(a_fix())
    place = data.draw(st.integers(1, line.index(b"*") - 1))
    other = data.draw(st.integers(33, 126).filter(lambda byte: byte != line[place]))
    assert sentence(line[:place] + bytes([other]) + line[place + 1 :]) is None


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_lines_come_whole_however_they_were_cut(cuts: list[int]) -> None:
    whole = rmc(a_fix()) * 5
    lines, found = Lines(), []
    for cut in cuts:
        found += list(lines.feed(whole[:cut]))
        whole = whole[cut:]
    found += list(lines.feed(whole))
    assert found == [rmc(a_fix())[:-1]] * 5


def test_a_line_without_end_is_let_go() -> None:
    lines = Lines()
    assert list(lines.feed(b"\x80" * 10_000)) == []
    assert list(lines.feed(b"\n" + REAL)) == [b"", REAL[:-1]]


def test_a_sentence_after_a_broken_one_is_found_in_the_same_line() -> None:
    assert isinstance(log(b"$GPRMC,1235" + REAL), Fix)


@pytest.mark.parametrize("line", [rmc(a_fix(), status="V"), framed("GPRMC,,V,,,,,,,,,,N")])
def test_a_receiver_without_a_fix_says_so(line: bytes) -> None:
    assert log(line) == NoFix()


def test_a_receiver_without_rmc_is_understood_from_gga_and_vtg() -> None:
    fix = a_fix()
    second = (gga(fix), vtg(fix))
    result = log(*second, *second, *second, gga(fix))
    assert close(result, fix)
    assert isinstance(result, Fix)
    assert result.at == fix.at
    assert log(*[gga(fix, quality=0)] * 4) == NoFix()


def test_gga_alone_waits_for_rmc() -> None:
    fix = a_fix()
    assert log(gga(fix), rmc(fix), gga(fix)) is None


def test_midnight_between_the_receiver_and_us_is_the_nearest_day() -> None:
    fix = a_fix(at=datetime(2026, 11, 25, 23, 59, 59, 900_000, tzinfo=UTC))
    result = log(*[gga(fix)] * 4, seen_at=fix.at + timedelta(seconds=0.3))
    assert isinstance(result, Fix)
    assert result.at == fix.at


def test_the_spread_of_gsa_counts() -> None:
    gsa = framed("GPGSA,A,3,04,05,,09,12,,,24,,,,,2.5,1.3,2.1")
    result = log(gsa, rmc(a_fix()))
    assert isinstance(result, Fix)
    assert result.accuracy_m == pytest.approx(6.5)
