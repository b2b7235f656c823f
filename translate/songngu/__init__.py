"""Songngu: offline batch translation of English military and administrative texts into Vietnamese catalogues."""

__version__ = "0.1.0"
