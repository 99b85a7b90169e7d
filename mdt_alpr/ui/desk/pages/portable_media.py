"""The register of portable media at the desk: nothing leaves on another one (8.E, CJIS MP-7)."""

from dataclasses import replace
from typing import Any

from mdt_alpr.acts import disclosures as acts
from mdt_alpr.acts.act import Declaration
from mdt_alpr.domain.citations import under
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.form import FormAct, FormValues


class PortableMedia(ActTable):
    """Media by serial number; what was retired stays."""

    title, order = "Media register", 64
    heading = "Register of portable media"
    permissions = acts.SHOW_MEDIA.may
    note = under("media", "packages go on these only; each has its passphrase")
    shows, acts = acts.SHOW_MEDIA, (acts.REGISTER_MEDIUM, acts.RETIRE_MEDIUM)
    in_row = 6

    def act(self, act: FormAct) -> None:
        """Register a medium, or retire the chosen one, whose serial number nobody types."""
        if act.act == acts.RETIRE_MEDIUM.button:
            if not act.key:
                self.show_state(problem="Choose a medium first.")
                return
            act = replace(act, form=FormValues({**act.form.values, "serial": act.key}))
        super().act(act)

    def body(self, pressed: Declaration[Any], form: FormValues) -> Any:
        """Return what is sent; headquarters refuses what is not the agency's."""
        body = super().body(pressed, form)
        if pressed is not acts.REGISTER_MEDIUM:
            return body
        return replace(body, is_agency_owned=form.text("is_agency_owned") == "yes")


PAGE = PortableMedia
