"""Searches for private reasons in a drill, and whose flags somebody sees (RS-13, RS-14)."""

import os
from typing import TYPE_CHECKING

from mdt_alpr.demo.drill.headquarters import PASSWORD
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import MISUSE_MONTH, capture_date
from mdt_alpr.domain.search.question import AskedCase, CaseCheck, SearchQuestion

if TYPE_CHECKING:
    from mdt_alpr.hq.base.headquarters import Caller, Headquarters

_REVIEWER = Role.CUSTODIAN


class NoSuchCase:
    """A case system that knows none of the cases that a drill invents."""

    def check(self, _case: str) -> AskedCase:
        """Return that no case is known."""
        return AskedCase(CaseCheck.UNKNOWN)

    def close(self) -> None:
        """Have nothing to give back."""


class DrillMisuse:
    """See ``demo.drill.headquarters.StagedMisuse``."""

    def __init__(self, hq: "Headquarters") -> None:
        self._hq = hq
        self._made: set[Role] = set()

    def search(self, role: str, plate: str, case: str, reason: str) -> int:
        from mdt_alpr.hq.search.service import search
        from mdt_alpr.wire.search import SearchRequest

        self._hq.case_system = NoSuchCase()
        now = self._hq.clock.now()
        question = SearchQuestion(
            plate=plate, state="any", since=now - MISUSE_MONTH, until=now, everywhere=True,
            purpose="criminal_investigation", case=case, reason=reason,
        )  # fmt: skip
        return search(
            self._hq, self._caller(Role(role)), SearchRequest(question, confirmed=True)
        ).found

    def seek(self) -> None:
        from mdt_alpr.hq.misuse.service import seek

        seek(self._hq, "")

    def flags(self, role: str = _REVIEWER.value) -> list[tuple[str, str]]:
        from mdt_alpr.hq.misuse.service import flags_for

        caller = self._caller(Role(role))
        with self._hq.writing() as work:
            found = flags_for(work, caller).flags
        return [(flag.rule.value, flag.why) for flag in found]

    def _caller(self, role: Role) -> "Caller":
        from mdt_alpr.hq.base.headquarters import Caller
        from mdt_alpr.hq.people.accounts import NewAccount, make_account

        who = f"drill-{role.value}"
        if role not in self._made:
            today = capture_date(self._hq.clock.now())
            make_account(self._hq, NewAccount(who, who, role, PASSWORD, today), "drill")
            self._made.add(role)
        return Caller(who, who, role, "drill-desk", os.urandom(32).hex())
