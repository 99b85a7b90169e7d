"""The training drive's scripted officer and the roll-call drill."""
