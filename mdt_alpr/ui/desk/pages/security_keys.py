"""One's own security keys: their names, when each was used, and removing one (ACC-02)."""

from mdt_alpr.acts import security_keys
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.act_table import ActTable


class OwnSecurityKeys(ActTable):
    """Everybody's own; an administrator removes another person's by the command."""

    title, order = "Security keys", 114
    heading = "Your security keys"
    permissions = tuple(Permission)
    note = "To add one: New phone or key on the sign-in page"
    shows = security_keys.OWN_KEYS
    acts = security_keys.NAME_OWN_KEY, security_keys.REMOVE_OWN_KEY
    asks_first = (
        (
            security_keys.REMOVE_OWN_KEY.button,
            "Remove {row.name}? Nobody signs in with it any more, and it is added again as new.",
        ),
    )


PAGE = OwnSecurityKeys
