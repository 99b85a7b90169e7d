"""What may be asked of headquarters in the room accounts."""

from mdt_alpr.acts.act import Act, File, Look, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import (
    AccountChange,
    AccountExpiry,
    AccountReviewRequest,
    AccountReviewsMessage,
    AccountsMessage,
    DesignationEnd,
    DesignationRequest,
    DesignationsMessage,
    FactorDemand,
    NewAccountRequest,
    ProofRequest,
    TemporaryPassword,
    TrainingRegisterMessage,
    TrainingsRequest,
)
from mdt_alpr.wire.adoption import AdoptionRequest, AdoptionsMessage
from mdt_alpr.wire.car_settings import SettingsRequest, SettingsSignature
from mdt_alpr.wire.drills import DrillsMessage
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem

END_SESSION = Act(
    "DELETE /v1/sessions/current", "Sign out", (), Nothing, records=(AuditEvent.HQ_SIGN_OUT,),
)  # fmt: skip
PROVE = Act(
    "POST /v1/sessions/current/proof", "Give one's own password again", (), Nothing,
    body=ProofRequest, records=(AuditEvent.HQ_ACCOUNT_LOCKED, AuditEvent.HQ_PROVED_AGAIN,
    AuditEvent.HQ_SIGN_IN_REFUSED, AuditEvent.HQ_SIGN_OUT),
)  # fmt: skip
DEMAND_FACTOR = Act(
    "PUT /v1/second-factor/demand", "Demand a second factor of everybody",
    (Permission.MANAGE_ACCOUNTS,), Nothing, body=FactorDemand, second=Permission.MANAGE_ACCOUNTS,
    records=(AuditEvent.HQ_FACTOR_DEMAND_SET,),
)  # fmt: skip
SHOW_ACCOUNTS = Look(
    "GET /v1/accounts", "See accounts", (Permission.RECORD_TRAINING, Permission.RELEASE_OFFICERS),
    AccountsMessage, shows_captured=True, records=(AuditEvent.HQ_ACCOUNTS_VIEWED,),
)  # fmt: skip
SIGN_CAR_SETTINGS = Act(
    "POST /v1/car-settings/signature", "Sign a car's settings", (Permission.MANAGE_ACCOUNTS,),
    SettingsSignature, body=SettingsRequest, refusal=Problem.MALFORMED,
    records=(AuditEvent.HQ_SETTINGS_SIGNED,),
)  # fmt: skip
MAKE_ACCOUNT = Act(
    "POST /v1/accounts", "Make an account", (Permission.MANAGE_ACCOUNTS,), AccountsMessage,
    body=NewAccountRequest, records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_MADE),
)  # fmt: skip
RELEASE_ACCOUNT = Act(
    "POST /v1/accounts/{person_id}/release", "Release a locked account",
    (Permission.RELEASE_OFFICERS,), AccountsMessage, body=ReasonMessage,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_RELEASED),
)  # fmt: skip
DISABLE_ACCOUNT = Act(
    "POST /v1/accounts/{person_id}/disable", "Disable an account", (Permission.MANAGE_ACCOUNTS,),
    AccountsMessage, body=ReasonMessage, records=(AuditEvent.HQ_ACCOUNTS_VIEWED,
    AuditEvent.HQ_ACCOUNT_DISABLED),
)  # fmt: skip
ENABLE_ACCOUNT = Act(
    "POST /v1/accounts/{person_id}/enable", "Enable an account again",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=ReasonMessage,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_ENABLED),
)  # fmt: skip
CONFIRM_ACCOUNT = Act(
    "POST /v1/accounts/{person_id}/confirm", "Confirm whose account it is",
    (Permission.RECORD_TRAINING,), AccountsMessage, body=ReasonMessage,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_CONFIRMED),
)  # fmt: skip
SET_EXPIRY = Act(
    "POST /v1/accounts/{person_id}/expiry", "Set the last day of an account",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=AccountExpiry,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_EXPIRY_SET),
)  # fmt: skip
RESET_FACTOR = Act(
    "POST /v1/accounts/{person_id}/second-factor/reset", "Reset a second factor",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=ReasonMessage,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_FACTOR_RESET),
)  # fmt: skip
SET_PASSWORD = Act(
    "POST /v1/accounts/{person_id}/password", "Set a temporary password",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=TemporaryPassword,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_PASSWORD_CHANGED,
    AuditEvent.HQ_PASSWORD_SET),
)  # fmt: skip
CHANGE_ACCOUNT = Act(
    "POST /v1/accounts/{person_id}", "Change an account's name or role",
    (Permission.MANAGE_ACCOUNTS,), AccountsMessage, body=AccountChange,
    records=(AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_CHANGED, AuditEvent.HQ_TEAM_SET),
)  # fmt: skip
SHOW_TRAININGS = Look(
    "GET /v1/trainings", "See trainings", (Permission.RECORD_TRAINING,), TrainingRegisterMessage,
    shows_captured=False, records=(AuditEvent.HQ_TRAININGS_VIEWED,),
)  # fmt: skip
SHOW_DRILLS = Look(
    "GET /v1/drills", "See results of practices", (Permission.REQUEST_HOLDS,), DrillsMessage,
    shows_captured=True, records=(AuditEvent.HQ_TRAININGS_VIEWED,),
)  # fmt: skip
RECORD_TRAININGS = Act(
    "POST /v1/trainings", "Record trainings", (Permission.RECORD_TRAINING,),
    TrainingRegisterMessage, body=TrainingsRequest, records=(AuditEvent.HQ_TRAININGS_VIEWED,
    AuditEvent.HQ_TRAINING_RECORDED),
)  # fmt: skip
RECORD_SCANNED = Act(
    "POST /v1/trainings/with-scan", "Record trainings with presentation and signed paper",
    (Permission.RECORD_TRAINING,), TrainingRegisterMessage,
    records=(AuditEvent.HQ_TRAININGS_VIEWED, AuditEvent.HQ_TRAINING_RECORDED),
)  # fmt: skip
GIVE_PAPER = Look(
    "GET /v1/training-papers/{digest}", "Get the scan of a signed paper, or a presentation",
    (Permission.RECORD_TRAINING,), File, shows_captured=False,
    records=(AuditEvent.HQ_TRAININGS_VIEWED,),
)  # fmt: skip
SHOW_ACCOUNT_REVIEWS = Look(
    "GET /v1/account-reviews", "See reviews of accounts", (Permission.RECORD_TRAINING,),
    AccountReviewsMessage, shows_captured=False, records=(AuditEvent.HQ_ACCOUNTS_VIEWED,),
)  # fmt: skip
SIGN_ACCOUNT_REVIEW = Act(
    "POST /v1/account-reviews", "Sign a review of accounts", (Permission.RECORD_TRAINING,),
    AccountReviewsMessage, body=AccountReviewRequest, records=(AuditEvent.HQ_ACCOUNTS_REVIEWED,
    AuditEvent.HQ_ACCOUNTS_VIEWED, AuditEvent.HQ_ACCOUNT_DISABLED),
)  # fmt: skip
SHOW_DESIGNATIONS = Look(
    "GET /v1/designations", "See designations", (Permission.MANAGE_ACCOUNTS,
    Permission.READ_AUDIT), DesignationsMessage, shows_captured=False,
    records=(AuditEvent.HQ_DESIGNATIONS_VIEWED,),
)  # fmt: skip
DESIGNATE = Act(
    "POST /v1/designations", "Designate a person", (Permission.MANAGE_ACCOUNTS,),
    DesignationsMessage, body=DesignationRequest, records=(AuditEvent.HQ_DESIGNATED,
    AuditEvent.HQ_DESIGNATIONS_VIEWED),
)  # fmt: skip
END_DESIGNATION = Act(
    "POST /v1/designations/{number}/end", "End a designation", (Permission.MANAGE_ACCOUNTS,),
    DesignationsMessage, body=DesignationEnd, records=(AuditEvent.HQ_DESIGNATIONS_VIEWED,
    AuditEvent.HQ_DESIGNATION_ENDED),
)  # fmt: skip
SHOW_POLICY = Look(
    "GET /v1/policy", "See the adopted policy", (Permission.MANAGE_ACCOUNTS,), AdoptionsMessage,
    shows_captured=False, records=(AuditEvent.HQ_POLICY_VIEWED,),
)  # fmt: skip
ADOPT_POLICY = Act(
    "POST /v1/policy", "Record the adopted policy", (Permission.MANAGE_ACCOUNTS,),
    AdoptionsMessage, body=AdoptionRequest, records=(AuditEvent.HQ_POLICY_ADOPTED,
    AuditEvent.HQ_POLICY_VIEWED),
)  # fmt: skip
