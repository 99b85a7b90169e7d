"""What words mean and what the order demands: standard library only, no I/O, no clock."""
