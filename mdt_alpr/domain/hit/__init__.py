"""A hit from alert to disposition: the officer's entries, the gate, the stop."""
