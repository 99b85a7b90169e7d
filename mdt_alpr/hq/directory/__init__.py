"""Sign-in at the agency's directory (OpenID Connect)."""
