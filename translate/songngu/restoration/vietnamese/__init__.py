"""Rules that only Vietnamese needs. No other target enters here."""
