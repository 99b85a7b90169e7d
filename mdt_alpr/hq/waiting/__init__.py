"""What waits for a person, of every room."""
