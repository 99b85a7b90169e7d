"""The agency's case system is asked about the cases of manual entries, too (SUP-03)."""

from mdt_alpr.domain.people.roles import EVERY_TEAM
from mdt_alpr.domain.review.misuse import FlagRule
from mdt_alpr.domain.search.question import AskedCase, CaseCheck
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.entries.review import live_entries
from mdt_alpr.hq.misuse import service as misuse
from mdt_alpr.hq.people.sample_agency import CUSTODIAN
from tests.builders import SetClock
from tests.hq.manual import added, an_own_entry
from tests.hq.senders import a_car
from tests.hq.test_misuse import CasesNobodyKnows, as_caller, flags

DATABASES = ["sqlite"]


class CasesEverybodyKnows(CasesNobodyKnows):
    """A case system that knows every case."""

    def check(self, _case: str) -> AskedCase:
        return AskedCase(CaseCheck.KNOWN)


def test_entries_for_cases_that_nobody_knows_are_flagged_and_shown_to_their_reviewer(
    server: InProcessHq, clock: SetClock
) -> None:
    hq = server.hq
    hq.case_system = CasesNobodyKnows()
    with a_car(server.base_url) as car:
        made = [an_own_entry(f"KLM447{n}", case=f"26-99{n}") for n in range(3)]
        car.send(*map(added, made))
    assert misuse.seek(hq, CUSTODIAN) == 0, "an event of the night may come to the system later"
    clock.pass_by(days=2)
    misuse.seek(hq, CUSTODIAN)
    (flag,) = [one for one in flags(hq) if one.rule is FlagRule.UNKNOWN_CASE]
    assert (flag.person, flag.accesses) == ("A. Sample", 3)
    with hq.writing() as work:
        shown = live_entries(work, as_caller(CUSTODIAN), EVERY_TEAM).entries
    assert ["No such case" in " ".join(one.flags) for one in shown] == [True] * 3


def test_a_case_that_becomes_known_is_flagged_no_more(
    server: InProcessHq, clock: SetClock
) -> None:
    hq = server.hq
    hq.case_system = CasesNobodyKnows()
    with a_car(server.base_url) as car:
        car.send(added(an_own_entry(case="26-990")))
    clock.pass_by(days=2)
    misuse.seek(hq, CUSTODIAN)
    hq.case_system = CasesEverybodyKnows()
    misuse.seek(hq, CUSTODIAN)
    with hq.writing() as work:
        shown = live_entries(work, as_caller(CUSTODIAN), EVERY_TEAM).entries
    assert [one.flags for one in shown] == [()]
