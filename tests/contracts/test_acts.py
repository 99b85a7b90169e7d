"""Every act of headquarters is declared once, and its rules hang on it."""

import pytest

from mdt_alpr.acts import disclosures, holds, incidents, outside_requests, rooms
from mdt_alpr.acts.act import Act, Declaration, File, Look, Nothing, Unversioned, acts_in
from mdt_alpr.acts.fields import ActField
from mdt_alpr.cli.act_commands import command_of
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention import incidents as retention_incidents
from mdt_alpr.domain.retention import outside_requests as retention_requests
from mdt_alpr.hq.people.endpoints import Endpoint, RouteTable
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.wire.holds import NotariesMessage, NotaryEnd, OathRequest
from tests.builders import NOW

ACTS = [act for room in rooms() for act in acts_in(room)]
BY_HAND = {
    "a file goes with it, or is written of its answer": """
        devices.SIGN_CAR_SETTINGS disclosures.ADD_PAPER disclosures.NOTE_WRITTEN fleet.PUBLISH
        holds.ATTACH hotlists.DELIVER_LIST intake.LOAD_OFFLOAD keeping.EXPORT_AUDIT
        keeping.SAVE_ROWS trainings.RECORD_TRAININGS trainings.RECORD_SCANNED
        trial.COMPARE_READERS
    """,
    "it is a part of signing in": "sign_in.END_SESSION sign_in.PROVE",
    "it shows a secret once, and says how it is used": "devices.MAKE_CODE",
    "it decides on what a picture or a whole list of rows beside it shows": """
        account_reviews.SIGN_ACCOUNT_REVIEW hits.REVIEW_HIT hits.REVIEW_SEEN hits.KEEP_TRUTH
        keeping.CONFIRM_RETENTION
    """,
}
"""Acts whose form and command are written by hand, by why no declaration can make them."""


def _is_of_a_person(endpoint: Endpoint) -> bool:
    is_a_cars = set(endpoint.permissions) == {Permission.OPERATE_CAR}
    return not (endpoint.is_open or is_a_cars)


def test_every_address_for_people_is_declared_as_an_act() -> None:
    by_hand = [e for e in EVERY_ADDRESS if e.act is None and _is_of_a_person(e)]
    assert not [f"{endpoint.method} {endpoint.address}" for endpoint in by_hand]


def test_what_has_neither_form_nor_command_of_its_declaration_is_listed_with_why() -> None:
    made = {act.at for act in ACTS if act.command or act.button}
    by_hand = {
        f"{room.__name__.rpartition('.')[2]}.{name}"
        for room in rooms()
        for name, act in vars(room).items()
        if isinstance(act, Act) and act.at not in made
    }
    assert by_hand == set(" ".join(BY_HAND.values()).split())


def test_every_act_is_done_by_one_handler() -> None:
    served = [endpoint.act.at for endpoint in EVERY_ADDRESS if endpoint.act is not None]
    assert sorted(served) == sorted({act.at for act in ACTS})


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.at)
def test_an_act_that_has_a_command_or_a_button_asks_only_for_what_forms_can_ask(
    act: Declaration[object],
) -> None:
    if act.command:
        assert command_of(act).words == act.words
    if act.button:
        assert isinstance(act.fields, tuple)


@pytest.mark.parametrize("act", [act for act in ACTS if isinstance(act, Act)], ids=lambda a: a.at)
def test_what_changes_something_leaves_an_entry(act: Act[object]) -> None:
    assert act.records


def test_a_look_at_captured_data_without_an_entry_does_not_start() -> None:
    with pytest.raises(TypeError, match="say which audit entry"):
        Look("GET /v1/x", "See x", (), File, shows_captured=True)


def test_an_act_without_what_it_records_does_not_start() -> None:
    with pytest.raises(TypeError, match="records"):
        Act("POST /v1/x", "Do x", (), Nothing)  # type: ignore[call-arg]


def test_an_act_without_the_version_it_compares_does_not_start() -> None:
    with pytest.raises(TypeError, match="changes"):
        Act("POST /v1/x", "Do x", (), Nothing, records=())  # type: ignore[call-arg]


def test_a_handler_with_another_body_than_its_act_does_not_start() -> None:
    act = Act(
        "POST /v1/x",
        "Do x",
        (),
        NotariesMessage,
        body=NotaryEnd,
        records=(),
        changes=Unversioned.ONCE,
    )

    def handle(_call: object, body: OathRequest) -> NotariesMessage:
        raise NotImplementedError(body)

    with pytest.raises(TypeError, match="another body"):
        RouteTable().does(act)(handle)


def test_a_field_is_asked_by_its_label_else_by_its_name() -> None:
    assert ActField(name="first_day").words == "First day"
    assert (ActField(name="why").words, ActField(name="why").option) == ("Reason", "--reason")


def test_an_id_that_is_made_on_sending_is_asked_of_nobody() -> None:
    assert "hold_id" not in {field.name for field in holds.FILE_REQUEST.fields}
    made = holds.FILE_REQUEST.made(NOW, bytes(10))
    assert made == {"hold_id": new_id(NOW, bytes(10))}


def test_a_time_that_nobody_gives_is_the_present() -> None:
    (when,) = (field for field in disclosures.ACKNOWLEDGE.fields if field.name == "at")
    assert not when.is_required
    assert disclosures.ACKNOWLEDGE.made(NOW, bytes(10)) == {"at": NOW}


def test_fields_are_asked_in_the_order_of_the_act() -> None:
    asked = [field.name for field in disclosures.RECORD_REQUEST.fields]
    assert asked[:4] == ["standing", "received_by", "received_at", "name"]


def test_no_step_that_headquarters_takes_by_itself_is_a_choice() -> None:
    for act, own in (
        (incidents.TAKE_STEP, retention_incidents.BY_ITSELF),
        (outside_requests.TAKE_STEP, retention_requests.BY_ITSELF),
    ):
        (step,) = (field for field in act.fields if field.name == "step")
        assert own.isdisjoint(value for value, _ in step.options)
        assert len(step.options) > len(own)
