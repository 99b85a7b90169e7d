"""Cameras, one file each: what the car can look through."""
