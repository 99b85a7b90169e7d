"""What officers may ask about own entries: the car's service and the screen tests' fake agree."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from mdt_alpr.domain.hotlist.manual_entry import EntryDraft, ManualEntry
from mdt_alpr.patrol.desk import EntriesDesk
from mdt_alpr.patrol.entry_events import EntriesChanged, EntryRefused
from mdt_alpr.patrol.events import Event
from tests.builders import SetClock
from tests.manual_entries import a_draft, a_manual_entry, a_person_draft
from tests.patrol.entry_desks import entry_desk
from tests.ui.fake_entries_desk import FakeEntriesDesk

WHY = "Suspect still at large, warrant issued Nov 24"
ANOTHER = a_draft("HB1052")


@dataclass
class Officer:
    """An officer at one of the two desks; entries are named by their plates."""

    desk: EntriesDesk
    clock: SetClock
    said: Callable[[], list[Event]]
    by_another: Callable[[EntryDraft], ManualEntry]

    def add(self, draft: EntryDraft) -> None:
        self.desk.add_entry(draft)

    def own(self) -> tuple[ManualEntry, ...]:
        shown = [event.entries for event in self.said() if isinstance(event, EntriesChanged)]
        return shown[-1] if shown else ()

    def id_of(self, text: str) -> str:
        return next(entry.entry_id for entry in self.own() if entry.draft.text == text)

    def remove(self, text: str = "KLM4471") -> None:
        self.desk.remove_entry(self.id_of(text))

    def more_time(self, why: str = WHY) -> None:
        self.desk.ask_more_time(self.id_of("KLM4471"), why)

    def recheck(self, *, still_wanted: bool) -> None:
        self.desk.recheck_entry(self.id_of("KLM4471"), still_wanted=still_wanted)

    def touch_what_another_made(self) -> None:
        entry_id = self.by_another(ANOTHER).entry_id
        self.desk.remove_entry(entry_id)
        self.desk.ask_more_time(entry_id, WHY)
        self.desk.recheck_entry(entry_id, still_wanted=False)

    def touch_what_is_over(self) -> None:
        entry_id = self.id_of("KLM4471")
        self.remove()
        self.desk.remove_entry(entry_id)
        self.desk.ask_more_time(entry_id, WHY)


Step = Callable[[Officer], object]


def add(draft: EntryDraft) -> Step:
    return lambda officer: officer.add(draft)


def wait(**time: float) -> Step:
    return lambda officer: officer.clock.pass_by(**time)


ONE = add(a_draft())
SERIES: dict[str, tuple[Step, ...]] = {
    "two entries": (ONE, wait(minutes=1), add(a_draft("HB1052"))),
    "the same plate twice": (ONE, ONE),
    "a plate that another listed": (lambda officer: officer.by_another(ANOTHER), add(ANOTHER)),
    "a form that lacks something": (add(a_draft(case="", reason="")),),
    "removed": (ONE, Officer.remove),
    "removed and made again": (ONE, Officer.remove, ONE),
    "more time": (ONE, Officer.more_time, Officer.more_time),
    "more time for no reason": (ONE, lambda officer: officer.more_time("x")),
    "still wanted": (add(a_person_draft()), lambda officer: officer.recheck(still_wanted=True)),
    "not wanted": (add(a_person_draft()), lambda officer: officer.recheck(still_wanted=False)),
    "another's": (ONE, Officer.touch_what_another_made),
    "over": (ONE, Officer.touch_what_is_over),
    "past its thirty days": (ONE, wait(days=31), Officer.remove),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What the officer was shown in the end, and what was refused on the way."""

    own: list[ManualEntry]
    refused: list[tuple[str, ...]]


def answered(officer: Officer, steps: tuple[Step, ...]) -> Answered:
    for step in steps:
        step(officer)
        officer.said()  # the car has threads: what is asked is done before time passes
    refused = [event.why for event in officer.said() if isinstance(event, EntryRefused)]
    return Answered([replace(entry, entry_id="") for entry in officer.own()], refused)


def by_the_fake(steps: tuple[Step, ...]) -> Answered:
    clock, said = SetClock(), list[Event]()
    desk = FakeEntriesDesk(clock)
    desk.publish = said.append

    def by_another(draft: EntryDraft) -> ManualEntry:
        entry = a_manual_entry(draft, "officer-2")
        desk.hold(entry)
        return entry

    return answered(Officer(desk, clock, lambda: said, by_another), steps)


def by_the_car(folder: Path, steps: tuple[Step, ...]) -> Answered:
    with entry_desk(folder) as car:
        car.sign_in()

        def said() -> list[Event]:
            car.do(lambda: None)
            return car.said

        def by_another(draft: EntryDraft) -> ManualEntry:
            car.sign_in("officer-2")
            entry = car.add(draft)
            car.sign_in()
            return entry

        return answered(Officer(car.entries, car.clock, said, by_another), steps)


@pytest.mark.parametrize("name", SERIES)
def test_the_car_and_the_fake_keep_the_same_entries_and_refuse_the_same(
    tmp_path: Path, name: str
) -> None:
    by_fake, by_car = by_the_fake(SERIES[name]), by_the_car(tmp_path, SERIES[name])
    assert by_fake.refused == by_car.refused
    assert by_fake.own == by_car.own


def test_some_are_kept_and_some_refused() -> None:
    found = [by_the_fake(steps) for steps in SERIES.values()]
    assert any(each.own for each in found)
    assert any(each.refused for each in found)
