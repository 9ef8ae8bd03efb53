"""Small counts are withheld, with everything that would give them away at once."""

from datetime import date
from decimal import Decimal

import pytest

from scorecards.disclosure.first_form import withheld
from scorecards.value import Value


def value(numerator: int, denominator: int | None = None, unit: str = "count", category: str = "") -> Value:
    return Value(
        authority="370", indicator="FD01", period_id="quarter:2022-23-Q4", window_name="quarter",
        period_start=date(2023, 1, 1), period_end=date(2023, 3, 31),
        breakdown="source_group" if category else "", category=category,
        numerator=Decimal(numerator), denominator=None if denominator is None else Decimal(denominator),
        value=float(numerator), unit=unit, state="ok",
    )  # fmt: skip


def states(*values: Value) -> list[str]:
    return [row.state for row in withheld(values)]


@pytest.mark.parametrize(("count", "state"), [(0, "ok"), (1, "withheld"), (5, "withheld"), (6, "ok")])
def test_counts_of_one_to_five_are_withheld_and_zero_is_a_real_zero(count: int, state: str) -> None:
    assert states(value(count)) == [state]


@pytest.mark.parametrize(
    ("numerator", "denominator", "state"),
    [
        (3, 40, "withheld"),
        (38, 40, "withheld"),
        (0, 4, "withheld"),
        (40, 40, "ok"),
        (0, 40, "ok"),
        (20, 40, "ok"),
    ],
)
def test_a_share_is_withheld_when_either_side_of_it_is_small(
    numerator: int, denominator: int, state: str
) -> None:
    assert states(value(numerator, denominator, "%")) == [state]


def test_the_population_of_a_rate_does_not_withhold_it() -> None:
    assert states(value(60, 50706, "per 10,000"), value(3, 50706, "per 10,000")) == ["ok", "withheld"]


def test_nothing_is_left_in_a_withheld_value() -> None:
    (row,) = withheld([value(3, 40, "%")])
    assert (row.numerator, row.denominator, row.value) == (None, None, None)


def test_a_category_withheld_alone_takes_the_next_smallest_with_it() -> None:
    rows = [value(3, category="A"), value(30, category="B"), value(20, category="C"), value(53)]
    assert states(*rows) == ["withheld", "ok", "withheld", "ok"]


def test_an_empty_category_hides_nothing_so_it_is_not_the_second() -> None:
    rows = [value(3, category="A"), value(0, category="B"), value(20, category="C")]
    assert states(*rows) == ["withheld", "ok", "withheld"]


def test_two_withheld_categories_need_no_third() -> None:
    rows = [value(3, category="A"), value(4, category="B"), value(20, category="C")]
    assert states(*rows) == ["withheld", "withheld", "ok"]


def test_other_periods_and_totals_are_left_alone() -> None:
    assert states(value(3, category="A"), value(23)) == ["withheld", "ok"]
