"""The first and the last page of a practice with sample data, for screenshots and tests."""

from mdt_alpr.ui.shell.models.drill import DrillResultView, DrillRow

_RESULT = DrillResultView(
    title="5 of 7 passed",
    words="R. Alvarez, Nov 24, 14:32",
    rows=(
        DrillRow(passed=True, trap="Wrong digit", did="misread character, no stop",
                 told="The plate said 8, the camera read 3. The rest fitted, and the record "
                      "was active."),
        DrillRow(passed=False, trap="Recovered", did="vehicle does not fit, no stop",
                 told="Everything fitted, and the vehicle had been recovered: only the reply "
                      "said so."),
        DrillRow(passed=True, trap="Other vehicle", did="vehicle does not fit, no stop",
                 told="The record is of a black motorcycle. A silver car carried these "
                      "characters."),
        DrillRow(passed=True, trap="Passed on", did="unable to verify, no stop",
                 told="The other unit had checked plate and state. The plate said 1, the record "
                      "says 7."),
        DrillRow(passed=True, trap="True hit, stolen plate", did="verified, stopped",
                 told="A stolen plate may sit on any vehicle: the vehicle is not compared, by "
                      "rule."),
        DrillRow(passed=False, trap="True hit", did="not finished",
                 told="Plate, state, vehicle and status all matched: this one was real."),
        DrillRow(passed=True, trap="Other state", did="wrong state, no stop",
                 told="The same characters in Virginia are stolen. This plate was North "
                      "Carolina's."),
    ),
)  # fmt: skip


def drill_views() -> dict[str, DrillResultView | None]:
    """Return the sample pages by name; None is the page before the practice."""
    return {"drill_start": None, "drill_result": _RESULT}
