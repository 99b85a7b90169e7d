"""Misuse flags for whoever reviews them, and plates tied to coworkers for administrators."""

from dataclasses import replace

from mdt_alpr.acts import misuse as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.misuse import service as misuse
from mdt_alpr.hq.misuse import tied_plates
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.misuse import (
    CaseRequest,
    FlagDetail,
    FlagMessage,
    FlagsMessage,
    SeekRequest,
    TiedPlateRequest,
    TiedPlatesMessage,
    VerdictRequest,
)
from mdt_alpr.wire.review import CasesMessage

ROUTES = RouteTable()
_JUDGE = Permission.REVIEW_HITS, Permission.MANAGE_LISTS
_SEE = *_JUDGE, Permission.READ_AUDIT
_ADMINISTER = Permission.MANAGE_ACCOUNTS


@ROUTES.does(acts.SHOW_FLAGS)
def show_flags(call: ApiCall, before: int = 0) -> FlagsMessage:
    """Show the flags that are open to the caller, the newest first."""
    with call.hq.writing() as work:
        flags = misuse.flags_for(work, call.caller, before)
        return replace(flags, off=misuse.rules_off(call.hq, work))


@ROUTES.does(acts.RUN_RULES)
def run_rules(call: ApiCall, body: SeekRequest) -> FlagsMessage:
    """Run the rules now, and show the flags."""
    del body
    misuse.seek(call.hq, call.by)
    return show_flags(call)


@ROUTES.does(acts.SHOW_FLAG)
def show_flag(call: ApiCall, number: int) -> FlagDetail:
    """Show a flag with its searches in their context."""
    with call.hq.writing() as work:
        return misuse.flag_detail(work, call.caller, number)


@ROUTES.does(acts.JUDGE)
def judge(call: ApiCall, number: int, body: VerdictRequest) -> FlagMessage:
    """Keep a verdict on a flag; a suspicion opens a review case."""
    with call.hq.writing() as work:
        return misuse.judge(work, call.caller, number, body)


@ROUTES.does(acts.OPEN_CASE)
def open_case(call: ApiCall, body: CaseRequest) -> CasesMessage:
    """Open a case about who made a search, an entry or an entry of the audit."""
    with call.hq.writing() as work:
        return misuse.open_case(work, call.caller, body)


@ROUTES.does(acts.SHOW_TIED)
def show_tied(call: ApiCall) -> TiedPlatesMessage:
    """Show to whom plates are tied, never which."""
    with call.hq.writing() as work:
        return tied_plates.plates_for(work, call.caller)


@ROUTES.does(acts.ENTER_TIED)
def enter_tied(call: ApiCall, body: TiedPlateRequest) -> TiedPlatesMessage:
    """Keep the keyed hash of a coworker's or a household's plate."""
    with call.hq.writing() as work:
        tied_plates.enter(work, call.caller, body)
        return tied_plates.plates_for(work, call.caller)


@ROUTES.does(acts.REMOVE_TIED)
def remove_tied(call: ApiCall, number: int, body: ReasonMessage) -> TiedPlatesMessage:
    """Remove a tied plate, with the reason."""
    with call.hq.writing() as work:
        tied_plates.remove(work, call.caller, number, body.why)
        return tied_plates.plates_for(work, call.caller)
