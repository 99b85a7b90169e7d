"""What every page is built of: colors, type, labels, keys, rows, keyboards."""
