"""Returns of health providers."""
