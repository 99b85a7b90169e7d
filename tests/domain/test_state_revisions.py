"""A read whose state later looks tell otherwise is issued again (ALR-03)."""

from mdt_alpr.domain.reading.read_rules import RevisionRules
from mdt_alpr.domain.reading.sightings import Issued, SightingTracker
from tests.observations import an_observation


def states_of(*states: str) -> list[tuple[int, str]]:
    """Return revision and state of what a pass issues whose looks tell these states in turn."""
    passes = SightingTracker()
    issued: list[Issued] = []
    for frame, state in enumerate(states):
        confidence = 0.0 if not state else 0.6 if state == "VA" else 0.95
        observation = an_observation(frame=frame, state=state, state_confidence=confidence)
        issued += passes.see(observation.at, [observation]).issued
    issued += passes.finish().issued
    return [(one.issue.revision, one.issue.vote.state) for one in issued]


def test_a_state_that_later_surer_frames_show_revises_the_first_one() -> None:
    issued_states = states_of(*["VA"] * 2, *["NC"] * 28)
    assert issued_states[0] == (0, "VA")
    assert issued_states[-1][1] == "NC"


def test_a_state_that_only_later_frames_show_revises_the_read() -> None:
    assert states_of(*[""] * 2, *["NC"] * 28) == [(0, ""), (1, "NC")]


def test_a_state_that_wavers_leaves_revisions_for_the_characters() -> None:
    issued_states = states_of(*["VA", "VA", "NC", "VA", "VA", "NC", "NC"] * 12)
    assert max(revision for revision, _ in issued_states) <= RevisionRules().most_states + 1
