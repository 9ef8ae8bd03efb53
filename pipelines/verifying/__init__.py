"""Verification: whether everything in a home is as it was left."""
