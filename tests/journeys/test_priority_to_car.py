"""What the agency sets for a category comes to a car on patrol with the list (HOT-08, D18)."""

from dataclasses import replace
from pathlib import Path

from mdt_alpr.domain.hotlist.hotlist import CategorySetting, CategorySettings, Priority
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.hq.hotlists.categories import set_category
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER
from mdt_alpr.patrol.events import ListChanged
from tests.builders import SetClock
from tests.hq.commands import by_account
from tests.hq.test_hotlist_packages import a_file, take
from tests.journeys.two_cars import headquarters, running

LOWER = CategorySetting("V", Priority.MEDIUM)


def test_a_priority_that_is_lowered_is_said_in_the_car_with_the_list(tmp_path: Path) -> None:
    clock = SetClock()
    with headquarters(tmp_path, clock) as hq:
        take(hq, a_file(tmp_path / "VEHEXTRT.txt", range(3)))
        by_account(
            hq.hq,
            ADMINISTRATOR,
            Permission.MANAGE_ACCOUNTS,
            lambda work: set_category(
                work, LOWER, "seldom right in November", ADMINISTRATOR, Role.ADMINISTRATOR
            ),
        )
        with running(tmp_path, hq.base_url, "Unit 12", clock) as car:
            car.sign_in(OFFICER)
            said = CategorySettings((replace(LOWER, set_at=clock.now()),))
            car.wait_for(lambda e: isinstance(e, ListChanged) and e.settings == said)
