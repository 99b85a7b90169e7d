"""What a search can name: places of the agency, and how it writes its cases (SRC-03)."""

from functools import partial

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.search.question import Area
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.search import CaseFormats, SearchForm

_PLACE, _REMOVE, _CASES = "place", "remove", "cases"
_FORM = FormHead(
    (
        FormField("name", "Place: name", "Downtown"),
        FormField("point", "Point", "35.99400, -78.89860"),
        FormField("miles", "Miles around it", "1.5"),
        FormField("reason", "Reason to remove one"),
        FormField("cases", "Case numbers: # a digit, @ a letter", "26-######", wide=True),
    ),
    (
        (_PLACE, "Name the place"),
        (_REMOVE, "Remove chosen place"),
        (_CASES, "Set how cases are written"),
    ),
    in_row=6,
)


class SearchNames(FormTable):
    """The places, then the forms of case numbers."""

    title, order = "Places and cases", 117
    permissions = (Permission.MANAGE_LISTS,)
    form, emptied = _FORM, ("name", "point", "miles", "reason", "cases")
    note = "A search may name these places. An administrator sets how cases are written"
    address, answer = addresses.SEARCH_FORM, SearchForm
    nothing = "No place is named, and cases may be written in any way."
    tall = False
    columns = (Column("What", 160), Column("Name or form", 360), Column("Where", 360))

    def begin(self) -> None:
        """Offer what the person may do."""
        acts = (_PLACE, _REMOVE, _CASES) if self.has(Permission.MANAGE_ACCOUNTS) else (
            _PLACE, _REMOVE,
        )  # fmt: skip
        self.acts_changed.emit(acts)

    def rows(self, form: SearchForm) -> list[TableRow]:
        """Return a row for each place, then for each form of a case number."""
        places = [
            TableRow(
                place.name,
                (
                    Cell("Place"),
                    Cell(place.name, strong=True),
                    Cell(f"{place.lat:.5f}, {place.lon:.5f}, {place.miles:g} miles around"),
                ),
            )
            for place in form.places
        ]
        cases = [
            TableRow(f"case {one}", (Cell("Case number"), Cell(one, strong=True), Cell("")))
            for one in form.case_formats
        ]
        return places + cases

    def state(self, form: SearchForm) -> PageState:
        """Return how many there are."""
        formats = len(form.case_formats)
        written = f"cases are written in {formats} ways" if formats else "cases in any way"
        return PageState(foot=f"{len(form.places)} places; {written}.")

    def act(self, act: FormAct) -> None:
        """Name or remove a place, or ask before the forms of case numbers are replaced."""
        if act.act == _PLACE:
            self._name(act)
        elif act.act == _REMOVE:
            path = addresses.filled(addresses.PLACE_REMOVAL, name=act.key)
            self.post(path, ReasonMessage(act.form.text("reason")))
        else:
            formats = tuple(filter(None, (t.strip() for t in act.form.text("cases").split(","))))
            words = ", ".join(formats) or "any"
            send = partial(self.post, addresses.CASE_FORMATS, CaseFormats(formats))
            self.ask_first(f"From now on case numbers are written: {words}. Set this?", send)

    def _name(self, act: FormAct) -> None:
        try:
            lat, lon = (float(part) for part in act.form.text("point").split(","))
            area = Area(lat, lon, float(act.form.text("miles")), act.form.text("name"))
        except ValueError:
            words = "Enter the point as 35.99400, -78.89860, and the miles as a number."
            self.show_state(problem=words)
            return
        self.post(addresses.PLACES, area)


PAGE = SearchNames
