"""Run migrations on the connection that ``database.migrate`` opened."""

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes.get("metadata"),
    render_as_batch=True,
)
context.run_migrations()
