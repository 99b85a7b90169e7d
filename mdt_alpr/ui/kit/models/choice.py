"""A tile to choose, and a plain question, as every page shows them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What is asked, what follows, and the answers; Enter and Escape give the ``safe`` one."""

    title: str
    text: str
    safe: str
    agree: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A tile to choose: its key, its word, and what it is drawn with."""

    key: str
    word: str
    chosen: bool = False
    live: bool = True
    second: str = ""
