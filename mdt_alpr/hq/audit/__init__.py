"""Headquarters' own audit, its chain, mark and witness."""
