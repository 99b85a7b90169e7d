"""The audit for those who read it: custodians and administrators (AUD-08)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.keeping.audit_search import exported, searched
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire import addresses
from mdt_alpr.wire.audit_search import AuditExportRequest, AuditFile, AuditRows, AuditSearch

ROUTES = RouteTable()
_AUDITOR = Permission.READ_AUDIT


@ROUTES.serve("POST", addresses.AUDIT_SEARCH, "Search the audit", _AUDITOR)
def search_audit(call: ApiCall, body: AuditSearch) -> AuditRows:
    """Show the newest entries of headquarters and the cars that fit."""
    with call.hq.writing() as work:
        return searched(work, call.by, body)


@ROUTES.serve("POST", addresses.AUDIT_EXPORT, "Export the audit", _AUDITOR, privileged=True)
def export_audit(call: ApiCall, body: AuditExportRequest) -> AuditFile:
    """Give all entries that fit as the text of a file, with its digest."""
    with call.hq.writing() as work:
        return exported(work, call.by, body)
