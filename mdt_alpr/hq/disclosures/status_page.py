"""How a request for data stands, for who made it: a page with no session behind it (DIS-08).

Its code is on the letter that answers the request. It follows from the key of the request's
papers and goes with that; without it a number says nothing, not even whether it is one.
"""

import base64
import hmac
from datetime import timedelta
from html import escape
from string import Template
from urllib.parse import parse_qs

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.retention.disclosure import RequestState
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.audit.store import ShownTo
from mdt_alpr.hq.base.database import is_number
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.base.paper import in_words
from mdt_alpr.hq.disclosures import request_store
from mdt_alpr.hq.disclosures.request_store import KeptRequest
from mdt_alpr.keys.day_keys import DamagedError
from mdt_alpr.wire.problems import Problem

LARGEST_FORM = 1024
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
}
_PURPOSE = "status of a request"
_CODE_BYTES, _GROUP = 10, 4
_MOST_FIELDS = 4
_RECORDED_EVERY = timedelta(hours=1)
_STATES = {
    RequestState.RECEIVED: "Received. It waits for a decision.",
    RequestState.MORE_NEEDED: "More is needed. The letter to you says what.",
    RequestState.GRANTED: "Granted. The data is being prepared.",
    RequestState.DELIVERED: "Delivered.",
    RequestState.REFUSED: "Refused. The letter to you says why.",
    RequestState.DENIED: "Denied. The letter to you says why.",
    RequestState.WITHDRAWN: "Withdrawn.",
}
UNKNOWN = "No request has this number and code. Check both on the letter."
_PAGE = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Your request for license plate reader data</title>
<style>
body { font: 18px/1.5 sans-serif; max-width: 34em; margin: 2em auto; padding: 0 1em;
  color: #14181d; background: #fff }
label { display: block; margin-top: 1em }
input, button { font: inherit; padding: .4em; min-width: 16em }
button { margin-top: 1.2em; min-width: 0 }
p.found { border-left: .3em solid #14181d; padding-left: .8em }
@media (prefers-color-scheme: dark) { body { color: #e8eaed; background: #14181d }
  p.found { border-color: #e8eaed } }
</style></head><body>
<h1>Your request for license plate reader data</h1>
$agency
$found
<form method="post" action="/request-status" autocomplete="off">
<label>Number <input name="number" inputmode="numeric" required maxlength="10"></label>
<label>Code <input name="code" required maxlength="24"></label>
<button>Check status</button>
</form>
<p>Number and code are on the letter of the agency. Nothing of the data itself is shown here.</p>
</body></html>
""")


def code_of(work: Work, request_id: str) -> str:
    """Return the code with which a request's state is shown; empty once its papers are gone."""
    try:
        secret = work.keys.holds.paper_secret(request_id, _PURPOSE)
    except DamagedError:  # who asks learns no more by it
        secret = None
    if secret is None:
        return ""
    text = base64.b32encode(secret[:_CODE_BYTES]).decode("ascii")
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def empty_page(hq: Headquarters) -> str:
    """Return the page that asks for number and code."""
    return _page(hq, "")


def unknown_page(hq: Headquarters) -> str:
    """Return the page for what is no number and code of a request."""
    return _page(hq, UNKNOWN)


def status_page(hq: Headquarters, form: bytes) -> str:
    """Return how one request stands; that it was shown to an address is recorded once an hour.

    Raises:
        RefusedError: no request has this number and code.
    """
    try:
        given = parse_qs(form.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise RefusedError(Problem.NO_SUCH_DISCLOSURE) from None
    number, code = (given.get(name, [""])[0].strip() for name in ("number", "code"))
    with hq.reading() as work:
        kept = _kept(work, number, code)
        is_recorded = _was_shown(work, kept.request_id)
    if not is_recorded:
        with hq.writing() as work:
            facts = ("number", str(kept.number)), ("how", "status_page")
            record(work, AuditEvent.HQ_DISCLOSURE_VIEWED, kept.request_id, NOBODY, *facts)
    row = kept.row
    lines = [f"Request {kept.number}, received {in_words(row['received_at'])}."]
    lines.append(_STATES[row["state"]])
    if row["decided_at"] is not None:
        lines.append(f"Decided {in_words(row['decided_at'])}.")
    return _page(hq, *lines)


def _kept(work: Work, number: str, code: str) -> KeptRequest:
    is_one = number.isascii() and number.isdecimal() and is_number(int(number[:10]))
    kept = request_store.find(work, int(number[:10])) if is_one else None
    right = code_of(work, kept.request_id) if kept is not None else ""
    plain = "".join(code.upper().replace("-", "").split())
    is_right = hmac.compare_digest(plain.encode(), right.replace("-", "").encode())
    if kept is None or not right or not is_right:
        raise RefusedError(Problem.NO_SUCH_DISCLOSURE)
    return kept


def _was_shown(work: Work, request_id: str) -> bool:
    """Return whether it is on record that this address saw the request within an hour."""
    _, origin = work.asking
    shown_here = ShownTo(AuditEvent.HQ_DISCLOSURE_VIEWED, request_id, NOBODY, origin.address)
    return own_audit.has(work.connection, shown_here, work.now - _RECORDED_EVERY, work.now)


def _page(hq: Headquarters, *lines: str) -> str:
    agency = "".join(f"<p>{escape(line)}</p>" for line in hq.settings.agency)
    found = f'<p class="found" role="status">{"<br>".join(map(escape, lines))}</p>'
    return _PAGE.substitute(agency=agency, found=found if any(lines) else "")
