"""A record that leaves the list withdraws the hits on it in every connected car (HOT-03, D8).

HOT-03 wants that within five minutes. How long it took is printed, not judged:
``pytest -o log_cli=true -o log_cli_level=INFO tests/journeys/test_removal_to_every_car.py``.
"""

import logging
import time
from contextlib import ExitStack
from pathlib import Path

from mdt_alpr.domain.hit.hit import Contrary, HitState
from mdt_alpr.domain.hotlist.hotlist import CorrectionDraft
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.hq.hotlists import corrections
from mdt_alpr.hq.hotlists.store import listed
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SECOND_OFFICER
from mdt_alpr.patrol.events import ListChanged
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import EntryMessage, record_from
from tests.builders import SetClock, a_hit, a_read
from tests.hq.commands import by_account
from tests.hq.test_hotlist_packages import a_file, take
from tests.journeys.two_cars import headquarters, running

_LOG = logging.getLogger(__name__)
CREWS = {"Unit 12": OFFICER, "Unit 7": SECOND_OFFICER}
PLATE = Plate("AB7", "NC")


def test_a_corrected_record_withdraws_the_open_hits_of_every_car(tmp_path: Path) -> None:
    clock = SetClock()
    with ExitStack() as stack:
        hq = stack.enter_context(headquarters(tmp_path, clock))
        take(hq, a_file(tmp_path / "VEHEXTRT.txt", range(100)))
        with hq.hq.reading() as work:
            (found,) = listed(work, PLATE.text, PLATE.state)
        record = record_from(decode(EntryMessage, found.body))
        cars, hits = [], []
        for unit, person in CREWS.items():
            car = stack.enter_context(running(tmp_path, hq.base_url, unit, clock))
            car.sign_in(person)
            car.wait_for(lambda e: isinstance(e, ListChanged) and e.version == 1)
            hit = a_hit(a_read("AB7"), record, hit_id=f"{car.device}-hit")
            car.car.desk.sightings.raise_hit(hit)
            car.raised(lambda one, hit_id=hit.hit_id: one.hit_id == hit_id)  # type: ignore[misc]
            cars.append(car)
            hits.append(hit.hit_id)
        draft = CorrectionDraft("the plate was misheard by radio", "case 26-041877")
        began = time.monotonic()
        by_account(
            hq.hq,
            CUSTODIAN,
            Permission.MANAGE_LISTS,
            lambda work: corrections.place(work, CUSTODIAN, PLATE, "", draft),
        )
        for car, hit_id in zip(cars, hits, strict=True):
            gone = car.changed(
                lambda one, hit_id=hit_id: one.hit_id == hit_id and bool(one.contrary)  # type: ignore[misc]
            )
            assert gone.state is HitState.CONTRARY
            assert gone.contrary[0].kind is Contrary.RECORD_CANCELED
            _LOG.info("%s knew after %.1f s", car.device, time.monotonic() - began)
