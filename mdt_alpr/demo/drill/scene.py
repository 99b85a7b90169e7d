"""Everything that one scenario plays with: clock, headquarters, units; made anew each time."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from mdt_alpr.demo.drill.headquarters import Import, StagedHeadquarters
from mdt_alpr.demo.drill.scenario import Scenario
from mdt_alpr.demo.drill.sight import SetClock
from mdt_alpr.demo.drill.unit import Unit, UnitParts


@dataclass(slots=True)
class Stage:
    """A scenario on its stage; units come when a step first names them."""

    scenario: Scenario
    folder: Path
    clock: SetClock
    hq: StagedHeadquarters
    units: dict[int, Unit] = field(default_factory=dict)
    imported: Import | None = None

    def unit(self, number: int) -> Unit:
        """Return a unit, starting its car where it does not run yet."""
        if number not in self.units:
            parts = UnitParts(number, self.folder, self.clock, self.hq.address)
            self.units[number] = Unit(parts)
        return self.units[number]

    def stop(self) -> None:
        """End every car, also where one of them cannot end as it should."""
        with ExitStack() as ending:
            for unit in self.units.values():
                ending.callback(unit.end)
