"""A plain question before what cannot be undone, with the words of both answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What is asked, what follows, and the answers; Enter and Escape give the ``safe`` one."""

    title: str
    text: str
    safe: str
    agree: str
