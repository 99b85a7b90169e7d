"""Drills: real wrongful stops replayed through the car's own code, and practice at roll-call."""
