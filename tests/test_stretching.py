"""Whoever tries lists of passwords or codes pays scrypt's price for each (RFC 7914)."""

import hashlib
from types import SimpleNamespace
from typing import Any, cast

import pytest

from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.people.second_factors import recovery_digest
from mdt_alpr.patrol import verifiers
from tests.cheap_stretching import KEY_FILE_COST

SIXTEEN_MIB = {"n": 2**14, "r": 8, "p": 1}


@pytest.fixture
def prices(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return what each call of scrypt was asked to cost."""
    asked: list[dict[str, Any]] = []

    def scrypt(_password: bytes, *, salt: bytes, dklen: int = 64, **price: Any) -> bytes:
        asked.append(price)
        return salt.ljust(dklen)

    monkeypatch.setattr(hashlib, "scrypt", scrypt)
    return asked


def test_a_recovery_code_and_a_password_in_the_car_cost_sixteen_mebibytes_a_try(
    prices: list[dict[str, Any]],
) -> None:
    hq = cast("Headquarters", SimpleNamespace(factor_key=b"key"))
    recovery_digest(hq, "officer-1", "ABCDEFGHIJ")
    verifiers._stretched("password", b"salt")
    assert prices == [SIXTEEN_MIB] * 2


def test_a_passphrase_costs_sixty_four_mebibytes_a_try() -> None:
    assert KEY_FILE_COST == 2**16
