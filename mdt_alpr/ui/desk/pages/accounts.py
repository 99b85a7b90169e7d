"""Accounts at the desk: locked accounts, trainings that end, and the acts on them (ACC-11)."""

from dataclasses import replace
from typing import Any

from mdt_alpr.acts import accounts
from mdt_alpr.acts.act import Act, Declaration
from mdt_alpr.acts.fields import enum_words
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.wire.accounts import AccountMessage

_WHO = "{row.person_id} ({row.name})"


class AccountsOfAgency(ActTable):
    """Accounts with a form and acts on the chosen one."""

    title, order = "Accounts", 100
    permissions = accounts.SHOW_ACCOUNTS.may
    note = "Each act is recorded with your name"
    stopped = "Stopped. Press F5 to ask again."
    shows = accounts.SHOW_ACCOUNTS
    acts = (
        accounts.RELEASE_ACCOUNT,
        accounts.CHANGE_ACCOUNT,
        accounts.DISABLE_ACCOUNT,
        accounts.ENABLE_ACCOUNT,
        accounts.SET_EXPIRY,
        accounts.CONFIRM_ACCOUNT,
        accounts.RESET_FACTOR,
        accounts.SET_PASSWORD,
        accounts.MAKE_USUAL,
        accounts.MAKE_EMERGENCY,
    )
    opens = "who_saw", "Who looked"
    fills = ("name", "role", "team")
    in_row = 5
    asks_first = (
        (
            accounts.DISABLE_ACCOUNT.button,
            f"Disable {_WHO}? Every session ends now; unsent work in a car stays in that car.",
        ),
        (
            accounts.SET_PASSWORD.button,
            f"Set this password for {_WHO}? The old one is void, and every session ends now.",
        ),
        (
            accounts.RESET_FACTOR.button,
            f"Reset the second factor of {_WHO}? Every session ends now; you get a one-time code.",
        ),
        (
            accounts.MAKE_USUAL.button,
            "Create account {body.person_id} ({body.name})? A user name is never used again.",
        ),
        (
            accounts.MAKE_EMERGENCY.button,
            "Create emergency account {body.person_id} ({body.name})? It ends after 72 hours.",
        ),
    )

    def of_person(self, person: str) -> str:
        return person

    def open_row(self, key: str) -> None:
        if key in self.known:
            self.open_wanted.emit(self.opens[0], key)

    def body(self, pressed: Declaration[Any], form: FormValues) -> Any:
        """Return what is sent; an empty team removes from every team."""
        body = super().body(pressed, form)
        is_change = pressed is accounts.CHANGE_ACCOUNT
        return replace(body, team=form.text("team")) if is_change else body

    def question(self, pressed: Act[Any], row: AccountMessage | None, body: Any) -> str:
        """Return what is asked first: of a change, what was there, and what it is to be."""
        if pressed is not accounts.CHANGE_ACCOUNT or row is None:
            return super().question(pressed, row, body)
        changes = [
            f"{what} from {before or 'none'} to {after or 'none'}"
            for what, before, after in (
                ("role", enum_words(row.role), enum_words(body.role)),
                ("name", row.name, body.name),
                ("team", row.team, body.team),
            )
            if before != after
        ]
        if not changes:
            return ""
        words = f"Change {row.person_id} ({row.name}): {', '.join(changes)}?"
        ends = "" if body.role is row.role else " Every session of the account ends now."
        return f"{words}{ends}"


PAGE = AccountsOfAgency
