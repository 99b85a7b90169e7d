"""Presentation shared by pages."""
