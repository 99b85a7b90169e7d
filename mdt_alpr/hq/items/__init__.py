"""Checks of what a car sends, and the days that it is kept under."""
