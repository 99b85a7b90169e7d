"""Maps without the internet: vector tiles and named places."""
