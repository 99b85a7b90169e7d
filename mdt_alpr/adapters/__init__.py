"""The car's outside world: one folder a port, one file an alternative."""
