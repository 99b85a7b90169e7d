"""Weekly reviews of searches, by a drawn sample (SUP-01, SUP-04)."""
