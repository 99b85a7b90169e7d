"""Commands of the lab: bench, evaluate and train."""
