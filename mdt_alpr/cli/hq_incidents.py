"""What `hq` does with incidents: report, list, decide (OPS-01, 02, 04)."""

import os
import sys
from argparse import Namespace
from datetime import datetime

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.times import agency_time
from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.errors import WrongInputError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.printable import escaped, waiting_words
from mdt_alpr.domain.retention.alpr_1 import HoldGround
from mdt_alpr.domain.retention.incidents import (
    BY_ITSELF,
    GOES,
    Evidence,
    IncidentForm,
    IncidentKind,
    IncidentStep,
    Persons,
    Preservation,
    keeps_nothing,
)
from mdt_alpr.wire import addresses
from mdt_alpr.wire.incidents import (
    IncidentMessage,
    IncidentReport,
    IncidentsMessage,
    IncidentStepRequest,
)

_STEPS = [one.value for one in IncidentStep if one not in BY_ITSELF]


@hq_command(
    "report-incident",
    "report a wrongful stop or another incident: its hit is frozen, the team is notified",
    arg("kind", choices=[one.value for one in IncidentKind], help="what is reported"),
    arg("words", help="what happened, without the plate"),
    arg(
        "--discovered",
        type=datetime.fromisoformat,
        help="as 2026-11-24T08:00; without it, now",
    ),
    arg("--hit", default="", help="the id of the hit behind it"),
    arg("--about", default="", help="the user name of whom it concerns, if no hit's officer"),
    arg(
        "--keep-for",
        choices=[one.value for one in HoldGround],
        help="file form ALPR-1 for the hit, too: what the data is needed for",
    ),
    arg("--case", default="", help="of form ALPR-1: the case number"),
    arg("--parties", default="", help="of form ALPR-1: the parties of the case"),
)
def _report(hq: Hq, args: Namespace) -> None:
    at = args.discovered
    if at is not None:
        at = at.replace(tzinfo=at.tzinfo or CAPTURE_ZONE)
    keep = None
    if args.keep_for:
        keep = Preservation(HoldGround(args.keep_for), args.case, args.parties)
    elif args.case or args.parties:
        raise WrongInputError("--case and --parties are of form ALPR-1: give --keep-for, too.")
    form = IncidentForm(IncidentKind(args.kind), at, args.words, args.hit, args.about, keep)
    body = IncidentReport(new_id(SystemClock().now(), os.urandom(10)), form)
    made = hq.ask(IncidentMessage, addresses.INCIDENTS, body)
    sys.stdout.write(escaped(_line(made)) + "\n")


@hq_command("incidents", "list incidents, the newest first")
def _list(hq: Hq, _args: Namespace) -> None:
    first, has_more, waiting = 0, True, 0
    while has_more:
        page = [("first", str(first))]
        answer = hq.ask(IncidentsMessage, addresses.INCIDENTS, params=page)
        for incident in answer.incidents:
            sys.stdout.write(escaped(_line(incident)) + "\n")
        first, has_more, waiting = first + len(answer.incidents), answer.has_more, answer.waiting
    sys.stdout.write(f"{waiting_words(waiting)}\n")


@hq_command(
    "incident-step",
    "confirm, dismiss, assess, notify, note or close an incident",
    arg("number", type=int, help="as hq incidents lists it"),
    arg("step", choices=_STEPS, help="what is done"),
    arg("--words", default="", help="the reason, the note, or the assessment of the harm"),
    arg("--contact", default="", help="who was notified, and how"),
    arg(
        "--persons",
        default="",
        choices=[person.value for person in Persons if person],
        help="of an assessment: whether the people concerned must be notified",
    ),
)
def _step(hq: Hq, args: Namespace) -> None:
    step = IncidentStep(args.step)
    body = IncidentStepRequest(step, args.words, args.contact, Persons(args.persons))
    path = addresses.filled(addresses.INCIDENT_STEPS, number=str(args.number))
    sys.stdout.write(escaped(_line(hq.ask(IncidentMessage, path, body))) + "\n")


def _line(one: IncidentMessage) -> str:
    kind = one.form.kind.value if one.form.kind else ""
    case = f", case {one.case}" if one.case else ""
    changed = ", EVIDENCE CHANGED" if one.evidence is Evidence.CHANGED else ""
    to_do = "".join(
        f", {duty.duty.value}" + (f" by {agency_time(duty.due_at)}" if duty.due_at else "")
        for duty in one.duties
    )
    goes = f". {GOES}" if keeps_nothing(one.form, one.state, [m.step for m in one.steps]) else ""
    said = f"{one.number}: {kind}, by {one.reported_by}, {one.state.value}"
    return f"{said}{case}{changed}{to_do}{goes}"
