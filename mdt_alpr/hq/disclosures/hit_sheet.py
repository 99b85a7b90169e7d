"""One hit on one page (PDF): marked pictures, read, record, what was done, place and clock."""

import json
from collections.abc import Iterator

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.policy import POSSIBLE_MATCH
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.paper import Paper, in_words, printed
from mdt_alpr.hq.disclosures.gathering import Gathered
from mdt_alpr.hq.disclosures.read_facts import (
    NOT_DRIVER,
    clock_in_words,
    facing_in_words,
    where_in_words,
)
from mdt_alpr.hq.equipment.self_checks import unchecked
from mdt_alpr.hq.evidence.watermark import marked
from mdt_alpr.wire.messages import HitMessage, ReadMessage

CONFIDENTIAL = (
    f"Confidential{cited('confidential', ' under ', '')}. Not a public record. No further release."
)
_RESTRICTED = "Restricted file: shown to authorized users at headquarters only"
_MOST_STEPS, _LONGEST_STEP = 8, 90
_HEIGHT_IN = 1.7


def sheet_of(
    hq: Headquarters, caller: Caller, gathered: Gathered, hit_id: str, authority: str
) -> bytes:
    """Return a hit on one page; ``authority`` is the hold or request by which it leaves."""
    hit = gathered.hit(hit_id)
    read = gathered.read(hit.read_id) if hit.read_id in gathered.reads else None
    paper = Paper("License plate reader hit", printed(hq, caller.name), notice=CONFIDENTIAL)
    paper.fields(
        [("Hit", hit_id), ("Leaves under", authority), ("Raised", in_words(hit.raised_at)),
         ("Unit", hit.unit)]
    )  # fmt: skip
    if read is not None:
        _add_read(paper, read)
        for digest, name in ((read.crop_digest, "Plate"), (read.context_digest, "Vehicle")):
            if (jpeg := gathered.jpegs.get(digest)) is not None:
                shown = marked(jpeg, caller.name, hq.clock.now())
                paper.picture(shown, f"{name}. Original: SHA-256 {digest}", height_in=_HEIGHT_IN)
    _add_records(paper, hit)
    with hq.reading() as work:
        if words := unchecked(work, gathered.devices.get(hit_id, ""), hit.raised_at):
            paper.paragraph(words, bold=True)
    paper.table(("When", "What"), list(_steps(gathered, hit_id))[-_MOST_STEPS:], (1, 3))
    paper.paragraph(f"{POSSIBLE_MATCH}. {NOT_DRIVER} A hit is not probable cause to arrest.")
    return paper.pdf()


def _add_read(paper: Paper, read: ReadMessage) -> None:
    least = min((character.confidence for character in read.characters), default=0.0)
    state = f"{read.state or 'not read'} ({read.state_confidence:.0%})"
    paper.fields(
        [("Read as captured", read.text), ("State as captured", state),
         ("Least confident character", f"{least:.0%}"), ("Captured", in_words(read.captured_at))],
        4,
    )  # fmt: skip
    paper.fields([("Where", where_in_words(read)), ("Facing", facing_in_words(read))])
    software = f"{read.software}, {read.engine}"
    paper.fields([("Clock", clock_in_words(read.place)), ("Software", software)])


def _add_records(paper: Paper, hit: HitMessage) -> None:
    rows = []
    for record in hit.records:
        category = CATEGORIES[record.category]
        plate = _RESTRICTED if category.restricted else f"{record.text} {record.state}"
        number = "" if category.restricted else record.nic
        rows.append((category.name, plate, number, f"{hit.list_compiled_at:%Y-%m-%d %H:%M} UTC"))
    paper.table(("Record", "Listed plate", "Record number", "List as of"), rows, (2, 2, 2, 2))


def _steps(gathered: Gathered, hit_id: str) -> Iterator[tuple[str, str]]:
    """Yield what happened to a hit, the oldest first."""
    listed = sorted((json.loads(body) for body in gathered.steps.get(hit_id, ())), key=_at)
    for step in listed:
        what = next((f"{name}: {step[name]}" for name in _NAMED if step.get(name)), "step")
        yield _at(step)[:19].replace("T", " ") + " UTC", what.replace("_", " ")[:_LONGEST_STEP]


_NAMED = ("step", "disposition", "gate_form")


def _at(step: dict[str, object]) -> str:
    return str(step.get("at", ""))
