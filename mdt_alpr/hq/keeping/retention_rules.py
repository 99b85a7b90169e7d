"""Why each table and file of headquarters may stay, and until when (RET-01, RET-08).

A table with ``captured_at`` goes by that; one that seals its texts, or
holds copies, goes with their key. Every
other one is named here with its reason: what no rule names fails a test, and the purge search.
"""

import re

from sqlalchemy import Table

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.retention.purge_search import KeepRule
from mdt_alpr.hq.base.sealed_rows import SEALED, Under, sealed_under

LASTING = {
    "account_reviews": "who decided on which accounts (ACC-11)",
    "accounts": "people",
    "agency_settings": "what administrators decided, and why (DIS-02)",
    "alembic_version": "the schema's number",
    "audit_lanes": "what cars did, for a minute, until it is in the audit",
    "car_lists": "which list a car works with",
    "case_steps": "steps of review cases; their texts go (SUP-06)",
    "car_updates": "how far cars are with packages of the program (SI-2)",
    "category_decisions": "decisions of the administrator",
    "category_settings": "settings of the administrator",
    "content_checks": "who checked what is published (DIS-09)",
    "daily_counts": "numbers without plate and place (RPT-06)",
    "designations": "who held which office (ACC-14)",
    "destroyed_media": "what was destroyed (RET-10)",
    "device_audit": "what cars recorded, under the auditor's key (RET-09)",
    "device_certificates": "certificates of machines",
    "device_keys": "keys of machines",
    "device_runs": "numbers of programs' starts",
    "device_sign_ins": "who signed in where",
    "device_units": "which machine is which unit",
    "devices": "when a machine was heard of",
    "directory_links": "whom the agency's directory vouches for",
    "directory_uses": "digests of answers of the directory",
    "dispatch_calls": "which unit is on which call of dispatch, for a day",
    "dispatch_subscriptions": "who is told of hits",
    "enrolled_devices": "machines",
    "enrollment_codes": "digests of codes",
    "equipment": "the register of equipment (MNT-01)",
    "equipment_plans": "schedules",
    "equipment_work": "work orders",
    "evidence": "seals, without what was sealed",
    "evidence_chains": "how far a chain of seals is whole",
    "event_reviews": "who reviewed which events are audited (AUD-09)",
    "group_settings": "what groups of machines are given, and who decided it (CM-3)",
    "hold_cars": "which car was given which hold (PRS-09)",
    "hotlist_cancellations": "ids of records that left a list",
    "hotlist_imports": "counts of deliveries",
    "hotlist_versions": "numbers of lists",
    "items": "ids of what was received",
    "kept_keys": "keys of servers that share a database, under the cluster key",
    "key_challenges": "digests of questions to security keys",
    "listeners": "which car asked for notices",
    "machine_facts": "what machines say of their programs (CM-8)",
    "machine_settings": "the group of each machine (CM-3)",
    "marks": "marks of the program",
    "misuse_flags": "which searches were flagged, by id, without plates (SUP-03)",
    "notaries": f"who may notarize{cited('notaries')}",
    "outside_accesses": "who looked at readers of others, without plates (OUT-04)",
    "own_audit": "who did what, under the auditor's key (RET-09)",
    "own_audit_head": "the end of the audit",
    "portable_media": "the agency's media, by serial number (MP-7)",
    "places": "areas that the agency named (SRC-03)",
    "policy_adoptions": "the agency's policy",
    "program_packages": "published packages of the program (SI-2)",
    "publications": "what the agency publishes (DIS-09)",
    "published_counts": "what the public page said of a month or quarter (RPT-05)",
    "read_counts": "numbers of reads",
    "recovery_codes": "digests of codes",
    "request_counts": "digests of network addresses, erased within the hour",
    "retention_settings": "who decided how long data is kept (RET-06)",
    "review_cases": "numbers of review cases (SUP-06)",
    "sample_counts": "numbers of judged reads (MNT-04)",
    "second_factors": "sealed secrets of people",
    "security_keys": "public keys of people",
    "self_checks": "how devices' checks of their shifts ended (MNT-03)",
    "sessions": "who was signed in",
    "sign_in_failures": "digests",
    "sign_in_locks": "digests",
    "team_members": "people in teams",
    "tied_plates": "keyed hashes of coworkers' plates (SUP-03)",
    "training_drills": "how practices went, by trap, without plates (D17)",
    "training_papers": f"scans of signed papers{cited('signed_trainings')}",
    "trainings": "who was trained (TRN-02)",
}
"""Tables that hold nothing captured; texts in them are searched for plates."""

_DATE = r"\d{4}-\d\d-\d\d"
FILES = (
    (re.compile(r"headquarters\.db(-wal|-shm|-journal)?"), KeepRule.CAPTURED),
    (re.compile(rf"pictures/{_DATE}/.+"), KeepRule.CAPTURED),
    (re.compile(rf"day_keys/(ends/)?{_DATE}\.key"), KeepRule.CAPTURED),
    (re.compile(r"day_keys/holds/.+"), KeepRule.HELD),
    (re.compile(r"day_keys/ended(\.part)?"), KeepRule.LASTING),
    (re.compile(r"hotlist-in/stopped/.+"), KeepRule.LISTED),
    (re.compile(r"hotlist-in/.+"), KeepRule.PASSING),
    (
        re.compile(r"(hotlist-import|offload-in|program-packages-in|backup-check)/.+"),
        KeepRule.PASSING,
    ),
    (re.compile(r"audit_mail/[^/]+"), KeepRule.LASTING),
    (re.compile(r"hotlist-reports/[^/]+\.csv"), KeepRule.LASTING),
    (re.compile(r"program-packages/[^/]+"), KeepRule.LASTING),
    (re.compile(r"formats/[^/]+\.toml"), KeepRule.LASTING),
    (re.compile(r"tls/[^/]+"), KeepRule.LASTING),
    (re.compile(r"(day_keys/)?[^/]+\.(key|key\.new|pub)"), KeepRule.LASTING),
    (
        re.compile(r"own_audit\.mark|accounts_sealed|hotlist_lineage|banned-words\.txt"),
        KeepRule.LASTING,
    ),
)
"""Files below the data folder, by their path; the first that fits counts."""
_OF_KEYS = {Under.LIFE: KeepRule.LIFE, Under.LISTED: KeepRule.LISTED, Under.HOLD: KeepRule.HELD}
DATED = re.compile(rf"(?:pictures|day_keys|day_keys/ends)/({_DATE})")
"""Files that go with a date of capture."""


def rule_of(table: Table) -> KeepRule:
    """Return the rule of a table of the program."""
    if table.name in LASTING:
        return KeepRule.LASTING
    if "captured_at" in table.c:
        return KeepRule.CAPTURED
    if SEALED in table.c:
        return _OF_KEYS.get(sealed_under(table), KeepRule.UNKNOWN)
    return KeepRule.HELD if {"hold_id", "captured_on"} <= set(table.c.keys()) else KeepRule.UNKNOWN


def rule_of_file(path: str) -> KeepRule:
    """Return the rule of a file, by its path below the data folder."""
    return next((rule for form, rule in FILES if form.fullmatch(path)), KeepRule.UNKNOWN)
