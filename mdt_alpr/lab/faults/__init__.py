"""What goes wrong in cars, networks and servers, done to the real programs on purpose."""
