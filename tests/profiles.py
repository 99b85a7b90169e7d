"""How long properties are searched for a counterexample: in each run, and by night.

Chosen by ``--hypothesis-profile`` or, without it, by the variable ``HYPOTHESIS_PROFILE``.
"""

import os

from hypothesis import settings

NIGHTLY_EXAMPLES = 1500
"""Of each property; the gate's machine takes a hundred thousand steps with them."""


def register() -> None:
    """Make both profiles known and take up the chosen one; machines are noisy: none is timed."""
    settings.register_profile("ci", deadline=None)
    settings.register_profile("nightly", deadline=None, max_examples=NIGHTLY_EXAMPLES)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
