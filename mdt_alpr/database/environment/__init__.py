"""Alembic's environment; ``database.migrate`` hands it a connection, there is no ini file."""
