"""What a view shows, as frozen text, names of shapes and flags."""
