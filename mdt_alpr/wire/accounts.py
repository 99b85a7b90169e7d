"""Accounts and teams: what an administrator sees and asks, and one's own new password."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from mdt_alpr.domain.kinds import Label, Name, Reason, Reference
from mdt_alpr.domain.people.account_review import ReviewDecision, ReviewedAccount
from mdt_alpr.domain.people.designations import Office
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.people.trainings import Course


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """A new password of one's own; ``device`` as in ``SignInMessage``."""

    person_id: str
    password: str
    new_password: str
    device: str
    code: str = ""

    def __repr__(self) -> str:
        """Return a text without a password."""
        return f"PasswordChange({self.person_id!r})"


@dataclass(frozen=True, slots=True)
class ProofRequest:
    """A person who is signed in gives the password once more."""

    password: str

    def __repr__(self) -> str:
        """Return a text without the password."""
        return "ProofRequest()"


@dataclass(frozen=True, slots=True)
class FactorRequest:
    """A person asks for a second factor by the password, or proves one by its first code.

    With the first question comes a code of the factor before, or the one-time code that an
    administrator gave; ``code`` and ``device`` as in ``SignInMessage``.
    """

    person_id: str
    password: str
    device: str
    code: str = ""

    def __repr__(self) -> str:
        """Return a text without the password."""
        return f"FactorRequest({self.person_id!r})"


@dataclass(frozen=True, slots=True)
class FactorOffer:
    """A secret for a person's app: ``address`` as its QR code has it, ``secret`` to be typed.

    ``key`` is WebAuthn's question to a security key that becomes the factor instead; empty where
    the person has as many as one may.
    """

    address: str
    secret: str
    key: str = ""

    def __repr__(self) -> str:
        """Return a text without the secret."""
        return "FactorOffer()"


@dataclass(frozen=True, slots=True)
class KeyChallenge:
    """WebAuthn's question that a security key answers once; its answer is given as a code."""

    options: str


@dataclass(frozen=True, slots=True)
class SecurityKeyMessage:
    """A security key of a person's."""

    key_id: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SecurityKeysMessage:
    """A person's security keys, the oldest first."""

    keys: tuple[SecurityKeyMessage, ...]


@dataclass(frozen=True, slots=True)
class KeyName:
    """What a person calls a security key."""

    name: Annotated[Reference, Label("New name")]


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """The recovery codes of a new second factor; headquarters cannot show them again.

    There are none where a security key was added to a factor that has its own.
    """

    codes: tuple[str, ...]

    def __repr__(self) -> str:
        """Return a text without the codes."""
        return "RecoveryCodes()"


@dataclass(frozen=True, slots=True)
class NewAccountRequest:
    """An account to be made; its password must be changed at the first sign-in.

    ``emergency`` is the reason of one that ends after 72 hours, else empty.
    """

    person_id: Annotated[str, Label("New user name")]
    name: Name
    role: Role
    password: Annotated[str, Label("Temporary password", is_secret=True)]
    trained_on: date | None
    emergency: Annotated[Reason, Label("Why a 72-hour account")] = ""

    def __repr__(self) -> str:
        """Return a text without the password."""
        return f"NewAccountRequest({self.person_id!r})"


@dataclass(frozen=True, slots=True)
class TemporaryPassword:
    """A password that another person sets; it must be changed at the next sign-in."""

    password: Annotated[str, Label("Temporary password", is_secret=True)]

    def __repr__(self) -> str:
        """Return a text without the password."""
        return "TemporaryPassword()"


@dataclass(frozen=True, slots=True)
class AccountChange:
    """An account's new values; ``team`` None keeps it, empty removes it from every team."""

    name: Name
    role: Role
    team: Reference | None = None


@dataclass(frozen=True, slots=True)
class AccountExpiry:
    """The last day of an account, None for no end, with the reason."""

    last_day: Annotated[date | None, Label("Last day, empty for none", "Nov 28, 2026")]
    why: Reason


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """On which day a person was trained."""

    person_id: str
    trained_on: date


@dataclass(frozen=True, slots=True)
class TrainingClass:
    """What was presented (TRN-02): name, SHA-256, bytes before the scan; where the paper is."""

    courses: tuple[Course, ...]
    version: Reference
    presenter: Name
    paper: Reference
    presentation: Reference = ""
    presentation_bytes: int = 0


@dataclass(frozen=True, slots=True)
class TrainingsRequest:
    """Trainings of one person or of all of a class; all are recorded or none."""

    trainings: tuple[TrainingRecord, ...]
    held: TrainingClass


@dataclass(frozen=True, slots=True)
class TrainingMessage:
    """One recorded training; ``scan`` is the SHA-256 of the signed paper's scan, or empty."""

    course: Course
    version: str
    presenter: str
    trained_on: date
    paper: str
    scan: str
    recorded_at: datetime
    recorded_by: str
    presentation: str = ""


@dataclass(frozen=True, slots=True)
class TrainedPersonMessage:
    """An account with its trainings, the newest first."""

    person_id: str
    name: str
    is_live: bool
    trained_until: date | None
    trainings: tuple[TrainingMessage, ...]


@dataclass(frozen=True, slots=True)
class TrainingRegisterMessage:
    """Every account with its trainings, by id."""

    people: tuple[TrainedPersonMessage, ...]


@dataclass(frozen=True, slots=True)
class AccountMessage:
    """An account's state (ACC-11); ``locked`` is empty, "here" for some places, or "all".

    ``set_up_by`` are the user names of who made it, or set its password or second factor, since a
    third person confirmed it last. ``review``: what its yearly review wants, in words.
    """

    person_id: str
    name: str
    role: Role
    team: str
    last_sign_in_at: datetime | None
    trained_until: date | None
    locked: str
    disabled_at: datetime | None
    expires_at: datetime | None
    password_is_due: bool
    has_factor: bool = False
    set_up_by: tuple[str, ...] = ()
    review: str = ""


@dataclass(frozen=True, slots=True)
class SetupCode:
    """By this a person sets up a second factor, once; headquarters cannot show it again."""

    person_id: str
    code: str
    expires_at: datetime

    def __repr__(self) -> str:
        """Return a text without the code."""
        return f"SetupCode({self.person_id!r})"


@dataclass(frozen=True, slots=True)
class AccountsMessage:
    """Every account that is open to who asks, by id; ``setup`` is for one that needs a factor."""

    accounts: tuple[AccountMessage, ...]
    setup: SetupCode | None = None


@dataclass(frozen=True, slots=True)
class DeskTeamsMessage:
    """One's own team, and those one may view; no ``teams`` where the agency has none."""

    own: str
    teams: tuple[str, ...]
    sees_all: bool


@dataclass(frozen=True, slots=True)
class TeamRequest:
    """In which team an account is (empty: in none), and whether it reviews all of them."""

    team: Annotated[Reference, Label("Team; empty for none", "Night B")] = ""
    sees_all: Annotated[bool, Label("As supervisor, reviews every team")] = False


@dataclass(frozen=True, slots=True)
class MemberMessage:
    """An account with its team."""

    person_id: str
    name: str
    team: str
    sees_all: bool


@dataclass(frozen=True, slots=True)
class MembersMessage:
    """Every account, by id."""

    members: tuple[MemberMessage, ...]


@dataclass(frozen=True, slots=True)
class DesignationRequest:
    """A person who is designated (09.21.2.B, C); ``last_day`` None while it lasts."""

    person_id: Annotated[str, Label("User name")]
    office: Office
    first_day: date
    last_day: Annotated[date | None, Label("Last day, where it is known", "Nov 28, 2026")]
    designated_by: Annotated[Name, Label("Designated by, as named on paper")]


@dataclass(frozen=True, slots=True)
class DesignationEnd:
    """The last day of a designation."""

    last_day: date


@dataclass(frozen=True, slots=True)
class DesignationMessage:
    """One designation, with its number and who recorded it."""

    number: int
    person_id: str
    name: str
    office: Office
    first_day: date
    last_day: date | None
    designated_by: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class DesignationsMessage:
    """Every designation, the newest first; ``missing`` have the role and no designation today."""

    designations: tuple[DesignationMessage, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewedAccountMessage:
    """An account as its reviewer saw it, and what was decided."""

    person_id: str
    name: str
    role: Role
    team: str
    last_sign_in_at: datetime | None
    trained_until: date | None
    decision: ReviewDecision
    note: str


@dataclass(frozen=True, slots=True)
class AccountReviewMessage:
    """A review of every live account but the reviewer's own (ACC-11), as it is signed."""

    signed_at: datetime
    signed_by: str
    accounts: tuple[ReviewedAccountMessage, ...]


@dataclass(frozen=True, slots=True)
class AccountReviewRequest:
    """A reviewer's decision on every live account but the own one."""

    accounts: tuple[ReviewedAccount, ...]


@dataclass(frozen=True, slots=True)
class SignedReviewMessage:
    """A kept review; ``is_whole``: it is what headquarters signed."""

    number: int
    review: AccountReviewMessage
    is_whole: bool


@dataclass(frozen=True, slots=True)
class AccountReviewsMessage:
    """Every review, the newest first, whose are overdue, and whom one asks to disable."""

    reviews: tuple[SignedReviewMessage, ...]
    overdue: tuple[str, ...]
    disabling_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactorDemand:
    """Whether everybody needs a second factor, and why that changes."""

    demanded: bool
    why: Reason
