"""Rows of what the cars reported: reads, hits, sightings, set-aside items."""
