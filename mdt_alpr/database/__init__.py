"""SQLAlchemy plumbing that both stores share: opening, column types, migrations."""
