"""Sign-in at a desk, and accounts in the years after they were made.

A supervisor sees and releases the officers of their own team.
"""

from dataclasses import replace
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mdt_alpr.acts import account_reviews as account_reviews_acts
from mdt_alpr.acts import accounts as acts
from mdt_alpr.acts import designations as designations_acts
from mdt_alpr.acts import devices as devices_acts
from mdt_alpr.acts import policy as policy_acts
from mdt_alpr.acts import security_keys as security_keys_acts
from mdt_alpr.acts import sign_in as sign_in_acts
from mdt_alpr.acts import trainings as trainings_acts
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.people.trainings import LARGEST_PRESENTATION
from mdt_alpr.domain.policy import LARGEST_PAPER
from mdt_alpr.hq.base.declared import checked
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.base.http import BYTES, answer, body_of
from mdt_alpr.hq.people import (
    account_acts,
    account_reviews,
    accounts,
    adoption,
    designations,
    factor_setup,
    own_password,
    second_factors,
    sign_in,
    trainings,
    two_people,
)
from mdt_alpr.hq.people.car_settings import sign_settings
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire import addresses
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
    FactorOffer,
    FactorRequest,
    NewAccountRequest,
    PasswordChange,
    ProofRequest,
    RecoveryCodes,
    TemporaryPassword,
    TrainingRegisterMessage,
    TrainingsRequest,
)
from mdt_alpr.wire.adoption import AdoptionRequest, AdoptionsMessage
from mdt_alpr.wire.car_settings import SettingsRequest, SettingsSignature
from mdt_alpr.wire.codec import decode, instant
from mdt_alpr.wire.drills import DrillsMessage
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.messages import SessionMessage, SignInMessage

ROUTES = RouteTable()
_ADMINISTER = Permission.MANAGE_ACCOUNTS
_SEE_ACCOUNTS = Permission.RECORD_TRAINING, Permission.RELEASE_OFFICERS
_OPEN = {"is_open": True, "hashes": True}


@ROUTES.serve(
    "POST",
    addresses.DESK_SESSIONS,
    "Sign in at a desk",
    status=HTTPStatus.CREATED,
    kinds=(DeviceKind.DESK,),
    **_OPEN,
)
def begin_desk_session(call: ApiCall, body: SignInMessage) -> SessionMessage:
    """Sign a person in at a desk: returned hits wait for the car's screen."""
    return sign_in.sign_in(call.hq, body, Seat.DESK, call.place)


@ROUTES.serve(
    "POST",
    addresses.COMMAND_SESSIONS,
    "Sign in at a command line",
    status=HTTPStatus.CREATED,
    kinds=(DeviceKind.DESK,),
    **_OPEN,
)
def begin_command_session(call: ApiCall, body: SignInMessage) -> SessionMessage:
    """Sign a person in for commands: a short session, which counts from this address only."""
    return sign_in.sign_in(call.hq, body, Seat.COMMAND_LINE, call.place)


@ROUTES.does(sign_in_acts.END_SESSION)
def end_session(call: ApiCall) -> None:
    """Sign the caller out."""
    with call.hq.writing() as work:
        sign_in.sign_out(work, call.caller)


@ROUTES.does(sign_in_acts.PROVE, hashes=True)
def prove(call: ApiCall, body: ProofRequest) -> None:
    """Note that the caller gave the password again; privileged steps ask for it."""
    own_password.prove(call.hq, call.caller, body.password, call.place)


@ROUTES.serve("POST", addresses.PASSWORD, "Change one's own password", **_OPEN)
def change_password(call: ApiCall, body: PasswordChange) -> None:
    """Change one's own password by the old one."""
    own_password.change_password(call.hq, body, call.place)


@ROUTES.serve(
    "POST",
    addresses.SECOND_FACTOR,
    "Ask for a second factor of one's own",
    status=HTTPStatus.CREATED,
    **_OPEN,
)
def offer_factor(call: ApiCall, body: FactorRequest) -> FactorOffer:
    """Offer a second factor by the password."""
    return factor_setup.offer_factor(call.hq, body, call.place)


@ROUTES.does(security_keys_acts.DEMAND_FACTOR)
def demand_factor(call: ApiCall, body: FactorDemand) -> None:
    """Let two administrators demand a second factor of everybody, or remove that demand."""
    second = call.confirmed_by
    second_factors.set_demand(call.hq, body.why, call.by, second, demanded=body.demanded)


@ROUTES.serve("POST", addresses.SECOND_FACTOR_CODE, "Confirm it by its first code", **_OPEN)
def confirm_factor(call: ApiCall, body: FactorRequest) -> RecoveryCodes:
    """Put the offered second factor in use."""
    return factor_setup.confirm_factor(call.hq, body, call.place)


@ROUTES.does(acts.SHOW_ACCOUNTS)
def show_accounts(call: ApiCall) -> AccountsMessage:
    """Show the accounts that are open to the caller."""
    with call.hq.writing() as work:
        return account_acts.accounts_of(work, call.by)


@ROUTES.does(devices_acts.SIGN_CAR_SETTINGS)
def sign_car_settings(call: ApiCall, body: SettingsRequest) -> SettingsSignature:
    """Sign a car's settings that take a safety check away."""
    return sign_settings(call.hq, body, call.by, call.confirmed_by)


@ROUTES.does(acts.MAKE_ACCOUNT, hashes=True)
def make_account(call: ApiCall, body: NewAccountRequest) -> AccountsMessage:
    """Make an account; its password is temporary, a code sets up its second factor."""
    new = accounts.NewAccount(
        body.person_id,
        body.name,
        body.role,
        body.password,
        body.trained_on,
        is_temporary=True,
        emergency=body.emergency,
    )
    setup = accounts.make_persons_account(call.hq, new, call.by)
    return replace(show_accounts(call), setup=setup)


# User names of before the rule against it may hold a "/" (ACC-01): the address that is only a
# user name comes last.


@ROUTES.does(acts.RELEASE_ACCOUNT, slashes=True)
def release_account(call: ApiCall, person_id: str, body: ReasonMessage) -> AccountsMessage:
    """Release a locked account."""
    account_acts.release_account(call.hq, person_id, body.why, call.by)
    return show_accounts(call)


@ROUTES.does(acts.DISABLE_ACCOUNT, slashes=True)
def disable_account(call: ApiCall, person_id: str, body: ReasonMessage) -> AccountsMessage:
    """Disable an account; its sessions end at once."""
    account_acts.disable_account(call.hq, person_id, body.why, call.by)
    return show_accounts(call)


@ROUTES.does(acts.ENABLE_ACCOUNT, slashes=True)
def enable_account(call: ApiCall, person_id: str, body: ReasonMessage) -> AccountsMessage:
    """Enable an account again."""
    account_acts.enable_account(call.hq, person_id, body.why, call.by)
    return show_accounts(call)


@ROUTES.does(acts.CONFIRM_ACCOUNT, slashes=True)
def confirm_account(call: ApiCall, person_id: str, body: ReasonMessage) -> AccountsMessage:
    """Confirm an account that somebody else set up."""
    with call.hq.writing() as work:
        two_people.confirm_account(work, person_id, body.why, call.by)
    return show_accounts(call)


@ROUTES.does(acts.SET_EXPIRY, slashes=True)
def set_expiry(call: ApiCall, person_id: str, body: AccountExpiry) -> AccountsMessage:
    """Set the last day of an account."""
    account_acts.set_expiry(call.hq, person_id, body, call.by)
    return show_accounts(call)


@ROUTES.does(acts.RESET_FACTOR, slashes=True)
def reset_factor(call: ApiCall, person_id: str, body: ReasonMessage) -> AccountsMessage:
    """Erase the factor of a person who lost it; sessions end, a code sets up another."""
    setup = second_factors.reset_factor(call.hq, person_id, body.why, call.by)
    return replace(show_accounts(call), setup=setup)


@ROUTES.does(acts.SET_PASSWORD, hashes=True, slashes=True)
def set_password(call: ApiCall, person_id: str, body: TemporaryPassword) -> AccountsMessage:
    """Set a password that is changed at the next sign-in."""
    accounts.set_temporary_password(call.hq, person_id, body.password, call.by)
    return show_accounts(call)


@ROUTES.does(acts.CHANGE_ACCOUNT, slashes=True)
def change_account(call: ApiCall, person_id: str, body: AccountChange) -> AccountsMessage:
    """Change name, role or team."""
    account_acts.change_account(call.hq, person_id, body, call.by)
    return show_accounts(call)


@ROUTES.does(trainings_acts.SHOW_TRAININGS)
def show_trainings(call: ApiCall) -> TrainingRegisterMessage:
    """Show every account with its trainings."""
    with call.hq.writing() as work:
        return trainings.register(work, call.by)


@ROUTES.does(trainings_acts.SHOW_DRILLS)
def show_drills(call: ApiCall) -> DrillsMessage:
    """Show the own results, and those of people whom the caller answers for."""
    with call.hq.writing() as work:
        return trainings.drills_for(work, call.caller)


@ROUTES.does(trainings_acts.RECORD_TRAININGS, is_register=True)
def record_trainings(call: ApiCall, body: TrainingsRequest) -> TrainingRegisterMessage:
    """Record the trainings of a class, all or none."""
    trainings.record_trainings(call.hq, body, call.by)
    return show_trainings(call)


@ROUTES.does(trainings_acts.RECORD_SCANNED, accepts=BYTES, returns=TrainingRegisterMessage)
async def record_scanned(call: ApiCall, request: Request) -> Response:
    """Record the trainings of a class; presentation and scan follow the line of their message."""
    most = call.hq.settings.limits.register_bytes + LARGEST_PAPER + LARGEST_PRESENTATION
    line, _, files = (await body_of(request, most)).partition(b"\n")

    def record() -> TrainingRegisterMessage:
        call.still_permitted()
        asked = checked(decode(TrainingsRequest, line))
        trainings.record_trainings(call.hq, asked, call.by, files)
        return show_trainings(call)

    return answer(await run_in_threadpool(record))


@ROUTES.does(trainings_acts.GIVE_PAPER, returns=BYTES)
def give_paper(call: ApiCall, digest: str) -> Response:
    """Give the scan of a signed paper, or a presentation."""
    with call.hq.writing() as work:
        return Response(trainings.paper_of(work, digest, call.by), media_type=BYTES)


@ROUTES.does(account_reviews_acts.SHOW_ACCOUNT_REVIEWS)
def show_account_reviews(call: ApiCall) -> AccountReviewsMessage:
    """Show every yearly review of accounts, and which accounts are overdue."""
    with call.hq.writing() as work:
        return account_reviews.reviews_of(call.hq, work, call.by)


@ROUTES.does(account_reviews_acts.SIGN_ACCOUNT_REVIEW, is_register=True)
def sign_account_review(call: ApiCall, body: AccountReviewRequest) -> AccountReviewsMessage:
    """Keep and sign a review; what an administrator's disables is disabled now."""
    account_reviews.sign_review(call.hq, body.accounts, call.by)
    return show_account_reviews(call)


@ROUTES.does(designations_acts.SHOW_DESIGNATIONS)
def show_designations(call: ApiCall, on: str = "") -> DesignationsMessage:
    """Show who was administrator and custodian when, or on a day."""
    day = instant(f"{on}T00:00:00Z", "on").date() if on else None
    with call.hq.writing() as work:
        return designations.designations_of(work, call.by, day)


@ROUTES.does(designations_acts.DESIGNATE)
def designate(call: ApiCall, body: DesignationRequest) -> DesignationsMessage:
    """Designate an administrator or a custodian."""
    designations.designate(call.hq, body, call.by)
    return show_designations(call)


@ROUTES.does(designations_acts.END_DESIGNATION)
def end_designation(call: ApiCall, number: int, body: DesignationEnd) -> DesignationsMessage:
    """End a designation."""
    designations.end_designation(call.hq, number, body.last_day, call.by)
    return show_designations(call)


@ROUTES.does(policy_acts.SHOW_POLICY)
def show_policy(call: ApiCall) -> AdoptionsMessage:
    """Show every recorded adoption."""
    with call.hq.writing() as work:
        return adoption.adoptions(work, call.by)


@ROUTES.does(policy_acts.ADOPT_POLICY)
def adopt_policy(call: ApiCall, body: AdoptionRequest) -> AdoptionsMessage:
    """Record that the agency adopted its policy; cars are served from now on."""
    with call.hq.writing() as work:
        adoption.adopt(work, call.by, body)
        return adoption.adoptions(work, call.by)
