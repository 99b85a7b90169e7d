"""What may be asked of headquarters in the room publications."""

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.publications import ContentCheckRequest, PublicationRequest, PublicationsMessage

SHOW_PUBLICATIONS = Look(
    "GET /v1/publications", "See what the agency publishes", (Permission.DOWNLOAD,),
    PublicationsMessage, shows_captured=False, records=(AuditEvent.HQ_PUBLICATIONS_VIEWED,),
)  # fmt: skip
ADD_PUBLICATION = Act(
    "POST /v1/publications", "Enter what is to be published", (Permission.DOWNLOAD,),
    PublicationsMessage, body=PublicationRequest, refusal=Problem.PUBLICATION_REFUSED,
    records=(AuditEvent.HQ_PUBLICATIONS_VIEWED, AuditEvent.HQ_PUBLICATION_CHANGED),
)  # fmt: skip
CHECK_PUBLICATION = Act(
    "POST /v1/publications/{number}/checks", "Record the check of a publication",
    (Permission.DOWNLOAD,), PublicationsMessage, body=ContentCheckRequest,
    refusal=Problem.PUBLICATION_REFUSED, records=(AuditEvent.HQ_PUBLICATIONS_VIEWED,
    AuditEvent.HQ_PUBLICATION_CHANGED),
)  # fmt: skip
END_PUBLICATION = Act(
    "POST /v1/publications/{number}/end", "Record that a publication was taken down",
    (Permission.DOWNLOAD,), PublicationsMessage, body=ReasonMessage,
    refusal=Problem.PUBLICATION_REFUSED, records=(AuditEvent.HQ_PUBLICATIONS_VIEWED,
    AuditEvent.HQ_PUBLICATION_CHANGED),
)  # fmt: skip
