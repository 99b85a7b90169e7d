"""How long properties are searched for a counterexample: shortly in each run, long by night.

A run tries the same examples each time, so that what fails in it fails again; the search by night
draws new ones.

Chosen by ``--hypothesis-profile`` or, without it, by the variable ``HYPOTHESIS_PROFILE``.
"""

import os

from hypothesis import HealthCheck, settings

NIGHTLY_EXAMPLES = 1500
"""Of each property; the gate's machine takes a hundred thousand steps with them."""
_SHARE = 10
_CI_EXAMPLES = 20


def register() -> None:
    """Make both profiles known and load the chosen one; machines are noisy: none is timed."""
    untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("ci", untimed, max_examples=_CI_EXAMPLES, derandomize=True)
    settings.register_profile("nightly", untimed, max_examples=NIGHTLY_EXAMPLES)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def examples(by_night: int) -> int:
    """Return how many examples a slow property searches now: a tenth of them by day."""
    is_night = settings().max_examples >= NIGHTLY_EXAMPLES
    return by_night if is_night else max(by_night // _SHARE, 3)
