"""Measure headquarters on this machine, its server and its load side by side."""
