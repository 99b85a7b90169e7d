"""Composition root of the car: settings, wiring, threads, the window, the measuring commands."""
