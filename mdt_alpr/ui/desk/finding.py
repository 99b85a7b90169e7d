"""Find pages, acts, people, what waits by their words; a plate only by Search (8.B, SRC-01)."""

from collections.abc import Iterator, Mapping

from mdt_alpr.domain.people.roles import Role, may
from mdt_alpr.domain.plate.plate import LONGEST_PLATE, folded
from mdt_alpr.ui.desk.models.desk import FoundLine
from mdt_alpr.ui.desk.page import Page

_SEARCH = "search"
_PLATE_WORDS = "A plate is looked up only in Search, with its purpose"
_MOST = 12


def found_lines(pages: Mapping[str, Page], role: Role, typed: str) -> tuple[FoundLine, ...]:
    """Return the pages and acts of a role that have each of the typed words, pages first.

    An act of a page that is opened from another leads to that one. People, numbers and units are
    found among what the desk has here, so that nothing typed is sent anywhere: "2026-0003" may be
    a plate as well as a number. The last line leads to Search, for a role that has it.
    """
    words = typed.casefold().split()
    if not words:
        return ()
    had = {name: page for name, page in pages.items() if page.is_for(role)}
    lines = sorted(
        dict.fromkeys(line for line in _named(had, role) if _has(line, words)),
        key=lambda line: (bool(line.act), not line.name.casefold().startswith(words[0])),
    )[:_MOST]
    if _SEARCH in had and 0 < len(folded(typed)) <= LONGEST_PLATE:
        lines[_MOST - 1 :] = [FoundLine(_SEARCH, _PLATE_WORDS, had[_SEARCH].title)]
    return tuple(lines)


def _named(had: Mapping[str, Page], role: Role) -> Iterator[FoundLine]:
    for page in had.values():
        menu = page
        while menu.opened_from in had:
            menu = had[menu.opened_from]
        if menu.opened_from:  # the role lacks the page that it is opened from
            continue
        if menu is page:
            yield FoundLine(page.page_name(), page.title, page.section())
            yield from page.things()
            yield from _people(page)
        for act in page.does:
            if not act.may or any(may(role, permission) for permission in act.may):
                words = act.summary.partition("; ")[0]
                yield FoundLine(menu.page_name(), words, menu.title, act.button or words)


def _people(page: Page) -> Iterator[FoundLine]:
    for person in page.desk.people:
        if (chosen := page.of_person(person.person_id)) is not None:
            name = f"{person.name} ({person.person_id})"
            yield FoundLine(page.page_name(), name, page.title, chosen=chosen)


def _has(line: FoundLine, words: list[str]) -> bool:
    text = f"{line.name} {line.where} {line.act}".casefold()
    return all(word in text for word in words)
