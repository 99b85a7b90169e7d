"""Which rules of misuse flags can flag nothing as the agency is set up, and why (SUP-03)."""

from mdt_alpr.domain.review.misuse import Period
from mdt_alpr.domain.review.misuse_rules import UNIT_FROM


def rules_off(period: Period, *, checks_cases: bool) -> tuple[str, ...]:
    """Return which rules can flag nothing and why, a sentence each (SUP-03)."""
    no_cases = (
        "No case system: invented cases and those of others are not flagged as such, and three "
        "looks at one plate are flagged whatever their case."
    )
    no_plates = "No plates of coworkers are entered: looks at them are not flagged."
    no_units = f"No unit has {UNIT_FROM} people: nobody is compared with the own unit."
    is_compared = any(len(people) >= UNIT_FROM for _, people in period.units)
    known = (checks_cases, no_cases), (bool(period.tied), no_plates), (is_compared, no_units)
    return tuple(why for is_on, why in known if not is_on)
