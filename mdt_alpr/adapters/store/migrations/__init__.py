"""Schema of the car's store, one file a change, first to last."""
