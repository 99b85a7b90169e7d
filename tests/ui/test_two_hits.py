"""With two hits at once, what is known of the one tells nothing of the other."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mdt_alpr.domain.hit.hit import Contrary, HitState
from mdt_alpr.domain.officer import Driving
from mdt_alpr.patrol.events import DrivingChanged
from tests.builders import a_hit, an_entry
from tests.profiles import examples
from tests.ui.acts import Act
from tests.ui.officer import Officer
from tests.ui.test_hit_leaks import actions, assert_tells_nothing, raise_hit

OWN = an_entry("KLM4471", entry_id="own", color="GRY", make="FORD", style="PK")


class TwoHits:
    """An officer with a hit that gets verified and one whose plate nobody enters."""

    def __init__(self) -> None:
        self.officer = Officer()
        self.unseen = raise_hit(self.officer).hit_id
        self.seen = self.officer.hit(OWN, text="KLM4471").hit_id

    def sees_the_one(self) -> None:
        self.officer.presenter.open(self.seen)
        if self.officer.desk.hits[self.seen].state is HitState.BLIND:
            self.officer.enter("KLM4471")
            self.officer.vehicle("pickup", "gray")

    def opens_the_other(self) -> None:
        self.officer.presenter.open(self.unseen)

    def hears_of_the_one(self) -> None:
        self._contradict(self.seen, Contrary.RECORD_CANCELED, "list 2")

    def hears_of_the_other(self) -> None:
        self._contradict(self.unseen, Contrary.NOT_THIS_PLATE, "Unit 7, MDT")

    def drives(self) -> None:
        self.officer.presenter.take(DrivingChanged(Driving(speed_mph=30.0)))

    def the_gate_holds(self) -> None:
        self.officer.presenter.take(DrivingChanged(Driving(speed_mph=0.0)))

    def _contradict(self, hit_id: str, kind: Contrary, source: str) -> None:
        if self.officer.desk.hits[hit_id].state is not HitState.CLOSED:
            self.officer.desk.contradict(hit_id, kind, source)


EVENTS: tuple[Callable[[TwoHits], None], ...] = (
    TwoHits.sees_the_one,
    TwoHits.opens_the_other,
    TwoHits.hears_of_the_one,
    TwoHits.hears_of_the_other,
    TwoHits.drives,
    TwoHits.the_gate_holds,
)


def by_the_officer(act: Act) -> Callable[[TwoHits], None]:
    return lambda two: two.officer.act(act)


@settings(
    max_examples=examples(120),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.one_of(st.sampled_from(EVENTS), actions.map(by_the_officer)), max_size=40))
def test_no_order_of_two_hits_tells_of_the_one_that_nobody_entered(
    qapp: object, order: list[Callable[[TwoHits], None]]
) -> None:
    assert qapp
    two = TwoHits()
    for happens in order:
        two.officer.look(0.4)
        happens(two)
    for view in two.officer.views:
        assert_tells_nothing(repr(view))
    for spoken in two.officer.said:
        assert_tells_nothing(spoken.text)
    assert all(hit.stop_at is None for hit in two.officer.desk.hits.values())


def test_the_one_is_shown_once_it_was_entered(qapp: object) -> None:
    """Else the test above would look at pages that hold nothing."""
    assert qapp
    two = TwoHits()
    two.sees_the_one()
    assert "Ford" in repr(two.officer.view)
    two.opens_the_other()
    assert "Ford" not in repr(two.officer.view)


def test_opening_another_hit_locks_the_open_gate_and_says_so(qapp: object) -> None:
    assert qapp
    officer = Officer()
    left = officer.verified()
    officer.look()
    other = officer.desk.raise_hit(a_hit(hit_id="other"))
    said = len(officer.said)
    officer.presenter.open(other.hit_id)
    words = "Stop locked on the hit you left: another is open."
    assert [spoken.text for spoken in officer.said[said:]] == [words]
    assert words in str(officer.page)

    officer.presenter.open(left.hit_id)
    officer.presenter.open(other.hit_id)
    assert len(officer.said) == said + 2
    officer.presenter.leave()
    officer.presenter.open(other.hit_id)
    assert words not in str(officer.page)
