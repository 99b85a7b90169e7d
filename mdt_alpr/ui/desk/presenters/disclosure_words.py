"""Requests for data in words: states, and what was typed of a request."""

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.retention.disclosure import (
    STANDING_WORDS,
    Asked,
    ReceivedBy,
    Requester,
    Standing,
)
from mdt_alpr.domain.retention.grants import SoughtData
from mdt_alpr.ui.desk.models.form import FormField, FormValues
from mdt_alpr.ui.desk.presenters.hold_words import cameras_of
from mdt_alpr.ui.entries.presenters.past_read_words import purpose_words
from mdt_alpr.ui.kit.words import full_time, typed_time

_HOW = {
    ReceivedBy.EMAIL: "Email",
    ReceivedBy.LETTER: "Letter",
    ReceivedBy.FORM: "Form",
    ReceivedBy.PHONE: "Phone, not written",
    ReceivedBy.SPOKEN: "Spoken, not written",
}
PURPOSES = (("", "None yet"), *((one.value, purpose_words(one)) for one in Purpose))
WHO_ASKS = (
    FormField("standing", "Who asks", options=tuple(
        (one.value, words) for one, words in STANDING_WORDS.items()), wide=True),
    FormField("received_by", "Came by", options=tuple((k.value, w) for k, w in _HOW.items())),
    FormField("received", "Received", "Nov 28, 2026 14:00"),
    FormField("name", "Name"),
    FormField("title", "Rank or title, badge"),
    FormField("agency", "Agency"),
    FormField("ori", "ORI"),
    FormField("contact", "How to reach them"),
    FormField("verified_by", "How you checked who asks"),
    FormField("purpose", "Purpose", options=PURPOSES, wide=True),
    FormField("investigation", "Official criminal investigation", wide=True),
    FormField("case", "Case number"),
    FormField("recipient", "Restricted: who else gets it", "nobody"),
    FormField("sought", "Data asked for", wide=True),
    FormField("plate", "Plate asked for", "? is one, * any number"),
    FormField("state", "Its state", options=(("", "Any state"), *STATES.items())),
    FormField("since", "Captured from", "Nov 22, 2026 21:00"),
    FormField("until", "Captured to", "Nov 23, 2026 02:00"),
    FormField("cameras", "Cameras: unit or place / camera; more with ;", "any", wide=True),
)  # fmt: skip
"""The fields of a request, in the order of the paper."""
SOUGHT = ("plate", "state", "since", "until", "cameras")
"""Those by which what leaves is compared with it."""


def asked_of(form: FormValues) -> Asked:
    """Return the request that was typed.

    Raises:
        ValueError: a time is none.
    """
    purpose = form.text("purpose")
    return Asked(
        requester=Requester(**{name: form.text(name) for name in Requester.__match_args__}),
        standing=Standing(form.text("standing")),
        received_by=ReceivedBy(form.text("received_by")),
        received_at=typed_time(form.text("received")),
        verified_by=form.text("verified_by"),
        purpose=Purpose(purpose) if purpose else None,
        investigation=form.text("investigation"),
        case=form.text("case"),
        sought=form.text("sought"),
        recipient=form.text("recipient"),
        seeks=SoughtData(
            plate=form.text("plate"),
            state=form.text("state"),
            since=typed_time(form.text("since")) if form.text("since") else None,
            until=typed_time(form.text("until")) if form.text("until") else None,
            cameras=cameras_of(form.text("cameras")),
        ),
    )


def shown(asked: Asked) -> FormValues:
    """Return a request as the form shows it."""
    person = {str(name): getattr(asked.requester, name) for name in Requester.__match_args__}
    seeks = asked.seeks
    times = {name: getattr(seeks, name) for name in ("since", "until")}
    texts = ("verified_by", "investigation", "case", "sought", "recipient")
    return FormValues(
        {
            **person,
            **{name: getattr(asked, name) for name in texts},
            "standing": asked.standing.value if asked.standing else "",
            "received_by": asked.received_by.value if asked.received_by else "",
            "received": full_time(asked.received_at) if asked.received_at else "",
            "purpose": asked.purpose.value if asked.purpose else "",
            "plate": seeks.plate,
            "state": seeks.state,
            **{name: full_time(at) if at else "" for name, at in times.items()},
            "cameras": "; ".join(f"{c.unit} / {c.camera}".strip(" /") for c in seeks.cameras),
        }
    )
