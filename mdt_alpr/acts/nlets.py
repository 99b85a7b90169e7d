"""Other agencies' Nlets queries, answered offline: each is a search (INT-03, SRC-03)."""

from mdt_alpr.acts.act import Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.wire.nlets import NletsAnswer, NletsDetail
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem

_MAY = (Permission.DOWNLOAD,)
_RECORDS = (AuditEvent.HQ_NLETS_ANSWERED, AuditEvent.HQ_SEARCHED, AuditEvent.HQ_SEARCH_NOT_MADE)
ANSWER = Look(
    "POST /v1/nlets", "Answer an Nlets query", _MAY, NletsAnswer, body=NletsQuery,
    refusal=Problem.SEARCH_REFUSED, shows_captured=True, records=_RECORDS,
)  # fmt: skip
PRINT_ANSWER = Look(
    "POST /v1/nlets/paper", "Print the answer to an Nlets query", _MAY, PaperFile, body=NletsQuery,
    refusal=Problem.SEARCH_REFUSED, shows_captured=True, records=_RECORDS,
)  # fmt: skip
PRINT_DETAIL = Look(
    "POST /v1/nlets/detail", "Print one event of an Nlets answer", _MAY, PaperFile,
    body=NletsDetail, refusal=Problem.SEARCH_REFUSED, shows_captured=True, records=_RECORDS,
)  # fmt: skip
