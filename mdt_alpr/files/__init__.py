"""Files of this machine: where they lie, who may read them, settings and plug-ins in them."""
