import os
from dataclasses import replace

import pytest

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.app import create_app, open_headquarters
from mdt_alpr.hq.base.settings import HqSettings
from tests.builders import SetClock

DATABASES = ["sqlite"]


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
@pytest.mark.parametrize("first", [True, False])
def test_a_server_refuses_data_of_the_other_kind(
    settings: HqSettings, clock: SetClock, *, first: bool
) -> None:
    served = replace(settings, training=first)
    create_app(served, clock, os.urandom)
    create_app(served, clock, os.urandom)
    with pytest.raises(OutsideError, match="--data"):
        create_app(replace(settings, training=not first), clock, os.urandom)


def test_a_command_of_the_machine_decides_nothing_about_training(
    settings: HqSettings, clock: SetClock
) -> None:
    open_headquarters(settings, clock, os.urandom).close()
    create_app(replace(settings, training=True), clock, os.urandom)


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_a_simulated_gateway_needs_training(settings: HqSettings, clock: SetClock) -> None:
    with pytest.raises(OutsideError, match="--training"):
        create_app(replace(settings, status_gateway="simulated"), clock, os.urandom)
