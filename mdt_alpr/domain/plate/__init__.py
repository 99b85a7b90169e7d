"""A plate: its characters, how it is folded and compared."""
