"""Which rows a person sees: their own, their team's, all."""
