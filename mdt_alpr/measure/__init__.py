"""How well plates of known pictures are read, in an installed car too."""
