"""Workbooks: how any is written, and the sheets of the scorecard's own."""
