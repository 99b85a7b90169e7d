"""A whole site on this machine, for ``bench cluster``: what is lost when a part of it dies."""
