"""Blank workbooks for the returns that agencies fill in."""
