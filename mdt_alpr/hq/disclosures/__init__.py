"""Let captured data out: requests, packages, media (09.21.7.B to D, 8.D, 8.E)."""
