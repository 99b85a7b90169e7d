"""Keys and signatures: where keys lie, keys by day and by hold, what is signed and sealed."""
