"""A car in trial mode at a real headquarters, beside a car in service."""

from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import select

from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.wiring import Outside, make_camera
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hit.trial import ENDED_AS, NO_TYPED_PLATES
from mdt_alpr.domain.reading.typed_read import WhyUnread
from mdt_alpr.domain.review.trial_parts import Weather
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.tables import DEVICE_AUDIT
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.people.sample_agency import OFFICER, SECOND_OFFICER
from mdt_alpr.patrol.entry_events import PlateChecked
from mdt_alpr.patrol.events import HitRaised, ReadMade
from tests.builders import SetClock, a_hit, a_read
from tests.hq.opened import opened_rows
from tests.journeys.two_cars import RunningCar, everything_is_sent, running, wait_until_on_duty
from tests.played_devices import PlayedCamera


class TrialCar(RunningCar):
    """A car in trial mode, with its threads."""

    mode = "trial"

    def __enter__(self) -> Self:
        self.car.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.car.stop()


def test_its_hit_is_at_headquarters_and_alerts_nobody_here_or_there(
    hq: InProcessHq, tmp_path: Path, clock: SetClock
) -> None:
    with (
        running(tmp_path, hq.base_url, "Unit 14", clock) as other,
        TrialCar(tmp_path, hq.base_url, "Unit 12", clock) as trial,
    ):
        other.sign_in(SECOND_OFFICER)
        wait_until_on_duty(hq.hq, other.device)
        trial.sign_in(OFFICER)
        read = a_read(captured_at=clock.now())
        sightings = trial.car._where_reads_go()
        assert trial.car.trial is not None
        trial.car.trial.see_weather(Weather.RAIN)
        sightings.keep_read(read, held=False, latency_ms=1.0)
        sightings.raise_hit(a_hit(read, raised_at=clock.now()))
        trial.wait_for(lambda event: isinstance(event, ReadMade))
        trial.car.hold_round()
        assert everything_is_sent(trial.car)
        (line,) = opened_rows(hq.hq, HIT_LOG)
        assert (line.unit, line.camera, line.disposition) == ("Unit 12", "front TRIAL", ENDED_AS)
        with hq.hq.reading() as work:
            event = DEVICE_AUDIT.c.event == AuditEvent.TRIAL_WEATHER
            rows = list(
                work.connection.execute(
                    select(DEVICE_AUDIT).where(event).order_by(DEVICE_AUDIT.c.sequence)
                )
            )
        assert "rain" in rows[-1].body
        for car in (trial, other):
            assert not any(isinstance(event, HitRaised) for event in car.events)
        with hq.hq.reading() as work:
            assert notices.unit_of(work.connection, trial.device) is None


def test_a_fixed_camera_has_no_trial_mode(tmp_path: Path, clock: SetClock) -> None:
    settings = CarSettings(data=tmp_path, mode="trial")
    outside = Outside(PlayedCamera(), MemoryVault(bytes), clock)
    with pytest.raises(OutsideError, match="no trial mode"):
        make_camera(settings, outside, lambda _: None)


def test_a_typed_plate_is_refused_in_words(
    hq: InProcessHq, tmp_path: Path, clock: SetClock
) -> None:
    with TrialCar(tmp_path, hq.base_url, "Unit 12", clock) as trial:
        trial.sign_in(OFFICER)
        trial.car.plates.check_plate("EXN2894", "NC", WhyUnread.NIGHT)
        answer = trial.wait_for(lambda event: isinstance(event, PlateChecked))
        assert isinstance(answer, PlateChecked)
        assert (answer.why_not, answer.is_hit) == (NO_TYPED_PLATES, False)
