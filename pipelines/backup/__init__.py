"""A copy of a home that can be brought back."""
