"""What car and headquarters say to each other: the same classes on both ends."""
