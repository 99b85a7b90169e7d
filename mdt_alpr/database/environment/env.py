"""Run migrations on the connection that ``database.migrate`` opened."""

from alembic import context

from mdt_alpr.database.types import new_metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=new_metadata(),  # only for its names of constraints
    render_as_batch=True,
)
context.run_migrations()
