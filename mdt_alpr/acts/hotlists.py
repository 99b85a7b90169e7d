"""Lists, categories, look-alikes and corrections: who sets how cars match (HOT-01 on)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mdt_alpr.acts.act import Act, Look, Nothing, Unversioned
from mdt_alpr.acts.fields import enum_words
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing, plate
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.hotlist import STYLE_WORDS, Priority
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.domain.review.list_precision import proposal_words
from mdt_alpr.wire.hotlists import (
    CategoriesMessage,
    CategoryDecision,
    CategoryMessage,
    CorrectionMessage,
    CorrectionRequest,
    CorrectionsMessage,
    DeliveryMessage,
    KnownListMessage,
    KnownListsMessage,
    LookAlikesMessage,
    LookAlikesRequest,
    MisreadsRequest,
    PlacedMessage,
    RenewalRequest,
    SettingMessage,
)
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem

GROUPS = {
    "correction": "let cars not alert on a record that is wrong",
    "look-alikes": "whether one look-alike character may match",
}
_COUNTED_APART = ("accepted", "fresh", "canceled", "dismissed")
_SHOWN = 10
_URGENCY = {Priority.HIGH: "square", Priority.MEDIUM: "triangle", Priority.LOW: "circle"}
_SCOPES = {"W": "Misdemeanor warrants are dropped", "B": "Each entry names its own"}


# ---------------------------------------------------------------- deliveries


def _state(delivery: KnownListMessage) -> ListCell:
    if delivery.stopped:
        return ListCell("Stopped", delivery.stopped, mark="cross", warns=True)
    if settled := dict(delivery.counts).get("dismissed"):
        return ListCell(f"No. {settled} is settled", mark="ring")
    return ListCell(f"Version {delivery.version}", mark="tick")


def _data_of(delivery: KnownListMessage) -> ListCell:
    if not delivery.lists and not delivery.stopped:
        return ListCell("")
    return ListCell(delivery.data_at or "Not known", to_minute=True)


def _dropped(delivery: KnownListMessage) -> ListCell:
    dropped = sum(n for reason, n in delivery.counts if reason not in _COUNTED_APART)
    return ListCell(f"{dropped:,}", warns=dropped > 0)


def _change(delivery: KnownListMessage) -> str:
    counts = dict(delivery.counts)
    is_one = not (delivery.stopped or counts.get("dismissed"))
    return f"+{counts.get('fresh', 0):,}, -{counts.get('canceled', 0):,}" if is_one else ""


def _received(delivery: KnownListMessage) -> ListCell:
    second = f" and {delivery.confirmed_by}" * bool(delivery.confirmed_by)
    return ListCell(delivery.at, f"by {delivery.by}{second}", to_second=True)


DELIVERY_COLUMNS: tuple[ListColumn[KnownListMessage], ...] = (
    ListColumn("No.", 50, lambda delivery: delivery.number, "number", right=True),
    ListColumn("Received", 160, _received),
    ListColumn("File", 190, lambda delivery: ListCell(
        delivery.source, ", ".join(name for name, _ in delivery.lists), is_strong=True), "source"),
    ListColumn("Data of", 110, _data_of),
    ListColumn("State", 260, _state, "state"),
    ListColumn("Records", 80, lambda d: f"{sum(n for _, n in d.lists):,}", right=True),
    ListColumn("Dropped", 80, _dropped, right=True),
    ListColumn("Change", 120, _change),
)  # fmt: skip


def _troubles(known: KnownListsMessage) -> str:
    lines = (
        f"{trouble.kind.upper()}: {trouble.name}, since "
        f"{day_in_words(capture_date(trouble.since))}. {trouble.why}"
        for trouble in known.troubles
    )
    return "\n".join(lines) or "No list is overdue, no delivery was stopped."


NEWEST: Listing[KnownListsMessage, KnownListMessage] = Listing(
    lambda known: known.deliveries[:_SHOWN],
    lambda delivery: delivery.number,
    DELIVERY_COLUMNS,
    foot=_troubles,
    waiting=lambda known: len(known.troubles),
)


# ---------------------------------------------------------------- categories


def _purpose(category: CategoryMessage) -> ListCell:
    scope = _SCOPES.get(category.setting.code, "")
    if category.purpose is None:
        return ListCell(scope or "None named yet")
    return ListCell(enum_words(category.purpose), scope)


def _priority(category: CategoryMessage) -> ListCell:
    below = STYLE_WORDS[category.setting.style]
    if category.proposed is not None:
        below = f"Proposed: {category.proposed.capitalize()}"
    priority = category.setting.priority
    return ListCell(priority.capitalize(), below, mark=_URGENCY[priority])


def _decided(category: CategoryMessage) -> ListCell:
    decided = (
        (category.decided_at, category.decided_by, category.decided_why),
        (category.setting.set_at, category.set_by, category.reason),
    )
    times = [(at, by, why) for at, by, why in decided if at is not None]
    if not times:
        return ListCell("As installed")
    at, by, why = max(times)
    return ListCell((at, f"by {by}"), why)


def _how_many_are_on(answer: CategoriesMessage) -> str:
    number = sum(category.is_on for category in answer.categories)
    words = f"{number} of {len(answer.categories)} categories are on."
    if proposed := sum(category.proposed is not None for category in answer.categories):
        words += f" A lower priority is proposed for {proposed} of them."
    return "\n".join([words, *_counts(answer)])


def _counts(answer: CategoriesMessage) -> Iterator[str]:
    """Yield how often hits of each list were right, and what is proposed of it (D18)."""
    for category in answer.categories:
        code, proposed = category.setting.code, category.proposed
        yield from (f"{code}: {precision.words}" for precision in category.lists)
        if proposed is not None and answer.line is not None:
            yield f"{code}: {proposal_words(proposed, category.lists, answer.line)}"


CATEGORIES: Listing[CategoriesMessage, CategoryMessage] = Listing(
    lambda answer: answer.categories,
    lambda category: category.setting.code,
    (
        ListColumn("Category", 170, lambda category: ListCell(
            f"{category.setting.code}  {category.name}",
            "Restricted file" if category.restricted else "", is_strong=True)),
        ListColumn("State", 140, lambda category: (
            ListCell("On", mark="tick") if category.is_on else ListCell("Off", mark="ring"))),
        ListColumn("Lawful purpose", 250, _purpose),
        ListColumn("Priority", 175, _priority),
        ListColumn("Instruction", 180, lambda category: category.setting.instruction),
        ListColumn("Decided", 185, _decided),
    ),
    foot=_how_many_are_on,
)  # fmt: skip


def _category(answer: CategoriesMessage, places: Mapping[str, str]) -> CategoryMessage:
    lines = {line.setting.code: line for line in answer.categories}
    return as_set(lines[places["code"]])


def as_set(category: CategoryMessage) -> CategoryMessage:
    """Return what an administrator set of a category, without what hits tell of it (D18)."""
    return replace(category, lists=(), proposed=None)


# ---------------------------------------------------------------- look-alikes and corrections


def _misreads(answer: LookAlikesMessage) -> Iterator[tuple[str, str, str]]:
    also = "Yes" if answer.allowed else "Only where look-alikes match"
    for misread in answer.misreads:
        for reads, words in ((misread.always, "Always"), (misread.with_look_alikes, also)):
            yield from ((misread.text, read, words) for read in reads)


_LOOK_ALIKES = {True: "ON: one look-alike may differ", False: "OFF: no character may differ"}
MISREADS: Listing[LookAlikesMessage, tuple[str, str, str]] = Listing(
    _misreads,
    lambda misread: misread[1],
    (
        ListColumn("Listed plate", 200, lambda misread: plate(misread[0], "")),
        ListColumn("Read", 200, lambda misread: plate(misread[1], "")),
        ListColumn("Is a hit", 500, lambda misread: misread[2]),
    ),
    foot=lambda answer: (
        f"{_LOOK_ALIKES[answer.allowed]}. Look-alikes: {' '.join(answer.characters)}"
    ),
)


def _agency(correction: CorrectionMessage) -> ListCell:
    if correction.owner_asked:
        return ListCell(correction.owner_asked, correction.owner, mark="tick")
    return ListCell("Not asked yet", correction.owner, mark="weak", warns=True)


def _in_force(answer: CorrectionsMessage) -> str:
    silent = sum(not correction.owner_asked for correction in answer.corrections)
    asked = f" Not asked yet: the agencies of {silent}." if silent else ""
    return f"{len(answer.corrections)} in force.{asked}"


CORRECTIONS: Listing[CorrectionsMessage, CorrectionMessage] = Listing(
    lambda answer: answer.corrections,
    lambda correction: correction.number,
    (
        ListColumn("No.", 50, lambda correction: correction.number, right=True),
        ListColumn("Plate", 120, lambda correction: plate(correction.text, correction.state)),
        ListColumn("List", 170, lambda correction: ListCell(
            correction.list_name, "" if correction.is_listed else "no longer listed as this",
            is_strong=True)),
        ListColumn("Until", 120, lambda correction: capture_date(correction.expires_at)),
        ListColumn("Why", 260, lambda correction: ListCell(
            correction.reason, correction.evidence)),
        ListColumn("Its agency", 260, _agency),
        ListColumn("Placed", 150, lambda correction: ListCell(
            correction.made_at, f"by {correction.made_by}", to_minute=True)),
    ),
    "No record is corrected. Enter a plate and state below to stop alerts on its record.",
    foot=_in_force,
)  # fmt: skip


def _correction(answer: CorrectionsMessage, places: Mapping[str, str]) -> CorrectionMessage:
    return {str(line.number): line for line in answer.corrections}[places["number"]]


# ---------------------------------------------------------------- acts

DELIVER_LIST = Act(
    "POST /v1/hotlists", "Deliver a list", (Permission.MANAGE_LISTS,), DeliveryMessage,
    second=Permission.MANAGE_ACCOUNTS, records=(AuditEvent.HQ_LIST_IMPORTED,
    AuditEvent.HQ_LIST_REFUSED), changes=Unversioned.MAKES,
)  # fmt: skip
SHOW_LISTS = Look(
    "GET /v1/hotlists", "See what is wrong with the lists, and what came last",
    (Permission.MANAGE_LISTS,), KnownListsMessage, shows_captured=False,
    records=(AuditEvent.HQ_LISTS_VIEWED,), command="lists", listing=NEWEST,
    off_desk="the page Hotlists shows the same of each feed, with more",
)  # fmt: skip
SHOW_CATEGORIES = Look(
    "GET /v1/categories", "See the setting of every category", (Permission.MANAGE_LISTS,),
    CategoriesMessage, shows_captured=False, records=(AuditEvent.HQ_CATEGORIES_VIEWED,),
    command="categories", listing=CATEGORIES,
)  # fmt: skip
DECIDE_CATEGORY = Act(
    "POST /v1/categories/{code}/decision", "Switch a category on or off",
    (Permission.MANAGE_ACCOUNTS,), Nothing, body=CategoryDecision, refusal=Problem.SETTING_REFUSED,
    records=(AuditEvent.HQ_CATEGORY_DECIDED,), changes=_category,
)  # fmt: skip
SWITCH_ON = replace(
    DECIDE_CATEGORY, summary="Switch a category on; import its list again", button="Switch on",
    command="switch-category-on", demands=("purpose",),
)  # fmt: skip
SWITCH_OFF = replace(
    DECIDE_CATEGORY, says={"purpose": None}, asks=("reason",), button="Switch off",
    summary="Switch a category off: no car alerts on it", command="switch-category-off",
)  # fmt: skip
SET_CATEGORY = Act(
    "POST /v1/categories/{code}/setting", "Set a category", (Permission.MANAGE_ACCOUNTS,), Nothing,
    body=SettingMessage, refusal=Problem.SETTING_REFUSED, records=(AuditEvent.HQ_CATEGORY_SET,),
    changes=_category, button="Set",
)  # fmt: skip
SHOW_MISREADS = Look(
    "POST /v1/look-alikes/misreads", "See which misreads of a plate look-alikes accept",
    (Permission.MANAGE_LISTS,), LookAlikesMessage, body=MisreadsRequest, refusal=Problem.MALFORMED,
    shows_captured=False, records=(AuditEvent.HQ_MISREADS_VIEWED,),
    command="look-alikes show {plates}", button="Show its misreads", listing=MISREADS,
)  # fmt: skip
SET_LOOK_ALIKES = Act(
    "POST /v1/look-alikes", "Let look-alikes match, or not", (Permission.MANAGE_ACCOUNTS,),
    Nothing, body=LookAlikesRequest, refusal=Problem.SETTING_REFUSED,
    records=(AuditEvent.HQ_LOOK_ALIKES_SET,), changes=lambda answer, _address: answer.allowed,
)  # fmt: skip
ALLOW_LOOK_ALIKES = replace(
    SET_LOOK_ALIKES, says={"allowed": True}, command="look-alikes on", button="Let them match",
    summary="Let one look-alike match",
)  # fmt: skip
STOP_LOOK_ALIKES = replace(
    SET_LOOK_ALIKES, says={"allowed": False}, command="look-alikes off", button="Stop",
    summary="Let no look-alike match",
)  # fmt: skip
SHOW_CORRECTIONS = Look(
    "GET /v1/corrections", "See the corrections that hold", (Permission.MANAGE_LISTS,),
    CorrectionsMessage, shows_captured=True, records=(AuditEvent.HQ_CORRECTIONS_VIEWED,),
    command="correction list", listing=CORRECTIONS,
)  # fmt: skip
PLACE_CORRECTION = Act(
    "POST /v1/corrections", "Let no car alert on a record", (Permission.MANAGE_LISTS,),
    PlacedMessage, body=CorrectionRequest, refusal=Problem.CORRECTION_REFUSED,
    records=(AuditEvent.HQ_CORRECTION_PLACED,), command="correction place {text} {state}",
    button="Stop alerts on it", changes=Unversioned.MAKES,
)  # fmt: skip
RENEW_CORRECTION = Act(
    "POST /v1/corrections/{number}/renewal", "Let a correction last longer",
    (Permission.MANAGE_LISTS,), Nothing, body=RenewalRequest, refusal=Problem.CORRECTION_REFUSED,
    records=(AuditEvent.HQ_CORRECTION_RENEWED,), changes=_correction, command="correction renew",
    button="Renew chosen",
)  # fmt: skip
NOTE_OWNER = Act(
    "POST /v1/corrections/{number}/owner", "Note what its agency was asked, or answered",
    (Permission.MANAGE_LISTS,), Nothing, body=ReasonMessage, refusal=Problem.CORRECTION_REFUSED,
    records=(AuditEvent.HQ_CORRECTION_OWNER_NOTED,), changes=_correction,
    command="correction owner", button="Note its agency",
)  # fmt: skip
END_CORRECTION = Act(
    "POST /v1/corrections/{number}/end", "Let cars alert on the record again",
    (Permission.MANAGE_LISTS,), Nothing, body=ReasonMessage, refusal=Problem.CORRECTION_REFUSED,
    records=(AuditEvent.HQ_CORRECTION_ENDED,), changes=_correction, command="correction end",
    button="End chosen",
)  # fmt: skip
