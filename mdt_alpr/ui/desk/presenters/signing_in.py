"""How a person signs in at a desk: what is asked beside the password (ACC-02, ACC-03).

Every function here asks headquarters and waits for the answer.
"""

from dataclasses import dataclass

from mdt_alpr.domain.errors import (
    CodeWantedError,
    FactorMissingError,
    LinkLostError,
    OutsideError,
    PasswordDueError,
)
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.ui.desk.presenters.session import DeskLink
from mdt_alpr.ui.shell.models.pages import CodeEntered


@dataclass(frozen=True, slots=True)
class MoreAsked:
    """What is asked of a person beside the password, and what was wrong with the last answer.

    ``due``: a new password; ``code``: a code of the second factor; ``enrollment``: the factor
    that is being set up.
    """

    problem: str = ""
    due: bool = False
    code: bool = False
    enrollment: Enrollment | None = None


NO_MORE = MoreAsked()


def begun(link: DeskLink, person_id: str, password: str, code: str = "") -> Session | MoreAsked:
    """Return the session, or what is asked next; by a code who has no factor is offered one."""
    try:
        return link.sign_in(person_id, password, code)
    except PasswordDueError as error:
        return MoreAsked(str(error), due=True)
    except CodeWantedError as error:
        return MoreAsked(str(error) if code else "", code=True)
    except FactorMissingError:
        pass
    try:
        return MoreAsked(enrollment=link.offer_factor(person_id, password, code))
    except CodeWantedError as error:
        return MoreAsked(str(error), code=True)


def offered(link: DeskLink, person_id: str, password: str, code: str) -> MoreAsked:
    """Return a new second factor, such as for a new phone, or that a code of the old is asked."""
    try:
        return MoreAsked(enrollment=link.offer_factor(person_id, password, code))
    except CodeWantedError as error:
        return MoreAsked(str(error) if code else "", code=True)


def confirmed(link: DeskLink, person_id: str, password: str, code: str) -> MoreAsked:
    """Return the recovery codes of a factor that is in use now, or that a code is asked again."""
    try:
        return MoreAsked(enrollment=link.confirm_factor(person_id, password, code))
    except (CodeWantedError, LinkLostError) as error:
        return MoreAsked(str(error), code=True)


def proved(link: DeskLink, session: Session, password: str) -> str:
    """Give the password of who is signed in again; return why it does not count, else nothing."""
    try:
        link.prove(session, password)
    except OutsideError as error:
        return str(error)
    return ""


def changed(link: DeskLink, entered: CodeEntered) -> Session | MoreAsked:
    """Change the password, and return the session that begins with it, or what is asked next."""
    who, new, code = entered.person, entered.new_password, entered.code
    try:
        link.change_password(who, entered.password, new, code)
    except CodeWantedError as error:
        return MoreAsked(str(error) if code else "", due=True, code=True)
    return begun(link, who, new)
