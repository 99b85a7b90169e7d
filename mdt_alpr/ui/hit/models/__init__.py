"""What a hit's widgets show, and the officer's acts."""
