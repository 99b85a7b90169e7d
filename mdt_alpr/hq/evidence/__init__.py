"""Evidence packages and pictures: kept, checked, exported."""
