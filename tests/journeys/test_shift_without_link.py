"""A shift begins without a link; headquarters takes what it made, once, in the person's name."""

from pathlib import Path

from sqlalchemy import select

from mdt_alpr.hq.base.hit_tables import HIT_LOG, SET_ASIDE
from mdt_alpr.hq.people.sample_agency import OFFICER
from mdt_alpr.patrol.events import SignedIn, SignedOut
from tests.builders import SetClock
from tests.journeys.test_manual_entry import OFFLINE, add, sees
from tests.journeys.two_cars import RunningCar, everything_is_sent, headquarters, running


def is_offline(car: RunningCar) -> bool:
    signed_in = car.wait_for(lambda e: isinstance(e, SignedIn))
    assert isinstance(signed_in, SignedIn)
    return signed_in.session.is_offline


def test_what_an_offline_shift_made_is_taken_in_the_persons_name(tmp_path: Path) -> None:
    """CAR-01: the day before at headquarters, the night without a link, the morning with it."""
    clock = SetClock()
    with headquarters(tmp_path, clock) as hq:
        with running(tmp_path, hq.base_url, "Unit 12", clock) as car:
            car.sign_in(OFFICER)
            car.car.hold_round()
            car.car.desk.sign_out()
            car.wait_for(lambda e: isinstance(e, SignedOut))
        clock.pass_by(hours=10)
        with running(tmp_path, OFFLINE, "Unit 12", clock) as car:
            car.sign_in(OFFICER)
            assert is_offline(car)
            add(car)
            hit = sees(car)
            assert hit is not None
        clock.pass_by(hours=1)
        with running(tmp_path, hq.base_url, "Unit 12", clock) as car:
            assert is_offline(car), "the program was started again in mid-shift"
            car.events.clear()
            car.sign_in(OFFICER)
            assert not is_offline(car)
            assert everything_is_sent(car.car)
        with hq.hq.reading() as work:
            (taken,) = work.connection.execute(select(HIT_LOG.c.hit_id, HIT_LOG.c.person_id))
            assert tuple(taken) == (hit.hit_id, OFFICER)
            assert not work.connection.execute(select(SET_ASIDE)).all()
