"""Misuse flags: accesses are gathered, flagged, and judged by somebody else."""
