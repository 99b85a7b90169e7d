"""What headquarters records when it begins to serve: which program, and its settings."""

import logging
from dataclasses import fields

from sqlalchemy.exc import SQLAlchemyError

from mdt_alpr import __version__
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.domain.safeguards import deviations
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.keys.algorithms import words_of_modules
from mdt_alpr.machine.program_files import checked_program

_LOG = logging.getLogger(__name__)
_HIDDEN = (
    "database_url", "direct_url", "picture_store", "status_gateway", "gateway_token",
    "metrics_token", "private_key", "case_system", "case_token",
    "directory_secret",
)  # fmt: skip
"""Their values may hold a password, or lead to one."""


def record_start(hq: Headquarters) -> None:
    """Record program, who vouches for it, cryptographic modules and unusual settings.

    CJIS CM-3, SI-7 and SC-13.

    Where the audit cannot be written headquarters serves all the same: cars go on (AUD-05).
    """
    given, usual = (
        {field.name: getattr(of, field.name) for field in fields(of)}
        for of in (hq.settings, HqSettings(hq.settings.data))
    )
    program = (
        ("version", __version__),
        ("program", checked_program()),
        ("cryptography", words_of_modules()),
        ("profile", PROFILE.words),
    )
    facts = deviations(given, usual, _HIDDEN)
    try:
        with hq.writing() as work:
            record(work, AuditEvent.HQ_STARTED, own_audit.DEVICE, NOBODY, *program, *facts)
    except SQLAlchemyError as error:
        _LOG.error("the start was not recorded: %s", type(error).__name__)
