"""How well and how fast plates are read."""
