"""A headquarters whose certificate nobody signed is known by that certificate alone (S12)."""

import hashlib
import ssl
from pathlib import Path

import pytest

from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.domain.errors import LinkLostError, OutsideError
from tests.adapters.hq_link.calls import SESSION
from tests.adapters.hq_link.local_server import running
from tests.builders import SetClock

pytestmark = pytest.mark.proved("S12")


def fingerprint_of(certificate: Path) -> str:
    text = certificate.read_text()
    pem = text[text.index(ssl.PEM_HEADER) :]
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


@pytest.mark.parametrize("colons", ["", ":"])
def test_the_one_certificate_is_taken(certificate: Path, colons: str) -> None:
    digits = fingerprint_of(certificate).upper()
    written = colons.join(digits[n : n + 2] for n in range(0, len(digits), 2))
    with running(certificate) as server:
        client = open_client(server.address, fingerprint=written)
        link = HttpLink(client, SetClock(), "car-4312")
        link.sign_out(SESSION)
        link.close()
        assert len(server.asked) == 1


@pytest.mark.attack("V5")
def test_another_certificate_is_refused_before_anything_is_sent(certificate: Path) -> None:
    with running(certificate) as server:
        client = open_client(server.address, fingerprint="ab" * 32)
        link = HttpLink(client, SetClock(), "car-4312")
        with pytest.raises(LinkLostError, match="certificate is not trusted"):
            link.sign_in("kdavis", "a word")
        link.close()
        assert server.asked == []


@pytest.mark.parametrize("wrong", ["ab", "xy" * 32, "ab" * 33])
def test_a_fingerprint_that_is_none_says_so_at_the_start(wrong: str) -> None:
    with pytest.raises(OutsideError, match="fingerprint"):
        open_client("https://hq", fingerprint=wrong)
