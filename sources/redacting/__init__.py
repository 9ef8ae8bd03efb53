"""A delivered file without some of its rows: every other row stays as it was, in its place and under its number."""
