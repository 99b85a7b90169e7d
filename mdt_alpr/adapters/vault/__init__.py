"""Where the key of the car's store is kept; never in the clear on a disk."""
