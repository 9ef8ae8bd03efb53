"""What a supplier can answer to an issue, and the headings under which it answers."""

from typing import Any

import polars as pl

CORRECT, WILL_FIX = "correct as it is", "will fix"
DECISIONS = (CORRECT, WILL_FIX)

ISSUE, DECISION, REASON, UNTIL, DECIDED_BY = "Issue", "Decision", "Reason", "Until", "Decided by"
ANSWERS = (DECISION, REASON, UNTIL, DECIDED_BY)
"""The headings that a supplier fills in, beside `ISSUE`, which says what the answer is about."""

ANSWERED: dict[str, Any] = {
    "issue": pl.String,
    "decision": pl.String,
    "reason": pl.String,
    "until": pl.Date,
    "author": pl.String,
}
"""Columns of a frame of answers, one row an issue: its key, one of `DECISIONS`, why, the last day on which the answer
holds (inclusive), and who gave it. None is null."""
