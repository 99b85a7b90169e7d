"""What may be asked of headquarters in the room nlets."""

from mdt_alpr.acts.act import Act
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.wire.nlets import NletsAnswer, NletsDetail
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem

ANSWER = Act(
    "POST /v1/nlets", "Answer an Nlets query", (Permission.DOWNLOAD,), NletsAnswer,
    body=NletsQuery, refusal=Problem.SEARCH_REFUSED, records=(AuditEvent.HQ_NLETS_ANSWERED,
    AuditEvent.HQ_SEARCHED, AuditEvent.HQ_SEARCH_NOT_MADE),
)  # fmt: skip
PRINT_ANSWER = Act(
    "POST /v1/nlets/paper", "Print the answer to an Nlets query", (Permission.DOWNLOAD,),
    PaperFile, body=NletsQuery, refusal=Problem.SEARCH_REFUSED,
    records=(AuditEvent.HQ_NLETS_ANSWERED, AuditEvent.HQ_SEARCHED, AuditEvent.HQ_SEARCH_NOT_MADE),
)  # fmt: skip
PRINT_DETAIL = Act(
    "POST /v1/nlets/detail", "Print one event of an Nlets answer", (Permission.DOWNLOAD,),
    PaperFile, body=NletsDetail, refusal=Problem.SEARCH_REFUSED,
    records=(AuditEvent.HQ_NLETS_ANSWERED, AuditEvent.HQ_SEARCHED, AuditEvent.HQ_SEARCH_NOT_MADE),
)  # fmt: skip
