"""Let cars send, do one fault after the other, and check after each that nothing is lost."""

import os
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.keeping import cluster_doctor
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.people.sign_in import sign_in
from mdt_alpr.lab.cluster.cars import Answers, Ledger, Line, SimulatedCar, Watcher, ledgers
from mdt_alpr.lab.cluster.checks import Broken, Checker, list_number, removed_entries
from mdt_alpr.lab.cluster.faults import FAULTS, IN_SHORT, Fault, purge_meanwhile
from mdt_alpr.lab.cluster.machines import wait_until
from mdt_alpr.lab.cluster.rig import Rig, is_ready
from mdt_alpr.lab.cluster.sent_items import Maker
from mdt_alpr.wire.messages import SignInMessage

_PASSWORD = "correct horse battery"  # noqa: S105 - of accounts that last as long as the bench
_BATCHES_S = 10.0
"""That all cars together send in a second; two cores carry some more."""
_WATCHERS, _STEADY_S, _HEARD_WITHIN_S = 4, 5.0, 180.0
_ROUNDS_A_FAILOVER = 3
BROKEN = (
    "lost", "doubled", "pictures_lost", "chains_broken", "lists_repeated", "certificates_early",
    "undelivered",
)  # fmt: skip
"""What is counted after each round, and must be 0."""
WRONG = (*BROKEN, "answered_500", "refused")
"""A car sets aside what is refused: it is not sent again."""


@dataclass(slots=True)
class FailoverCampaign:
    """The cars, what they were answered, and what each round did."""

    rig: Rig
    hq: Headquarters
    short: bool
    """Only the quickest faults, and one check at the end."""
    cars: list[SimulatedCar] = field(default_factory=list)
    watchers: list[Watcher] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)
    checker: Checker = field(init=False)
    rounds: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.checker = Checker(self.hq)

    @property
    def ledgers(self) -> Path:
        """Return the folder of the cars' ledgers."""
        return self.rig.folder / "ledgers"

    def begin(self, number: int) -> None:
        """Sign cars in, start the servers, and let the cars send."""
        passwords = dict.fromkeys(sample_agency.PEOPLE, _PASSWORD)
        sample_agency.sample_agency(self.hq, passwords, capture_date(self.hq.clock.now()))
        self.ledgers.mkdir()
        pause_s = max(1.0, number / _BATCHES_S)
        for place in range(number):
            name = f"car-{place}"
            self.cars.append(SimulatedCar(Maker(name), *self._link(name, place), pause_s))
        for place in range(_WATCHERS):
            name = f"watcher-{place}"
            self.watchers.append(Watcher(name, *self._link(name, place)))
        self.rig.start_servers(*self.rig.servers)
        for one in (*self.cars, *self.watchers):
            one.start()
        self._wait_until_acknowledged(time.monotonic())
        self._wait_for_the_doctor()

    def _wait_for_the_doctor(self) -> None:
        """Wait until ``hq doctor --cluster`` finds everything well."""
        wrong: list[str] = []

        def is_well() -> bool:
            found = cluster_doctor.examined(self.hq)
            wrong[:] = [f"{one.name}: {one.words}" for one in found if not one.ok]
            return not wrong

        try:
            wait_until(is_well, "a site that the doctor finds well")
        except OutsideError as error:
            raise OutsideError(f"{error} {' '.join(wrong)}") from error

    def run(self, failovers: int) -> None:
        """Do faults in turn until another database led so many times."""
        faults = IN_SHORT if self.short else FAULTS
        done, place = 0, 0
        while done < failovers and place < failovers * _ROUNDS_A_FAILOVER:
            self.round(faults[place % len(faults)])
            done += self.rounds[-1]["failover"]
            place += 1

    def round(self, fault: Fault) -> None:
        """Do one fault under load, then check."""
        threading.Event().wait(_STEADY_S)
        led, began, began_at = self.rig.leader(), time.monotonic(), self.hq.clock.now()
        say(f"{len(self.rounds) + 1}. {fault.__name__}, primary {led}")
        fault(self.rig)
        healed = time.monotonic()
        if fault is purge_meanwhile:
            self.checker.own_purges.append((began_at, self.hq.clock.now()))
        self._wait_until_acknowledged(healed)
        pauses = [self.answers.longest_pause(server.address, began) for server in self.rig.servers]
        self.rig.wait_until_whole()
        found = Broken()
        if not self.short:
            self._wait_for_the_doctor()
            lines = list(ledgers(self.ledgers))
            found = self.checker.check(lines, thoroughly=False)
            found.note("undelivered", self._undelivered(removed_entries(lines)))
        self.rounds.append(
            {
                "fault": fault.__name__,
                "failover": self.rig.leader() != led,
                "taken_in_again_s": round(max(pauses), 1),
                **{name: found.counts[name] for name in BROKEN},
                "why": found.why,
            }
        )
        say(f"   {self.rounds[-1]}")

    def end(self) -> dict[str, Any]:
        """Let the cars send what waits, check everything once more, and return the figures."""
        self._wait_until_acknowledged(time.monotonic())
        removed = removed_entries(ledgers(self.ledgers))
        undelivered = self._undelivered(removed)  # while the cars listen
        for car in self.cars:
            car.end()
        for watcher in self.watchers:
            watcher.end()
        for one in (*self.cars, *self.watchers):
            one.join()
        found = self.checker.check(ledgers(self.ledgers), thoroughly=True)
        found.note("undelivered", undelivered)
        refused = sum((car.refused for car in self.cars), Counter())
        pauses = sorted(one["taken_in_again_s"] for one in self.rounds if one["failover"])
        lines = Counter(words[0] for words in ledgers(self.ledgers))
        return {
            "cars": len(self.cars),
            "rounds": len(self.rounds),
            "failovers": len(pauses),
            **{
                name: sum(one[name] for one in self.rounds) + found.counts[name] for name in BROKEN
            },
            "answered_500": self.answers.statuses[HTTPStatus.INTERNAL_SERVER_ERROR],
            "refused": refused.total(),
            "taken_in_again_p50_s": round(statistics.median(pauses or [0.0]), 1),
            "taken_in_again_p95_s": pauses[round(0.95 * (len(pauses) - 1))] if pauses else 0.0,
            "acknowledged": dict(lines),
            "answers": {str(status): n for status, n in sorted(self.answers.statuses.items())},
            "store_of_pictures": self.rig.store,
            "load": round(os.getloadavg()[0], 1),
            "why": [*found.why, *(f"refused: {n} by problem {p}" for p, n in refused.items())],
            "of_round": self.rounds,
        }

    def _link(self, name: str, place: int) -> tuple[Line, Ledger]:
        message = SignInMessage(sample_agency.OFFICER, _PASSWORD, name, f"Unit {name}")
        session = sign_in(self.hq, message)
        servers = [server.address for server in self.rig.servers]
        first = place % len(servers)
        line = Line([*servers[first:], *servers[:first]], session.token, self.answers)
        return line, Ledger(self.ledgers / name)

    def _wait_until_acknowledged(self, since: float) -> None:
        """Wait until every server answers and acknowledged something since then."""
        servers = self.rig.servers

        def is_so() -> bool:
            return all(
                self.answers.last(server.address) > since and is_ready(server)
                for server in servers
            )

        wait_until(is_so, "a receipt of each server")

    def _undelivered(self, removed: set[str]) -> Sequence[str]:
        """Wait until every car that listens has heard of each end; return what some did not."""
        number = list_number(self.hq)

        def missing() -> list[str]:
            return [
                f"{one.name} at {one.version} of {number}: {sorted(removed & one.manual)}"
                for one in self.watchers
                if one.version < number or removed & one.manual
            ]

        try:
            wait_until(lambda: not missing(), "every list", within_s=_HEARD_WITHIN_S)
        except OutsideError:
            return missing()
        return ()


def say(words: str) -> None:
    """Say how it goes."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {words}\n")
    sys.stderr.flush()


def main(folder: Path, failovers: int, cars: int, *, short: bool) -> dict[str, Any]:
    """Build the rig, do the campaign, return the figures."""
    rig = Rig(folder)
    rig.build()
    say("the databases, the store and the ways to them are there")
    hq = rig.headquarters()
    try:
        rig.share_key()
        campaign = FailoverCampaign(rig, hq, short)
        campaign.begin(cars)
        say(f"{cars} cars send")
        campaign.run(failovers)
        return campaign.end()
    finally:
        hq.close()
