"""A written policy is adopted before the system is operated (PUR-05, G.S. 20-183.31(a))."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.printable import is_printable

LONGEST_POLICY = 80
LONGEST_VERSION = 40


class PolicySubject(StrEnum):
    """What the statute demands that the policy covers, in its order."""

    DATABASES = "databases"
    RETENTION = "retention"
    SHARING = "sharing"
    TRAINING = "training"
    SUPERVISION = "supervision"
    SECURITY = "security"
    REPORTING = "reporting"
    OTHER_AGENCIES = "other_agencies"
    OTHER = "other"

    @property
    def words(self) -> str:
        """Return the subject in words."""
        return _WORDS[self]


_WORDS = {
    PolicySubject.DATABASES: "Databases that plates are compared with",
    PolicySubject.RETENTION: "How long data is kept",
    PolicySubject.SHARING: "Sharing data with other agencies",
    PolicySubject.TRAINING: "Training of operators",
    PolicySubject.SUPERVISION: "Supervision of use",
    PolicySubject.SECURITY: "Security of the data, and who has access",
    PolicySubject.REPORTING: "Audit and report on use and effectiveness, at least yearly",
    PolicySubject.OTHER_AGENCIES: "Access to data of systems that other agencies operate",
    PolicySubject.OTHER: "Any other subject that the agency needs",
}


class AdoptionRefusedError(DomainError):
    """The adoption cannot be recorded; the sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class AdoptedPolicy:
    """The policy's number and version, and the day from which it is in effect (PUR-05)."""

    number: str
    version: str
    effective_on: date

    @property
    def words(self) -> str:
        """Return it as screens and papers show it."""
        on = f"{self.effective_on:%b} {self.effective_on.day}, {self.effective_on.year}"
        return f"{self.number}, version {self.version}, in effect since {on}"


def demand_adoption(
    asked: AdoptedPolicy, covered: Collection[PolicySubject], today: date
) -> AdoptedPolicy:
    """Return the policy as it is kept.

    Raises:
        AdoptionRefusedError: no number or version, not in effect yet, or a subject is not covered.
    """
    number, version = asked.number.strip(), asked.version.strip()
    if not number or len(number) > LONGEST_POLICY or not is_printable(number):
        message = f"Give the policy's number: at most {LONGEST_POLICY} printable characters."
        raise AdoptionRefusedError(message)
    if not version or len(version) > LONGEST_VERSION or not is_printable(version):
        message = f"Give the policy's version: at most {LONGEST_VERSION} printable characters."
        raise AdoptionRefusedError(message)
    if asked.effective_on > today:
        message = "The policy is not in effect yet. Record it on the day it takes effect."
        raise AdoptionRefusedError(message)
    missing = [subject.words for subject in PolicySubject if subject not in covered]
    if missing:
        message = f"The policy must cover all nine subjects. Missing: {'; '.join(missing)}."
        raise AdoptionRefusedError(message)
    return AdoptedPolicy(number, version, asked.effective_on)
