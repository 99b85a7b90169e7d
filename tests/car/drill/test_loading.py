"""A scenario's file says what it must, or is refused with line, key and what to do."""

from pathlib import Path

import pytest

from mdt_alpr.demo.drill.loading import load_scenario, load_scenarios
from mdt_alpr.demo.drill.scenario import CONFIDENT, DOUBTFUL
from mdt_alpr.domain.errors import OutsideError

GOOD = """\
id = "RS-90"
title = "A new one"
source = "made up"
trap = "wrong digit"
starts = 2026-11-24T19:30:00Z
final_state = "no alert"

[[list.today]]
record_code = "V"
plate = "ABC1234"
state = "NC"

[[list.today]]
record_code = "V"
plate = "ABC1235"
state = "NC"

[vehicle.sedan]
plate = "ABC1234"
state = "NC"
body = "car"
color = "red"
doubtful = [2]

[[step]]
do = "import list"
list = "today"

[[step]]
do = "drive past"
vehicle = "sedan"
then = { alerts = 1 }
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "RS-90.toml"


def test_a_scenario_is_read_whole(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")
    (scenario,) = load_scenarios(path.parent)
    assert (scenario.scenario_id, len(scenario.steps)) == ("RS-90", 2)
    assert [row["plate"] for row in scenario.lists["today"]] == ["ABC1234", "ABC1235"]
    sedan = scenario.vehicles["sedan"]
    assert [c.confidence for c in sedan.first_text.characters] == [
        CONFIDENT,
        DOUBTFUL,
        *[CONFIDENT] * 5,
    ]
    assert sedan.second_text is None
    assert scenario.steps[1].then == {"alerts": 1}


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('trap = "wrong digit"', 'trick = "x"', "line 4: trick: is not known. Use one of: "),
        ('trap = "wrong digit"\n', "", "line 1: trap: is missing. Write trap = a text."),
        ('"made up"', '""', "line 3: source: must say something."),
        ('id = "RS-90"', 'id = "RS-91"', "line 1: id: must be the file's name, \"RS-90\"."),
        ("starts =", 'lives = "later"\nstarts =', "line 5: lives: is not known."),
        ("19:30:00Z", "19:30:00", "line 5: starts: must be a time such as"),
        ('plate = "ABC1235"', "plate = 5", "line 15: plate in list.today: must be a text, not 5."),
        ('state = "NC"\n\n[veh', "[veh", "line 13: state in list.today: is missing."),
        ('color = "red"', 'color = "pink"', "color in vehicle.sedan: 'pink' is not known."),
        ("doubtful = [2]", "doubtful = [8]", "doubtful in vehicle.sedan: 8 is no position"),
        ('state = "NC"\nbody', 'state = "NX"\nbody', "'NX' is no state's code, such as NC."),
        ('do = "drive past"', 'do = "fly past"', "line 30: do in step: 'fly past' is no step."),
        ('vehicle = "sedan"', 'vehicle = "bus"', "'bus' is not described here. There is: sedan."),
        ('vehicle = "sedan"\n', "", "line 29: vehicle in step: is missing."),
        ("alerts = 1", "alarms = 1", "line 32: alarms in step: is not known. Use one of: "),
        ("alerts = 1", 'alerts = "one"', "alerts in step: must be a whole number, not 'one'."),
        ("[[step]]", "[[step", "is not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(
    path: Path, was: str, becomes: str, said: str
) -> None:
    assert was in GOOD
    path.write_text(GOOD.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(OutsideError) as error:
        load_scenario(path)
    assert said in str(error.value)
    assert str(error.value).startswith("RS-90.toml")


def test_an_empty_folder_says_what_to_add(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="Add one file a scenario"):
        load_scenarios(tmp_path)
