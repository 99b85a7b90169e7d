"""What headquarters does by itself at its start finds nothing to do where only people are."""

import logging
import os

import pytest

from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings
from tests.builders import SetClock
from tests.hq.moved_in import MovedIn


def test_the_first_round_does_all_its_work_and_warns_of_nothing(
    settings: HqSettings, clock: SetClock, moved_in: MovedIn, caplog: pytest.LogCaptureFixture
) -> None:
    moved_in.bring_keys(settings.data)
    new = InProcessHq(settings, clock, os.urandom)
    moved_in.bring_people(new.hq)
    with new:  # has done its round before it serves; work that fails is logged
        assert new.base_url
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
