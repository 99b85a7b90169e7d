"""What shared widgets show."""
