"""Whose accesses a caller reviews: nobody's own, nor those of their superiors (SUP-05)."""

from mdt_alpr.domain.people.roles import Permission, Role, may, may_see_person
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.misuse import Reviewed, may_review
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.people import designation_store as designations
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people import team_store as teams


class Reviewer:
    """A caller as a reviewer, with everybody's account; the database is asked once."""

    def __init__(self, work: Work, caller: Caller) -> None:
        self.caller = caller
        connection = work.connection
        self.accounts = {account.person_id: account for account in people.accounts(connection)}
        self._placed = teams.placements(connection)
        self._own = teams.placement(connection, caller.person_id)
        self._in_use = teams.is_in_use(connection)
        self._chiefs = designations.chiefs(connection, capture_date(work.now))

    def may_review(self, person: str) -> bool:
        """Return whether the caller reviews what a person did."""
        who = self.caller
        return may_review(who.person_id, who.role, self.reviewed(person)) and self.is_of_team(
            person
        )

    def reviewed(self, person: str) -> Reviewed:
        """Return a person as one who is reviewed; who has no account any more as an officer."""
        account = self.accounts.get(person)
        role = account.role if account else Role.OFFICER
        return Reviewed(person, role, is_chief=person in self._chiefs)

    def is_of_team(self, person: str) -> bool:
        """Return whether a person is of the caller's team, or the caller sees every team."""
        if may(self.caller.role, Permission.READ_AUDIT):
            return True
        return may_see_person(self._own, self.team(person), in_use=self._in_use)

    def team(self, person: str) -> str:
        """Return a person's team, empty for none."""
        placed = self._placed.get(person)
        return placed.team if placed else ""
