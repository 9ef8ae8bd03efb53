"""Which figures are withheld so that no child can be recognised. Nothing after this module sees what it hides.

First form: small counts, the rates made of them, and a second category where one alone would follow from the total.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from scorecards.value import IMPOSSIBLE, OK, WITHHELD, Value

LARGEST_SMALL_COUNT = 5
# The numerator of an average adds up days or visits; the children are in its denominator.
AVERAGES = ("mean", "hours", "days")


def withheld(values: Iterable[Value]) -> list[Value]:
    """The values with those that could show a child emptied of every number."""
    rows = list(values)
    hidden = {place for place, row in enumerate(rows) if _shows_few(row)}
    for categories in _categories(rows).values():
        hidden |= _second_to_hide(rows, categories, hidden)
    return [_emptied(row) if place in hidden else row for place, row in enumerate(rows)]


def _shows_few(row: Value) -> bool:
    """Whether the value, or what it is made of, is a count of one to five."""
    if row.state not in (OK, IMPOSSIBLE):
        return False
    if row.unit in AVERAGES:
        return _is_few(row.denominator)
    if row.unit == "%":
        return _is_few(row.numerator) or _is_few(row.denominator) or _is_few(_others(row))
    return _is_few(row.numerator)


def _is_few(count: Decimal | None) -> bool:
    return count is not None and 0 < count <= LARGEST_SMALL_COUNT


def _others(row: Value) -> Decimal | None:
    """Those of the denominator who are not in the numerator."""
    if row.numerator is None or row.denominator is None:
        return None
    return row.denominator - row.numerator


def _categories(rows: list[Value]) -> dict[tuple[str, ...], list[int]]:
    """The places of the rows of each breakdown of each figure."""
    found: dict[tuple[str, ...], list[int]] = {}
    for place, row in enumerate(rows):
        if not row.is_total:
            found.setdefault((row.authority, row.indicator, row.period_id, row.breakdown), []).append(place)
    return found


def _second_to_hide(rows: list[Value], categories: list[int], hidden: set[int]) -> set[int]:
    """The next smallest category where exactly one is hidden: the total less the others would give it away."""
    if sum(place in hidden for place in categories) != 1:
        return set()
    shown = [place for place in categories if place not in hidden and rows[place].state in (OK, IMPOSSIBLE)]
    return set(sorted(shown, key=lambda place: _size(rows[place]))[:1])


def _size(row: Value) -> tuple[bool, Decimal, Decimal, str]:
    """Smallest first, but an empty category last: it hides nothing."""
    numerator, denominator = row.numerator or Decimal(0), row.denominator or Decimal(0)
    return (not (numerator or denominator), numerator, denominator, row.category)


def _emptied(row: Value) -> Value:
    return replace(row, numerator=None, denominator=None, value=None, state=WITHHELD)
