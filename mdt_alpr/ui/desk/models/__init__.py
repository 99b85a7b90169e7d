"""What the desk's widgets show."""
