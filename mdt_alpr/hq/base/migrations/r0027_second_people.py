"""What a rule of the order needs beside the rows of before; programs from 0024 on work without it.

Each part adds columns that may be empty, tables and indexes only.
"""

import sqlalchemy as sa
from alembic import op

from mdt_alpr.database.types import UtcDateTime

revision = "0027_0024"
down_revision = "0026_0024"


def upgrade() -> None:
    """Add what each room needs."""
    _add_to_holds()
    _add_to_disclosures()
    _add_to_reviews()
    _add_to_people()
    _add_to_server()
    _add_to_fleet()
    _add_to_words()


def downgrade() -> None:
    """Drop it, in the other order."""
    _drop_of_words()
    _drop_of_fleet()
    _drop_of_server()
    _drop_of_people()
    _drop_of_reviews()
    _drop_of_disclosures()
    _drop_of_holds()


def _add_to_holds() -> None:
    """Preservation: nothing yet."""


def _drop_of_holds() -> None:
    """Preservation: nothing yet."""


def _add_to_disclosures() -> None:
    """What a request seeks; whether a package is written, and its passphrase until it ends."""
    op.add_column("disclosures", sa.Column("seeks", sa.LargeBinary(), nullable=True))
    op.add_column("packages", sa.Column("passphrase", sa.LargeBinary(), nullable=True))
    op.add_column("packages", sa.Column("written_at", UtcDateTime(), nullable=True))


def _drop_of_disclosures() -> None:
    op.drop_column("packages", "written_at")
    op.drop_column("packages", "passphrase")
    op.drop_column("disclosures", "seeks")


def _add_to_reviews() -> None:
    """Judged passes of a trial: what a second person saw, who that was, and a fingerprint."""
    op.add_column("truth_checks", sa.Column("second", sa.String(48), nullable=True))
    op.add_column("truth_checks", sa.Column("second_by", sa.Text(), nullable=True))
    op.add_column("truth_checks", sa.Column("seen", sa.LargeBinary(), nullable=True))


def _drop_of_reviews() -> None:
    op.drop_column("truth_checks", "seen")
    op.drop_column("truth_checks", "second_by")
    op.drop_column("truth_checks", "second")


def _add_to_people() -> None:
    """Accounts: until when a training needs its paper, and a refresher is taken."""
    op.add_column("accounts", sa.Column("paper_by", sa.Date(), nullable=True))
    op.add_column("accounts", sa.Column("refresher_by", sa.Date(), nullable=True))
    op.add_column("accounts", sa.Column("seal", sa.String(64), nullable=True))
    op.add_column("sessions", sa.Column("seal", sa.String(64), nullable=True))
    op.add_column("trainings", sa.Column("presentation", sa.Text(), nullable=True))
    op.create_table(
        "directory_links",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        sa.Column("linked_by", sa.Text(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["accounts.person_id"],
            name=op.f("fk_directory_links_person_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_directory_links")),
        sa.UniqueConstraint("subject", name=op.f("uq_directory_links_subject")),
    )
    op.create_table(
        "directory_uses",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_directory_uses")),
    )
    op.create_index(op.f("ix_directory_uses_until"), "directory_uses", ["until"])


def _drop_of_people() -> None:
    """Accounts: drop it again."""
    op.drop_table("directory_uses")
    op.drop_table("directory_links")
    op.drop_column("trainings", "presentation")
    op.drop_column("sessions", "seal")
    op.drop_column("accounts", "seal")
    op.drop_column("accounts", "refresher_by")
    op.drop_column("accounts", "paper_by")


def _add_to_server() -> None:
    """Dispatch: who is told of hits, and the letters that wait."""
    op.create_table(
        "dispatch_subscriptions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_dispatch_subscriptions")),
    )
    op.create_table(
        "dispatch_letters",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subscription", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(36), nullable=False),
        sa.Column("captured_at", UtcDateTime(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("hit_id", sa.String(36), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("has_plate", sa.Boolean(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_dispatch_letters")),
        sa.UniqueConstraint(
            "subscription", "event_id", name=op.f("uq_dispatch_letters_subscription_event_id")
        ),
    )
    op.create_index(op.f("ix_dispatch_letters_captured_at"), "dispatch_letters", ["captured_at"])
    op.create_index("ix_dispatch_letters_due_at", "dispatch_letters", ["due_at"])
    op.create_table(
        "dispatch_calls",
        sa.Column("subscription", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(128), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("call", sa.Text(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("call_type", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("subscription", "event_id", name=op.f("pk_dispatch_calls")),
    )
    op.create_index(op.f("ix_dispatch_calls_at"), "dispatch_calls", ["at"])


def _drop_of_server() -> None:
    """Dispatch: drop it again."""
    op.drop_table("dispatch_calls")
    op.drop_table("dispatch_letters")
    op.drop_table("dispatch_subscriptions")


def _add_to_fleet() -> None:
    """The fleet: what machines say of themselves, and packages for them."""
    op.create_table(
        "machine_facts",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", "fact", name=op.f("pk_machine_facts")),
    )
    op.create_table(
        "program_packages",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(48), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("by_itself", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_program_packages")),
    )
    op.create_table(
        "car_updates",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("state", sa.String(48), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", "device", name=op.f("pk_car_updates")),
    )
    op.create_table(
        "group_settings",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_group_settings")),
    )
    op.create_table(
        "machine_settings",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("signature", sa.BigInteger(), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_machine_settings")),
    )


def _drop_of_fleet() -> None:
    """The fleet: drop it again."""
    op.drop_table("machine_settings")
    op.drop_table("group_settings")
    op.drop_table("car_updates")
    op.drop_table("program_packages")
    op.drop_table("machine_facts")


def _add_to_words() -> None:
    """Texts and cases: nothing yet."""


def _drop_of_words() -> None:
    """Texts and cases: nothing yet."""
