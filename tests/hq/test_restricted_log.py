"""Who was shown or told a record of a restricted file is on record (HOT-10, CJIS AU-3)."""

from dataclasses import replace

import pytest

from mdt_alpr.acts import hits as hits_acts
from mdt_alpr.acts.hits import REVIEW_HIT
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.hits import restricted_log
from mdt_alpr.hq.hits.restricted_log import disclose
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.desk import ReviewRequest
from mdt_alpr.wire.restricted import RestrictedLogMessage
from tests.hq.commands import Terminal
from tests.hq.reviewers import a_sent_hit, at_desk
from tests.hq.senders import a_car, a_record

DATABASES = ["sqlite"]
REPORTED = RestrictedDisclosure(
    category="K",
    subject="26-118204",
    agency="Charlotte-Mecklenburg PD",
    requester="Det. R. Poole",
    secondary="District Attorney",
    reason="threat to a protected person",
)


@pytest.mark.proved("HOT-10")
@pytest.mark.clause("5.A.3")
def test_a_restricted_hit_that_is_shown_at_the_desk_and_one_that_is_told_are_logged(
    server: InProcessHq, terminal: Terminal
) -> None:
    restricted = a_sent_hit(record=a_record(category="K"))
    other = a_sent_hit("ABC1234", record=a_record("ABC1234", entry_id="e2"))
    with a_car(server.base_url) as car:
        assert set(car.send(*restricted.items(), *other.items())) == {"accepted"}
    with at_desk(server, SUPERVISOR) as desk:
        for sent in (restricted, other):
            path = addresses.filled(addresses.DESK_HIT, hit_id=sent.hit.hit_id)
            assert desk.http.get(path).is_success
        assert desk.http.get(hits_acts.SHOW_RESTRICTED.address).status_code == 403
    asked = ("restricted", "disclose", "--category", "K", "--subject", REPORTED.subject,
             "--agency", REPORTED.agency, "--requester", REPORTED.requester,
             "--secondary", REPORTED.secondary)  # fmt: skip
    assert terminal.run(OFFICER, *asked, "--reason", REPORTED.reason) == 1
    assert terminal.run(CUSTODIAN, *asked, "--reason", "x") == 1
    assert terminal.run(CUSTODIAN, *asked, "--reason", REPORTED.reason) == 0, terminal.err
    with at_desk(server, CUSTODIAN) as desk:
        message = decode(
            RestrictedLogMessage, desk.http.get(hits_acts.SHOW_RESTRICTED.address).content
        )
        few = desk.http.get(f"{hits_acts.SHOW_RESTRICTED.address}?most=1")
        assert decode(RestrictedLogMessage, few.content).more
        for query in ("most=0", "most=501", "first=-1", "order=number"):
            assert (
                400
                <= desk.http.get(f"{hits_acts.SHOW_RESTRICTED.address}?{query}").status_code
                < 500
            )
    reported, shown = message.rows
    assert (reported.what, reported.agency, reported.requester, reported.secondary) == (
        "disclosed", REPORTED.agency, REPORTED.requester, REPORTED.secondary,
    )  # fmt: skip
    assert (shown.what, shown.category, shown.subject) == ("shown", "K", restricted.hit.hit_id)
    assert "EXN2894" not in encode(message)
    with at_desk(server, CUSTODIAN) as desk:
        for order, row in (("what", reported), ("at", shown), ("agency", shown)):
            for first in (0, 1):
                named = {"order": order, "first": first, "descending": first}
                path = addresses.asking(hits_acts.SHOW_RESTRICTED.address, most=1, **named)
                page = decode(RestrictedLogMessage, desk.http.get(path).content)
                assert (page.rows, page.more) == ((row,), not first)
    assert terminal.run(CUSTODIAN, "restricted", "log") == 0
    titles, *rows = terminal.out.splitlines()
    assert titles.startswith("When")
    assert [row.split("  ")[1] for row in rows] == ["Disclosed", "Shown"]


@pytest.mark.proved("HOT-10")
def test_who_reviews_a_hit_on_a_restricted_file_is_shown_it_again_and_that_is_logged(
    server: InProcessHq,
) -> None:
    sent = a_sent_hit(record=a_record(category="K"))
    with a_car(server.base_url) as car:
        assert set(car.send(*sent.items())) == {"accepted"}
    with at_desk(server, SUPERVISOR) as desk:
        path = REVIEW_HIT.path(hit_id=sent.hit.hit_id)
        body = encode(ReviewRequest(ReviewKind.AGREED, ""))
        assert desk.http.post(path, content=body).is_success
    with at_desk(server, CUSTODIAN) as desk:
        log = desk.get(RestrictedLogMessage, hits_acts.SHOW_RESTRICTED.address)
    assert [(row.what, row.subject) for row in log.rows] == [("shown", sent.hit.hit_id)]


def test_each_line_is_read_page_by_page_and_only_so_many_are_sorted_by_their_words(
    server: InProcessHq, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server.hq.writing() as work:
        for number in range(5):
            disclose(work, CUSTODIAN, replace(REPORTED, subject=f"26-00{number}"))
    monkeypatch.setattr(restricted_log, "MOST_SORTED", 4)
    found = []
    with at_desk(server, CUSTODIAN) as desk:
        for first in range(0, 6, 2):
            path = addresses.asking(
                hits_acts.SHOW_RESTRICTED.address, most=2, first=first, order="at"
            )
            page = decode(RestrictedLogMessage, desk.http.get(path).content)
            found += [row.subject for row in page.rows]
        for query, status in ("order=reason", 413), (f"first={2**31}", 400):
            assert (
                desk.http.get(f"{hits_acts.SHOW_RESTRICTED.address}?{query}").status_code == status
            )
    assert found == [f"26-00{number}" for number in range(5)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "V"},
        {"category": "Q"},
        {"agency": " "},
        {"requester": ""},
        {"subject": ""},
        {"reason": "x"},
        {"reason": "the vehicle ABC1234 was seen"},
        {"agency": "CMPD\nfirst"},
        {"secondary": "x" * 121},
    ],
)
def test_a_disclosure_that_nobody_could_account_for_is_refused(wrong: dict[str, str]) -> None:
    facts = {name: getattr(REPORTED, name) for name in RestrictedDisclosure.__slots__}
    with pytest.raises(DomainError):
        RestrictedDisclosure(**(facts | wrong)).check()
    REPORTED.check()
