"""Why headquarters said no: one number a reason, in receipts and in answers (RFC 9457)."""

from dataclasses import dataclass
from enum import Enum

from mdt_alpr.domain.people.accounts import WHO_UNLOCKS_WORDS
from mdt_alpr.domain.policy import HOLD_FORM

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemFacts:
    """A problem's number, its HTTP status, what it is, and what to do about it."""

    number: int
    status: int
    title: str
    action: str


class Problem(Enum):
    """1xx requests, 2xx people and devices, 3xx items, 4xx pictures, 5xx things asked for.

    A number is never given a new meaning.
    """

    MALFORMED = ProblemFacts(
        101, 400, "The request is not the message that it should be.", "Update the program."
    )
    TOO_LARGE = ProblemFacts(102, 413, "The request is too large.", "Send smaller batches.")
    ENCODING = ProblemFacts(
        103, 415, "This encoding is not understood.", "Send plain, gzip or zstd-compressed JSON."
    )
    NO_SUCH_ADDRESS = ProblemFacts(104, 404, "There is nothing here.", "Check the address.")
    METHOD = ProblemFacts(105, 405, "This cannot be done here.", "Update the program.")
    FAULT = ProblemFacts(
        106, 500, "Headquarters failed.", "Try again later; tell the technician the incident."
    )
    NOT_READY = ProblemFacts(107, 503, "Headquarters is not ready.", "Try again later.")
    VERSION = ProblemFacts(
        108, 400, "Headquarters speaks another version.", "Update the program or headquarters."
    )
    BUSY = ProblemFacts(
        109, 429, "Headquarters is busy.", "Try again in a moment; nothing is lost."
    )

    TOO_MANY = ProblemFacts(
        110, 429, "Too many requests at once.", "Wait as long as Retry-After says."
    )

    TEXT_REFUSED = ProblemFacts(111, 422, "A text cannot be kept as it is.", "See why.")

    NOT_SIGNED_IN = ProblemFacts(
        201, 401, "The session is unknown or has ended.", "Sign in again."
    )
    NOT_PERMITTED = ProblemFacts(
        202, 403, "This account may not do this.", "Ask an administrator."
    )
    CREDENTIALS = ProblemFacts(
        203, 401, "User name or password is wrong.", "Try again; five failures lock the account."
    )
    LOCKED = ProblemFacts(
        204, 403, "The account is locked after five failed sign-ins.", WHO_UNLOCKS_WORDS
    )
    TRAINING_NOT_RECORDED = ProblemFacts(
        205, 403, "No training is recorded for this account.", "Ask the training coordinator."
    )
    TRAINING_EXPIRED = ProblemFacts(
        206, 403, "The training of this account has expired.", "Ask the training coordinator."
    )
    OTHER_DEVICE = ProblemFacts(
        207, 403, "The session belongs to another device.", "Sign in on this device."
    )
    PASSWORD_DUE = ProblemFacts(
        208, 403, "The password must be changed before you sign in.", "Choose a new password."
    )

    NOT_THIS_DEVICE = ProblemFacts(
        209, 403, "This computer did not show the key that headquarters knows for its name.",
        "Ask an administrator to accept its key.",
    )  # fmt: skip
    CAR_ONLY = ProblemFacts(
        210, 403, "This is open to a session in a car only.", "Sign in in the car."
    )
    CODE_WANTED = ProblemFacts(
        221, 401, "A code of your second factor is needed.",
        "Enter the code of your app, or a recovery code.",
    )  # fmt: skip
    CODE_REFUSED = ProblemFacts(
        222, 401, "The code is wrong or was used before.",
        "Wait for the next one; five failures lock the account.",
    )  # fmt: skip
    FACTOR_MISSING = ProblemFacts(
        223, 403, "This account has no second factor yet.", "Set it up, then sign in."
    )
    ENROLLMENT_OVER = ProblemFacts(
        224, 409, "The second factor was not offered, or more than 15 minutes ago.",
        "Begin again.",
    )  # fmt: skip

    SETUP_CODE_WANTED = ProblemFacts(
        226, 401, "This account has no second factor yet.",
        "Enter the one-time code that the administrator gave you for it.",
    )  # fmt: skip
    SETUP_CODE_REFUSED = ProblemFacts(
        227, 401, "The one-time code for a second factor is wrong, was used, or is too old.",
        "Ask an administrator for another; five failures lock the account.",
    )  # fmt: skip

    ACCOUNT_CHANGED = ProblemFacts(
        228, 403, "This account was changed outside the program.",
        "Tell an administrator: hq doctor names it.",
    )  # fmt: skip

    DIRECTORY_NOT_SET = ProblemFacts(
        241, 404, "This headquarters has no directory.", "Sign in with your password."
    )
    DIRECTORY_DOWN = ProblemFacts(
        242, 503, "The agency's directory does not answer.", "Sign in with your password."
    )
    DIRECTORY_REFUSED = ProblemFacts(
        243, 401, "The sign-in at the agency's directory does not count.", "Begin again."
    )
    DIRECTORY_UNKNOWN = ProblemFacts(
        244, 403, "No account here is yours.", "Ask an administrator to link it."
    )

    KEY_WANTED = ProblemFacts(
        281, 401, "Your security key or a code of your second factor is needed.",
        "Use the key, or enter a code of your app or a recovery code.",
    )  # fmt: skip
    KEY_REFUSED = ProblemFacts(
        282, 401, "The code, or the security key's answer, does not count.",
        "Use a key that you added, or the next code; five failures lock the account.",
    )  # fmt: skip
    NO_SUCH_KEY = ProblemFacts(
        581, 404, "This person has no such security key.", "hq keys lists them."
    )
    KEY_STAYS = ProblemFacts(582, 409, "The security key stays as it is.", "See why.")

    PROOF_WANTED = ProblemFacts(
        225, 403, "This step needs your password again.",
        "Enter it, or sign in again; it then counts for 15 minutes.",
    )  # fmt: skip
    NOT_ENROLLED = ProblemFacts(
        216, 403, "Headquarters does not know this machine.",
        "Let an administrator or technician enroll it (hq enroll-device).",
    )  # fmt: skip
    REVOKED = ProblemFacts(
        217, 403, "This machine was revoked at headquarters.", "Call the technician."
    )
    OTHER_KIND = ProblemFacts(
        218, 403, "This machine is enrolled as another kind.",
        "Use a car's computer in a car and a desk's at a desk.",
    )  # fmt: skip
    CODE_NOT_GOOD = ProblemFacts(
        219, 403, "The enrollment code is wrong, used or too old.", "Ask for a new one."
    )

    POLICY_NOT_ADOPTED = ProblemFacts(
        215, 403, "Headquarters serves no car before the agency's policy is on record.",
        "Let an administrator record it: the desk's page Policy, or hq adopt-policy.",
    )  # fmt: skip

    OTHER_PROFILE = ProblemFacts(
        233, 403, "This program runs another policy profile than headquarters.",
        "Let a technician put headquarters' policy-profile.toml into its data folder.",
    )  # fmt: skip

    OTHER_MACHINE = ProblemFacts(
        231, 401, "This sign-in was made on another machine, and has ended.",
        "Sign in on this one.",
    )  # fmt: skip
    SECOND_PERSON = ProblemFacts(
        232, 403, "A second person has to confirm this.",
        "Let another person who may do so sign in for it now.",
    )  # fmt: skip

    BODY = ProblemFacts(
        301, 422, "The item's body is not what its kind demands.", "Update the program."
    )
    KIND = ProblemFacts(302, 422, "The item's kind is unknown.", "Update headquarters.")
    STATE_OF_ISSUANCE = ProblemFacts(
        303, 422, "The state of issuance is unknown.", "Update the program."
    )
    PLATE_TOO_LONG = ProblemFacts(
        304, 422, "A plate has at most ten characters.", "Update the program."
    )
    NOT_A_PLATE = ProblemFacts(
        305, 422, "A plate has capital letters and digits only.", "Update the program."
    )
    TOO_OLD = ProblemFacts(
        306, 422, "Captured too long ago: it must not be kept.", "Nothing to do."
    )
    IDENTIFIER = ProblemFacts(
        308, 422, "The id is not a UUID of version 7.", "Update the program."
    )
    IDENTIFIER_TIME = ProblemFacts(
        309, 422, "Id and time of capture do not belong together.", "Update the program."
    )
    OTHER_DEVICES_ENTRY = ProblemFacts(
        310, 422, "The audit entry is of another device.", "Send it from its own device."
    )

    NOT_THE_SEALED_PARTS = ProblemFacts(
        321, 422, "The package does not hold what its seal names.", "Call the technician."
    )
    OTHER_DEVICE_KEY = ProblemFacts(
        322, 422, "This computer's key is not the one that headquarters knows.",
        "Ask an administrator to accept it.",
    )  # fmt: skip
    NO_PROOF_OF_KEY = ProblemFacts(
        323, 422, "The computer did not prove that it holds its key.", "Update the program."
    )

    NOT_A_CAMERAS = ProblemFacts(
        312, 422, "A fixed camera sends what it saw only.", "Update the program."
    )
    MANUAL_ENTRY = ProblemFacts(
        311, 422, "The manual entry lacks what it must hold.", "Update the program."
    )

    PICTURE_DIFFERS = ProblemFacts(
        401, 422, "The picture does not have this SHA-256.", "Send it again."
    )
    NOT_A_JPEG = ProblemFacts(402, 415, "The picture is not a JPEG.", "Update the program.")

    NOT_ANNOUNCED = ProblemFacts(
        404, 409, "Nothing announced this picture.", "Send its announcement first."
    )
    NO_SUCH_PICTURE = ProblemFacts(
        403, 404, "No such picture is kept.", "It may have been purged, or not have arrived yet."
    )

    NO_SUCH_EVIDENCE = ProblemFacts(
        521,
        404,
        "No evidence of this hit is kept.",
        "The hit may still be open in its car. The desk's page Hit IDs shows which has one.",
    )
    NO_SUCH_DEVICE_KEY = ProblemFacts(
        523, 404, "No key of this computer that waits begins so.",
        "Give its first 16 digits or more; hq set-aside list shows the keys that wait.",
    )  # fmt: skip
    NO_PURPOSE = ProblemFacts(
        524, 422, "No purpose or no case is given.", "Say what it is for, and for which case."
    )
    PICTURES_TO_COME = ProblemFacts(
        522, 409, "Pictures of this hit have not arrived yet.", "Try again later."
    )
    NO_SUCH_HIT = ProblemFacts(501, 404, "No such hit is kept.", "It may have been purged.")
    NO_SUCH_ACCOUNT = ProblemFacts(503, 404, "There is no such account.", "Check the id.")
    NO_SUCH_ENTRY = ProblemFacts(
        531, 404, "There is no such live manual entry.", "It may have ended meanwhile."
    )
    ENTRY_REFUSED = ProblemFacts(532, 409, "The manual entry stays as it is.", "See why.")
    REVIEW_REFUSED = ProblemFacts(533, 409, "The review was not saved.", "See why.")
    SETTING_REFUSED = ProblemFacts(534, 409, "The category stays as it is.", "See why.")
    NO_SUCH_CORRECTION = ProblemFacts(
        535, 404, "There is no such correction.", "It may have ended meanwhile."
    )
    CORRECTION_REFUSED = ProblemFacts(536, 409, "The correction was not saved.", "See why.")
    OTHER_TEAM = ProblemFacts(
        541, 403, "This is not open to this account.", "It is another team's."
    )
    NO_SUCH_CASE = ProblemFacts(
        542, 404, "No such review case is open to this account.", "Check its number."
    )
    NO_SUCH_PASS = ProblemFacts(
        543, 404, "No such pass is open to this account.", "Ask for another one."
    )
    NO_SUCH_DEVICE = ProblemFacts(
        560, 404, "No such machine is enrolled.", "hq devices lists those that are."
    )
    DEVICE_REFUSED = ProblemFacts(561, 422, "The machine stays as it is.", "See why.")
    NO_SUCH_PACKAGE = ProblemFacts(586, 404, "This machine is offered no such package.", "Wait.")
    UPDATE_REFUSED = ProblemFacts(587, 422, "The package stays as it is.", "See why.")
    ACCOUNT_REFUSED = ProblemFacts(544, 409, "The account stays as it is.", "See why.")
    PASSWORD_REFUSED = ProblemFacts(545, 422, "The password is not changed.", "See why.")
    NO_SUCH_ASIDE = ProblemFacts(
        546, 404, "Nothing with this number waits for review.", "It may be decided already."
    )
    BREAK_REFUSED = ProblemFacts(562, 409, "The break is not recorded.", "See why.")
    CLOCK_REFUSED = ProblemFacts(563, 409, "The clock is not confirmed.", "See why.")
    OFFLOAD_REFUSED = ProblemFacts(564, 422, "The file is not loaded.", "See why.")
    DISPATCH_REFUSED = ProblemFacts(570, 422, "Dispatch is told as before.", "See why.")
    DELIVERY_REFUSED = ProblemFacts(565, 409, "The lists stay as they are.", "See why.")
    RESTRICTED_REFUSED = ProblemFacts(567, 409, "The disclosure was not recorded.", "See why.")
    ADOPTION_REFUSED = ProblemFacts(549, 422, "The policy is not recorded.", "See why.")
    EQUIPMENT_REFUSED = ProblemFacts(591, 409, "The register stays as it is.", "See why.")
    RETENTION_REFUSED = ProblemFacts(593, 409, "The time stays as it is.", "See why.")
    NO_SUCH_EQUIPMENT = ProblemFacts(
        592, 404, "The register has no such item.", "Check its number."
    )
    STALE_PAGE = ProblemFacts(
        613, 409, "This was changed since you loaded it.", "Reload, look again, then decide."
    )
    ASIDE_REFUSED = ProblemFacts(547, 409, "The decision is not made.", "See why.")
    NO_SUCH_HOLD = ProblemFacts(
        571, 404, "No such preservation request is open to this account.", "Check its number."
    )
    HOLD_REFUSED = ProblemFacts(572, 422, "The preservation request stays as it is.", "See why.")
    NOT_HELD = ProblemFacts(
        573,
        403,
        "No hold or warrant covers this.",
        f"Request its preservation on form {HOLD_FORM}.",
    )
    EVENT_REVIEW_REFUSED = ProblemFacts(653, 422, "The review is not recorded.", "See why.")
    WEEKLY_REFUSED = ProblemFacts(642, 409, "The weekly review stays as it is.", "See why.")
    INCIDENT_REFUSED = ProblemFacts(640, 409, "The incident stays as it is.", "See why.")
    NO_SUCH_INCIDENT = ProblemFacts(
        641, 404, "There is no such incident.", "Check the number on the desk's page Incidents."
    )
    OUTSIDE_REFUSED = ProblemFacts(596, 409, "The request stays as it is.", "See why.")
    NO_SUCH_OUTSIDE = ProblemFacts(
        597, 404, "There is no such request to another agency.", "Check the number."
    )
    SEARCH_REFUSED = ProblemFacts(576, 422, "The search is not made.", "See why.")
    NO_SUCH_SEARCH = ProblemFacts(
        577, 404, "No such search is open to this session.", "Search again."
    )
    PLACE_REFUSED = ProblemFacts(578, 422, "What searches can name stays as it is.", "See why.")
    NO_SUCH_PLACE = ProblemFacts(579, 404, "No place has this name.", "Check its name.")
    NO_SUCH_DISCLOSURE = ProblemFacts(
        595, 404, "No such request or package is on record.", "Check its number."
    )
    DISCLOSURE_REFUSED = ProblemFacts(598, 422, "The request stays as it is.", "See why.")
    LET_OUT_REFUSED = ProblemFacts(599, 422, "Nothing was released.", "See why.")
    REPORT_REFUSED = ProblemFacts(580, 422, "There is no such report.", "See why.")
    NO_SUCH_FLAG = ProblemFacts(
        583, 404, "No such misuse flag is open to this account.", "Check its number."
    )
    NO_SUCH_RECORD = ProblemFacts(
        585, 404, "No such record of somebody whom this account reviews.", "Check its ID."
    )
    TIED_PLATE_REFUSED = ProblemFacts(584, 422, "The plates stay as they are.", "See why.")
    NO_SUCH_PUBLICATION = ProblemFacts(
        610, 404, "The register of publications has no such line.", "Check its number."
    )
    PUBLICATION_REFUSED = ProblemFacts(611, 422, "The register stays as it is.", "See why.")
    AGENCY_SETTING_REFUSED = ProblemFacts(612, 422, "The setting stays as it is.", "See why.")
    BACKUP_REFUSED = ProblemFacts(614, 409, "No backup is made or checked.", "See why.")
    NO_SUCH_LOCK = ProblemFacts(502, 404, "No such account is locked.", "Check the id.")

    NO_SUCH_MEMORY = ProblemFacts(
        504, 404, "Nothing is stored about this record.", "Nothing to do."
    )

    @classmethod
    def of_number(cls, number: int) -> "Problem | None":
        """Return the problem of a number; None for one of a newer headquarters."""
        return next((problem for problem in cls if problem.number == number), None)

    @property
    def number(self) -> int:
        """Return the number."""
        return self.value.number

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return self.value.status

    @property
    def sentence(self) -> str:
        """Return what it is and what to do, for a person."""
        return f"{self.value.title} {self.value.action}"


@dataclass(frozen=True, slots=True)
class ProblemMessage:
    """A refusal as RFC 9457 has it, with our number; ``instance`` names the incident or is empty.

    ``detail`` never repeats what was sent.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    number: int


def problem_message(problem: Problem, detail: str = "", instance: str = "") -> ProblemMessage:
    """Return the message of a problem; without ``detail`` it says what to do."""
    facts = problem.value
    return ProblemMessage(
        type=f"urn:mdt-alpr:problem:{facts.number}",
        title=facts.title,
        status=facts.status,
        detail=detail or facts.action,
        instance=instance,
        number=facts.number,
    )
