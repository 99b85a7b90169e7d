"""Replays of real wrongful stops through the car's own code, and a practice for roll-call.

Without an option a window opens for practice: made-up hits, some of them false, marked TRAINING;
nothing of it reaches the live store or headquarters. With --list, --run or --all the scenarios
are listed or replayed without a screen.
"""

import csv
import json
import logging
import os
import secrets
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli import drill_holds, drill_misuse, drill_notices, drill_packages, drill_requests
from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.cli.progress import progress
from mdt_alpr.demo.drill.headquarters import OFFICER, PASSWORD, SECOND_OFFICER, Import
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.hotlist import CorrectionDraft
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.files.paths import data_folder
from mdt_alpr.machine.clock import Clock
from mdt_alpr.wire.review import HitTrailMessage, OverviewMessage

if TYPE_CHECKING:  # loaded when a drill begins: it brings the whole car
    from mdt_alpr.car.app import CarApp
    from mdt_alpr.car.settings import CarSettings
    from mdt_alpr.demo.drill.roll_call import RollCall
    from mdt_alpr.demo.drill.run import ScenarioOutcome
    from mdt_alpr.demo.drill.scenario import Scenario
    from mdt_alpr.hq.app import InProcessHq


@main_command(
    (
        arg("--list", action="store_true", help="list the scenarios"),
        arg("--run", dest="scenario", metavar="ID", help="replay one; needs headquarters"),
        arg("--all", action="store_true", help="replay every scenario; needs headquarters"),
    ),
    arg("--json", action="store_true", help="print JSON"),
    arg("--seed", type=int, help="of the order in which hits come in practice"),
    arg("--windowed", action="store_true", help="practice in a window"),
    arg("--scenarios", type=Path, help="another folder of scenario files"),
    epilog="Exit code: 1 where a replayed scenario failed.",
)
def _drill(args: Namespace) -> int:
    """List, replay or practice; 0 unless a scenario of the car failed."""
    if not (args.list or args.all or args.scenario):
        _practice(args)
        return 0
    from mdt_alpr.demo.drill.loading import load_scenarios

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    scenarios = load_scenarios(args.scenarios)
    if args.list:
        _list(scenarios, as_json=args.json)
        return 0
    return _replay(scenarios if args.all else _one(scenarios, args.scenario), as_json=args.json)


def open_over(app: "CarApp", settings: "CarSettings", clock: Clock) -> "RollCall":
    """Open the practice over a car's window (D17); another order each time."""
    from mdt_alpr.car.machine_voice import machine_voice
    from mdt_alpr.demo.drill import roll_call

    parts = roll_call.roll_call_parts(settings, clock, machine_voice, secrets.randbits(32))
    return roll_call.open_over(app, parts)


def _practice(args: Namespace) -> None:
    """Show the practice until its window is closed; with --json print how it went."""
    from mdt_alpr.car.app import application_for
    from mdt_alpr.car.machine_voice import machine_voice
    from mdt_alpr.car.settings import load_settings
    from mdt_alpr.demo.drill.roll_call import RollCall, roll_call_parts
    from mdt_alpr.machine.clock import SystemClock
    from mdt_alpr.ui.kit.running import run_until_closed
    from mdt_alpr.ui.kit.theme import load_fonts

    kept = load_settings(data_folder() / "car.toml")
    settings = replace(kept, fullscreen=kept.fullscreen and not args.windowed, training=True)
    application = application_for(settings)
    load_fonts()
    seed = secrets.randbits(32) if args.seed is None else args.seed
    practice = RollCall(roll_call_parts(settings, SystemClock(), machine_voice, seed))
    practice.show()
    run_until_closed(application)
    if args.json:
        sys.stdout.write(json.dumps(practice.result) + "\n")


def _one(scenarios: Iterable["Scenario"], wanted: str) -> list["Scenario"]:
    found = [s for s in scenarios if s.scenario_id == wanted.upper()]
    if not found:
        raise OutsideError(f"There is no scenario {wanted!r}. See: mdt-alpr drill --list")
    return found


def _list(scenarios: Iterable["Scenario"], *, as_json: bool) -> None:
    if as_json:
        listed = [
            {"id": s.scenario_id, "title": s.title, "source": s.source, "trap": s.trap}
            for s in scenarios
        ]
        sys.stdout.write(json.dumps({"scenarios": listed}) + "\n")
        return
    for s in scenarios:
        sys.stdout.write(f"{s.scenario_id}  {s.trap:24}  {s.title}\n")


def _replay(scenarios: Iterable["Scenario"], *, as_json: bool) -> int:
    from mdt_alpr.demo.drill.run import play

    outcomes = []
    every = tuple(scenarios)
    says_lines = not as_json and sys.stdout.isatty()  # they are the progress
    with nullcontext(_ignore) if says_lines else progress("Replaying", len(every)) as count:
        for scenario in every:
            with log_aside() as logged:
                outcome = play(scenario, drill_headquarters)
            if not outcome.passed:
                sys.stderr.write("".join(logged))
            outcomes.append(outcome)
            count(scenario.scenario_id)
            if not as_json:
                sys.stdout.write(_line(outcome))
                sys.stdout.flush()
    failed = sum(not o.passed for o in outcomes)
    if as_json:
        sys.stdout.write(json.dumps(_result(outcomes)) + "\n")
    return 1 if failed else 0


def _ignore(_words: str) -> None:
    """Count nothing."""


@contextmanager
def log_aside() -> Iterator[list[str]]:
    """Keep what is logged meanwhile: a scenario may break something on purpose."""
    lines: list[str] = []
    handler = logging.Handler()
    form = logging.Formatter("%(levelname)s %(name)s: %(message)s\n")
    handler.emit = lambda record: lines.append(form.format(record))  # type: ignore[method-assign]
    root = logging.getLogger()
    before = root.handlers[:]
    root.handlers[:] = [handler]
    try:
        yield lines
    finally:
        root.handlers[:] = before


def _result(outcomes: list["ScenarioOutcome"]) -> dict[str, object]:
    return {
        "scenarios": [
            {
                "id": o.scenario_id,
                "passed": o.passed,
                "final_state": o.final_state,
                "why": o.why,
                "named": o.named,
            }
            for o in outcomes
        ],
        "passed": sum(o.passed for o in outcomes),
        "failed": sum(not o.passed for o in outcomes),
    }


def _line(outcome: "ScenarioOutcome") -> str:
    word = "passed" if outcome.passed else "FAILED"
    named = "".join(f"       {name}\n" for name in outcome.named)
    return f"{outcome.scenario_id}  {word:6}  {outcome.final_state}. {outcome.why}\n{named}"


# ------------------------------------------------------------- its headquarters

_ADMINISTRATOR, _CUSTODIAN, _SUPERVISOR = "administrator-1", "custodian-1", "supervisor-1"
_BLOCK = "CREATE TRIGGER blocked BEFORE INSERT ON own_audit BEGIN SELECT RAISE(ABORT, 'full'); END"
_UNBLOCK = "DROP TRIGGER blocked"
_LIST = "NCIC hot file"
_REASON = "decided for this drill"


@contextmanager
def drill_headquarters(folder: Path, clock: Clock) -> Iterator["DrillHeadquarters"]:
    """Give a headquarters with both officers trained on the day of the clock."""
    from mdt_alpr.hq.app import InProcessHq
    from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
    from mdt_alpr.hq.people.sample_agency import adopt_sample_policy
    from mdt_alpr.hq.people.second_factors import set_demand

    cheap = PasswordCost(time=1, memory=8, lanes=1)  # made-up people, gone with the drill
    with drill_notices.receiver(folder.parent / "notices.toml") as (settings_file, notices):
        settings = HqSettings(folder, password_cost=cheap, notices=settings_file)
        with InProcessHq(settings, clock, os.urandom) as running:
            why = "the people of a drill have no second factor"
            set_demand(running.hq, why, "drill", "the program", demanded=False)
            headquarters = DrillHeadquarters(running, folder, notices)
            for person in (OFFICER, SECOND_OFFICER):
                headquarters.make_account(person, capture_date(clock.now()))
            headquarters.make_account(_SUPERVISOR, capture_date(clock.now()), Role.SUPERVISOR)
            adopt_sample_policy(running.hq)
            yield headquarters


class DrillHeadquarters:
    """See ``demo.drill.headquarters.StagedHeadquarters``."""

    def __init__(self, running: "InProcessHq", folder: Path, notices: list[str]) -> None:
        self.address = running.base_url
        self.notices = notices
        self._hq = running.hq
        self.misuse = drill_misuse.DrillMisuse(running.hq)
        self._folder = folder
        self._logging = running.logging_watch
        self._desk = ""

    def import_list(self, rows: Sequence[Mapping[str, str]]) -> Import:
        """Write the rows as the file that a custodian would import, and import it."""
        from mdt_alpr.hq.hotlists.importing import import_csv
        from mdt_alpr.hq.hotlists.rows import COLUMNS

        path = self._folder / "delivery.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows({"list": _LIST, **row} for row in rows)
        report = import_csv(self._hq, path, _ADMINISTRATOR)
        return Import(report.stopped, report.accepted, report.reasons)

    def allow_look_alikes(self) -> None:
        """Let the administrator allow one look-alike character (ALR-04)."""
        from mdt_alpr.hq.hotlists.service import allow_look_alikes

        with self._hq.writing() as work:
            allow_look_alikes(work, _ADMINISTRATOR, Role.ADMINISTRATOR, allowed=True)

    def switch_category(self, code: str) -> None:
        """Let the administrator switch a category on, for a purpose and with a reason."""
        from mdt_alpr.hq.hotlists.categories import Decision, decide

        decision = Decision(code, is_on=True, purpose=Purpose.CRIMINAL, reason=_REASON)
        with self._hq.writing() as work:
            decide(work, decision, _ADMINISTRATOR, Role.ADMINISTRATOR)

    def correct_record(self, plate: Plate) -> None:
        """Let the custodian correct the one record that is listed on a plate (HOT-11)."""
        from mdt_alpr.hq.hotlists.corrections import place

        draft = CorrectionDraft(_REASON, "hits of this drill", "asked by telephone")
        with self._hq.writing() as work:
            place(work, _CUSTODIAN, plate, "", draft)

    def make_account(
        self, person_id: str, trained_on: date | None, role: Role = Role.OFFICER
    ) -> None:
        """Make an account, an officer's unless another role is named."""
        from mdt_alpr.hq.people.accounts import NewAccount, make_account
        from mdt_alpr.hq.people.sample_agency import TAUGHT

        new = NewAccount(person_id, person_id, role, PASSWORD, trained_on, held=TAUGHT)
        make_account(self._hq, new, _ADMINISTRATOR)

    def disable(self, person_id: str) -> None:
        """Disable an account."""
        from mdt_alpr.hq.people.account_acts import disable_account

        disable_account(self._hq, person_id, "The drill disables it", _ADMINISTRATOR)

    def set_log(self, *, works: bool) -> None:
        """Let headquarters' own audit fail, or be written again; its watch finds it."""
        from sqlalchemy import text

        self._desk = self._desk or self._at_desk()
        with self._hq.writing() as work:
            work.connection.execute(text(_UNBLOCK if works else _BLOCK))
        self._logging.check()

    def shows_data(self) -> bool:
        """Tell whether a supervisor who is signed in at a desk is shown what is held."""
        import httpx

        from mdt_alpr.wire import addresses

        self._desk = self._desk or self._at_desk()
        headers = {"Authorization": f"Bearer {self._desk}"}
        answer = httpx.get(self.address + addresses.OVERVIEW, headers=headers, trust_env=False)
        return answer.is_success

    def _at_desk(self) -> str:
        import httpx

        from mdt_alpr.wire import addresses
        from mdt_alpr.wire.codec import decode, encode
        from mdt_alpr.wire.messages import SessionMessage, SignInMessage

        asked = encode(SignInMessage(_SUPERVISOR, PASSWORD, "drill-desk"))
        answer = httpx.post(self.address + addresses.DESK_SESSIONS, content=asked, trust_env=False)
        return decode(SessionMessage, answer.content).token

    def purge(self) -> None:
        """Erase what is past its time, as happens every hour where the clock is believed."""
        from mdt_alpr.hq.keeping.purge import purge_watched

        purge_watched(self._hq)

    def request_hold(self, plate: Plate, unit: str, without: str) -> str:
        """File form ALPR-1, one part left out or none; return why it is refused, else ""."""
        return drill_holds.request(self._hq, plate, unit, without)

    def newest_hold(self) -> tuple[str, int]:
        """Return the state of the newest request, and how many reads it holds."""
        return drill_holds.newest(self._hq)

    def ask_for_data(self, standing: str, received_by: str) -> str:
        """Record a request for data, try to grant it, else refuse it; return its state."""
        return drill_requests.ask_for_data(self._hq, standing, received_by)

    def enter_warrant(self, plate: Plate, unit: str) -> None:
        """Hold what was captured of a plate, by a warrant."""
        drill_packages.enter_warrant(self._hq, plate, unit)

    def release_package(self, plate: Plate, unit: str) -> str:
        """Let out what a warrant covers; return every text of the package."""
        self.make_account(_CUSTODIAN, capture_date(self._hq.clock.now()), Role.CUSTODIAN)
        return drill_packages.release_package(self._hq, plate, unit)

    def data_requests(self) -> list[str]:
        """Return the log of requests for data."""
        return drill_requests.logged(self._hq)

    def held(self) -> OverviewMessage:
        """Return what headquarters holds."""
        from mdt_alpr.hq.hits.review import overview

        with self._hq.reading() as work:
            return overview(work)

    def trail(self, hit_id: str) -> HitTrailMessage | None:
        """Return everything kept about a hit, None where nothing is."""
        from mdt_alpr.hq.base.headquarters import RefusedError
        from mdt_alpr.hq.hits.review import hit_trail

        with self._hq.reading() as work:
            try:
                return hit_trail(work, hit_id)
            except RefusedError:
                return None
