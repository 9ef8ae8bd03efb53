"""Shares that are the parts of a whole: their total is always 100%, and nothing can be said of it."""

from scorecards.value import Values

WORDS = "Not judged: the parts of a whole, always 100%"


def is_composition(ref: str, period_id: str, values: Values) -> bool:
    """Whether the indicator's total is all of its denominator, and its categories are shares of that same whole.

    A timely 100% is not one: there each category is of its own denominator.
    """
    total = values.total(ref, period_id)
    if total is None or total.unit != "%" or not total.is_comparable or total.numerator != total.denominator:
        return False
    parts = [
        row
        for rows in values.breakdowns(ref, period_id).values()
        for row in rows
        if row.denominator is not None
    ]
    return len(parts) > 1 and all(row.denominator == total.denominator for row in parts)
