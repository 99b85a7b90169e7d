"""Draws US plates and scenes, and trains our detector and reader on them and on nothing else."""
