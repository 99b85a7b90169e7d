"""Captured data in a bucket stays in the US or Canada (SEC-04)."""

import pytest

from mdt_alpr.domain.equipment.doctor import bucket_line


@pytest.mark.proved("SEC-04")
@pytest.mark.parametrize(
    ("region", "endpoint", "ok_and_known"),
    [
        ("us-gov-west-1", "", (True, True)),
        ("ca-central-1", "", (True, True)),
        ("eu-central-1", "", (False, True)),
        ("", "", (False, True)),
        ("us-east-1", "https://pictures.example.gov", (True, False)),
    ],
)
def test_a_bucket_outside_the_us_and_canada_is_a_fault_and_an_own_store_is_not_known(
    region: str, endpoint: str, ok_and_known: tuple[bool, bool]
) -> None:
    line = bucket_line(region, endpoint)
    assert (line.ok, line.known) == ok_and_known
