"""What a search can name: places of the agency, and how it writes its cases (SRC-03)."""

from typing import Any

from mdt_alpr.acts import search
from mdt_alpr.acts.act import Act, Declaration
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.form import FormValues


class SearchNames(ActTable):
    """The places, then the forms of case numbers."""

    title, order = "Places and cases", 117
    permissions = search.NAME_PLACE.may
    note = "A search may name these places. An administrator sets how cases are written"
    shows = search.SHOW_FORM
    acts = search.NAME_PLACE, search.REMOVE_PLACE, search.SET_CASE_FORMATS
    tall, in_row = False, 8

    def body(self, pressed: Declaration[Any], form: FormValues) -> Any:
        """Return what is sent; no form of a case number has a comma, so it parts them too."""
        formats = form.text("formats").replace(",", ";")
        return super().body(pressed, FormValues({**form.values, "formats": formats}))

    def question(self, pressed: Act[Any], row: Any, body: Any) -> str:
        """Return what is asked before the forms of case numbers are replaced."""
        if pressed is not search.SET_CASE_FORMATS:
            return super().question(pressed, row, body)
        words = ", ".join(body.formats) or "any"
        return f"From now on case numbers are written: {words}. Set this?"


PAGE = SearchNames
