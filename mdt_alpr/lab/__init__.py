"""Measuring and training: nothing of the product imports it; a built client leaves it out."""
