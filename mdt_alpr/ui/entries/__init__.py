"""The officer's own entries and past reads."""
