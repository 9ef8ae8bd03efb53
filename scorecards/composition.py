"""Shares of one whole: their total is always 100%, so that no judgement is made of it."""

from scorecards.value import Value, Values

WORDS = "Not judged: the parts of a whole, always 100%"


def is_composition(ref: str, period_id: str, values: Values) -> bool:
    """Whether the indicator's total is all of its denominator in every window, and its categories are the shares that
    make it up.

    A timely 100% is not one: there each category is of its own denominator, or is above its part where categories
    overlap, or another window falls short.
    """
    total = values.total(ref, period_id)
    if total is None or total.unit != "%" or not _is_all(total):
        return False
    breakdowns = values.breakdowns(ref, period_id).values()
    parts = [row for rows in breakdowns for row in rows if row.denominator is not None]
    return (
        len(parts) > 1
        and all(row.denominator == total.denominator for row in parts)
        and all(sum(row.numerator or 0 for row in rows) <= (total.denominator or 0) for rows in breakdowns)
        and all(
            _is_all(row) for row in values.rows if row.indicator == ref and row.is_total and row.is_comparable
        )
    )


def _is_all(total: Value) -> bool:
    return total.is_comparable and total.numerator == total.denominator
