"""Songngu: English military and administrative texts into Vietnamese catalogues, offline."""

__version__ = "0.1.0"
