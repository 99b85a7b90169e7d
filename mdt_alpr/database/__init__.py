"""SQLAlchemy plumbing that both stores share: opening, column types, migrations."""

KEY_BYTES = 32
"""Length of a raw SQLCipher key: AES-256 (SEC-02). Here, as a vault needs no SQLAlchemy."""
