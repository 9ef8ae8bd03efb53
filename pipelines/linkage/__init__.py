"""Linkage between agencies: whether people in other agencies' files are known to social care."""
