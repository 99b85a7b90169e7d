"""Sign-in page and status page."""

from dataclasses import dataclass

from mdt_alpr.ui.viewmodels.mark import Mark


@dataclass(frozen=True, slots=True)
class SignInView:
    """The sign-in page; ``accounts`` are shown in training only."""

    problem: str
    busy: bool
    locked: bool
    training: bool
    accounts: tuple[tuple[str, str], ...]
    checks: tuple[tuple[Mark, str], ...]


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One line of the status page."""

    name: str
    value: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class StatusView:
    """The status page (F11)."""

    lines: tuple[StatusLine, ...]
