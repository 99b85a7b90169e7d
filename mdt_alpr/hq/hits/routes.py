"""Hits, for those who review them, and the car's status question.

What is asked travels in the body, so that no address, and no log of addresses, names a person. A
supervisor sees their own team's, or everybody's where the administrator says so (SUP-02). Every
view is recorded, with the ids that it shows, before its answer goes out (AUD-01, AUD-05).
"""

from dataclasses import replace

from starlette.responses import Response

from mdt_alpr.acts import dispatch
from mdt_alpr.acts import hits as acts
from mdt_alpr.acts import trial as trial_acts
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.trial_compared import ComparedReaders
from mdt_alpr.domain.review.trial_parts import WeatherNote
from mdt_alpr.domain.review.trial_report import TrialPlan
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.base.paging import Paging
from mdt_alpr.hq.base.paper import printed
from mdt_alpr.hq.evidence import pictures
from mdt_alpr.hq.hits import (
    assigning,
    hit_file,
    log_places,
    restricted_log,
    review,
    review_cases,
    shift_log,
    small_pictures,
    trial,
    trial_compared,
    trial_figures,
    trial_paper,
    truth,
)
from mdt_alpr.hq.hits.shift_paper import shift_paper
from mdt_alpr.hq.hits.status import answer_status
from mdt_alpr.hq.people.ended_memory import remember
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.hq.search.service import ask_for_case
from mdt_alpr.hq.teams import service as teams
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import (
    MOST_SMALL,
    EvidenceCheckMessage,
    HitFileMessage,
    HitLogCounts,
    HitLogFilter,
    HitLogPage,
    HitLogRequest,
    HitPlacesMessage,
    LedgerMessage,
    QualityMessage,
    ReviewRequest,
    SeenHits,
    ShiftReportRequest,
    SmallPicturesRequest,
)
from mdt_alpr.wire.dispatch import AssignRequest, OpenHitsMessage
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.restricted import RestrictedLogMessage
from mdt_alpr.wire.review import (
    CasesMessage,
    CaseStepRequest,
    HitIdsMessage,
    HitIdsRequest,
    HitTrailMessage,
    MonthsMessage,
    TruthMessage,
    TruthPassMessage,
    TruthReading,
)
from mdt_alpr.wire.status import StatusRequest, StatusResponse
from mdt_alpr.wire.trial import ReadersRequest, TrialMessage, TrialPictures

ROUTES = RouteTable()
JPEG = "image/jpeg"
_REVIEW = Permission.REVIEW_HITS
_JUDGES = Permission.REVIEW_HITS, Permission.DOWNLOAD
"""Who judges sampled reads: supervisors, custodian and administrator (MNT-04)."""
_CASES = Permission.REVIEW_HITS, Permission.MANAGE_LISTS
_NOISE = 8


@ROUTES.does(acts.SHOW_TRAIL)
def show_trail(call: ApiCall, hit_id: str) -> HitTrailMessage:
    """Show everything that is kept about a hit."""
    teams.demand_hit(call, hit_id)
    with call.hq.writing() as work:
        review.note_hit(work, call.caller, hit_id)
    with call.hq.reading() as work:
        return review.hit_trail(work, hit_id)


@ROUTES.does(acts.SHOW_PICTURE, returns=JPEG)
def show_picture(call: ApiCall, digest: str) -> Response:
    """Show a picture."""
    teams.demand_picture(call, digest)
    return Response(pictures.show_picture(call.hq, call.caller, digest), media_type=JPEG)


@ROUTES.does(acts.SHOW_LOG)
def show_log(call: ApiCall, body: HitLogRequest) -> HitLogPage:
    """Show one page of the shift hit log."""
    ask = replace(body, which=_in_team(call, body.which))
    what = "next page" if ask.after else f"by {ask.order.value}"
    with call.hq.reading() as work:
        page = shift_log.log_page(work, ask)
    with call.hq.writing() as work:
        shown = [row.hit_id for row in page.rows]
        shift_log.note_log(work, call.caller, ask.which, what, shown)
    return page


@ROUTES.does(acts.SHOW_PLACES)
def show_places(call: ApiCall, body: HitLogFilter) -> HitPlacesMessage:
    """Show where the newest hits of a span were."""
    return log_places.places(call.hq, call.caller, _in_team(call, body))


@ROUTES.does(acts.SHOW_SMALL_PICTURES, returns=JPEG)
def show_small_pictures(call: ApiCall, body: SmallPicturesRequest) -> Response:
    """Show the plates of the hits in sight, small."""
    for hit_id in body.hit_ids[:MOST_SMALL]:
        teams.demand_hit(call, hit_id)
    sheet = small_pictures.sheet(call.hq, call.caller, body.hit_ids)
    return Response(sheet, media_type=JPEG)


@ROUTES.does(acts.SHOW_COUNTS)
def show_counts(call: ApiCall, body: HitLogFilter) -> HitLogCounts:
    """Show the counts above the log."""
    criteria = _in_team(call, body)
    with call.hq.writing() as work:
        shift_log.note_log(work, call.caller, criteria, "counts", ())
    with call.hq.reading() as work:
        return shift_log.log_counts(work, criteria)


@ROUTES.does(acts.PRINT_SHIFT)
def print_shift(call: ApiCall, body: ShiftReportRequest) -> PaperFile:
    """Print the report of a shift."""
    criteria = _in_team(call, body.which)
    return shift_paper(call.hq, call.caller, criteria, body.handover)


@ROUTES.does(acts.SHOW_HIT)
def show_hit(call: ApiCall, hit_id: str) -> HitFileMessage:
    """Show a hit with its reviews."""
    teams.demand_hit(call, hit_id)
    with call.hq.writing() as work:
        review.note_hit(work, call.caller, hit_id)
    with call.hq.reading() as work:
        return hit_file.hit_file(work, hit_id)


@ROUTES.does(acts.CHECK_EVIDENCE)
def check_evidence(call: ApiCall, hit_id: str) -> EvidenceCheckMessage:
    """Check the package of a hit."""
    teams.demand_hit(call, hit_id)
    return hit_file.check_evidence_of(call.hq, call.caller, hit_id)


@ROUTES.does(acts.REVIEW_HIT)
def review_hit(call: ApiCall, hit_id: str, body: ReviewRequest) -> HitFileMessage:
    """Keep a review of a hit, and show the hit with it."""
    teams.demand_hit(call, hit_id)
    with call.hq.writing() as work:
        hit_file.review_hit(call.hq, work, call.caller, hit_id, body)
        restricted_log.note_shown(work, hit_id, call.by)  # the whole hit is the answer
    with call.hq.reading() as work:
        return hit_file.hit_file(work, hit_id)


@ROUTES.does(acts.REVIEW_SEEN)
def review_seen(call: ApiCall, body: SeenHits) -> None:
    """Keep one review of several hits that the caller saw."""
    for hit in body.hits:
        teams.demand_hit(call, hit.hit_id)
    with call.hq.writing() as work:
        hit_file.review_seen(call.hq, work, call.caller, body)


@ROUTES.does(acts.SHOW_NEAR_MISSES)
def show_near_misses(call: ApiCall, body: HitLogFilter) -> LedgerMessage:
    """Show the prevented stops of a span."""
    criteria = _in_team(call, body)
    with call.hq.writing() as work:
        shift_log.note_figures(work, call.caller, AuditEvent.HQ_NEAR_MISSES_VIEWED, criteria)
    with call.hq.reading() as work:
        return shift_log.ledger(work, criteria)


@ROUTES.does(acts.SHOW_QUALITY)
def show_quality(call: ApiCall, body: HitLogFilter) -> QualityMessage:
    """Show how checks were made in each shift."""
    criteria = _in_team(call, body)
    with call.hq.writing() as work:
        shift_log.note_figures(work, call.caller, AuditEvent.HQ_QUALITY_VIEWED, criteria)
    with call.hq.reading() as work:
        return shift_log.quality(work, criteria)


@ROUTES.does(acts.SHOW_HIT_IDS)
def show_hit_ids(call: ApiCall, body: HitIdsRequest) -> HitIdsMessage:
    """Show the IDs of the hits of a span, for who releases evidence."""
    with call.hq.reading() as work:
        ids = hit_file.hit_ids(work, body)
    case, shown = ask_for_case(call.hq, body.case), [row.hit_id for row in ids.rows]
    with call.hq.writing() as work:
        hit_file.note_search(work, call.caller, body, shown, case)
    return ids


@ROUTES.does(acts.SHOW_CASES)
def show_cases(call: ApiCall) -> CasesMessage:
    """Show the cases that are open to the caller."""
    with call.hq.writing() as work:
        return review_cases.cases_for(work, call.caller)


@ROUTES.does(acts.TAKE_CASE_STEP)
def take_case_step(call: ApiCall, number: str, body: CaseStepRequest) -> CasesMessage:
    """Take a step in a case, and show the cases."""
    with call.hq.writing() as work:
        review_cases.make_step(work, call.caller, number, body)
        cases = review_cases.cases_for(work, call.caller)
    remember(call.hq)  # who is frozen
    return cases


@ROUTES.does(acts.SHOW_ACCURACY)
def show_accuracy(call: ApiCall) -> TruthMessage:
    """Show how accurate the reader was."""
    with call.hq.writing() as work:
        return truth.accuracy(work, call.caller)


@ROUTES.does(acts.SHOW_MONTHS)
def show_months(call: ApiCall) -> MonthsMessage:
    """Show how accurate each month's sample was."""
    with call.hq.writing() as work:
        return truth.monthly(work, call.caller)


@ROUTES.does(acts.GIVE_PASS)
def give_pass(call: ApiCall) -> TruthPassMessage:
    """Give a pass to judge: its picture alone, never the read."""
    with call.hq.writing() as work:
        return truth.next_pass(work, call.caller, call.hq.random_bytes(_NOISE))


@ROUTES.does(trial_acts.PLAN_TRIAL)
def plan_trial(call: ApiCall, body: TrialPlan) -> TrialMessage:
    """Record a plan with its limits; it begins a new trial."""
    with call.hq.writing() as work:
        trial.plan_trial(work, body, call.by)
        return trial_figures.report(work, call.by)


@ROUTES.does(trial_acts.NOTE_WEATHER)
def note_weather(call: ApiCall, body: WeatherNote) -> None:
    """Note which weather there was."""
    with call.hq.writing() as work:
        trial.note_weather(work, body, call.by)


@ROUTES.does(trial_acts.SHOW_TRIAL)
def show_trial(call: ApiCall) -> TrialMessage:
    """Show what the newest trial says."""
    with call.hq.writing() as work:
        return trial_figures.report(work, call.by)


@ROUTES.does(trial_acts.PRINT_TRIAL)
def print_trial(call: ApiCall) -> PaperFile:
    """Print it."""
    with call.hq.writing() as work:
        said = trial_figures.report(work, call.by)
    return PaperFile.of("trial.pdf", trial_paper.paper(printed(call.hq, call.caller.name), said))


@ROUTES.does(trial_acts.SHOW_TRIAL_PICTURES)
def show_trial_pictures(call: ApiCall) -> TrialPictures:
    """List pictures that two readers can be compared on."""
    return trial_compared.judged_pictures(call.hq, call.caller)


@ROUTES.does(trial_acts.COMPARE_READERS)
def compare_readers(call: ApiCall, body: ReadersRequest) -> ComparedReaders:
    """Count what two readers made of them."""
    with call.hq.writing() as work:
        return trial_compared.compare(work, call.caller, body)


@ROUTES.does(acts.KEEP_TRUTH)
def keep_truth(call: ApiCall, body: TruthReading) -> TruthPassMessage:
    """Keep what was seen on a pass, and give the next."""
    with call.hq.writing() as work:
        truth.keep_truth(work, call.caller, body)
        return truth.next_pass(work, call.caller, call.hq.random_bytes(_NOISE))


@ROUTES.serve(
    "POST", addresses.STATUS, "Ask for a record's status", Permission.OPERATE_CAR, signed=True
)
def ask_status(call: ApiCall, body: StatusRequest) -> StatusResponse:
    """Answer a car's status question."""
    return answer_status(call, body)


def _in_team(call: ApiCall, criteria: HitLogFilter) -> HitLogFilter:
    """Return the filter with the team that the caller may see."""
    return replace(criteria, team=teams.team_of(call, criteria.team))


# ---------------------------------------------------------------- restricted files


@ROUTES.does(acts.SHOW_RESTRICTED)
def show_restricted(
    call: ApiCall, first: int = 0, most: int = 100, order: str = "", descending: int = 0
) -> RestrictedLogMessage:
    """Show each time that a record of a restricted file was shown or disclosed (HOT-10)."""
    return restricted_log.log(call.hq, call.by, Paging(order, bool(descending), first), most)


@ROUTES.does(acts.DISCLOSE)
def disclose(call: ApiCall, body: RestrictedDisclosure) -> None:
    """Record to whom a record of a restricted file was told (CJIS AU-3)."""
    with call.hq.writing() as work:
        restricted_log.disclose(work, call.by, body)


# ---------------------------------------------------------------- dispatch


@ROUTES.does(dispatch.SHOW_OPEN_HITS)
def show_open_hits(call: ApiCall) -> OpenHitsMessage:
    """Show this shift's possible matches, without plates."""
    with call.hq.writing() as work:
        return assigning.open_hits(work, call.caller)


@ROUTES.does(dispatch.ASSIGN)
def assign(call: ApiCall, hit_id: str, body: AssignRequest) -> OpenHitsMessage:
    """Send a possible match to a unit on shift."""
    with call.hq.writing() as work:
        return assigning.assign(work, call.caller, hit_id, body.unit)
