"""Cars, cameras, processors and fixed sites: which there are, and when each is checked."""
