"""The car's encrypted store: SQLCipher through SQLAlchemy. No row leaves this folder."""
