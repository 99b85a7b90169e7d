"""The fleet from one place: what runs on each machine, and its updates."""
