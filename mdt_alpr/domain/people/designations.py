"""Who was Chief, administrator and custodian on which day, by whom (09.21.2, SUP-05)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mdt_alpr.domain.people.accounts import AccountRefusedError, demand_name


class Office(StrEnum):
    """What a person is designated as; the Chief by whoever appoints the Chief."""

    CHIEF = "chief"
    ADMINISTRATOR = "administrator"
    CUSTODIAN = "custodian"


@dataclass(frozen=True, slots=True)
class Designation:
    """From a day to a day, both included; ``last_day`` None while it lasts."""

    person_id: str
    office: Office
    first_day: date
    last_day: date | None
    designated_by: str

    def holds_on(self, day: date) -> bool:
        """Return whether the person held the office on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def demand_designation(
    new: Designation, name: str, designations: Iterable[Designation]
) -> Designation:
    """Return a designation in the form in which it is kept; ``name`` is the person's.

    Raises:
        AccountRefusedError: it ends before it begins, overlaps with another of the same person,
            or names nobody or the person itself as who designated.
    """
    who = demand_name(new.designated_by)
    if who.casefold() in {new.person_id.casefold(), name.casefold()}:
        message = "Nobody designates oneself. Name the Chief, a designee, or the administrator."
        raise AccountRefusedError(message)
    demand_days(new.first_day, new.last_day)
    for designation in designations:
        is_same = (designation.person_id, designation.office) == (new.person_id, new.office)
        begins_after = designation.last_day is not None and designation.last_day < new.first_day
        ends_before = new.last_day is not None and new.last_day < designation.first_day
        if is_same and not begins_after and not ends_before:
            message = f"{new.person_id} is designated as {new.office} already. End that first."
            raise AccountRefusedError(message)
    return Designation(new.person_id, new.office, new.first_day, new.last_day, who)


def demand_days(first_day: date, last_day: date | None) -> None:
    """Refuse a designation that ends before it begins.

    Raises:
        AccountRefusedError: it does.
    """
    if last_day is not None and last_day < first_day:
        raise AccountRefusedError("A designation ends on its first day or later.")
