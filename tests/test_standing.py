"""Where an authority stands in a year: rank, quarter, middle half, every average of its neighbours and the best of them."""

from typing import Any

import polars as pl
import pytest

from scorecards.comparator import comparators
from scorecards.comparison import QUARTERS
from scorecards.indicator_page import indicator_page
from tests.figures_by_hand import QUARTER, figures
from tests.made_up_scorecard import made_up_indicator

MEASURE = "Re-referrals within 12 months"


def row(
    kind: str, value: str, statistic: str = "published", *, area: str = "", model: str = "", n: str = ""
) -> dict[str, str]:
    return {
        "measure": MEASURE, "area": area, "area_kind": kind, "statistic": statistic, "neighbour_model": model, "n": n,
        "year_ending": "2022", "value": value, "unit": "rank" if kind == "national_rank" else "percent",
    }  # fmt: skip


ROWS = [
    row("national_rank", "63", "rank", n="151"),
    row("authorities", "18.04", "lower_quartile", n="151"),
    row("authorities", "25.25", "upper_quartile", n="151"),
    row("statistical_neighbours", "19.8", "mean", model="2021", n="10"),
    row("statistical_neighbours", "18.4", "median", model="2025", n="9"),
    row("statistical_neighbours", "17.5", "mean", model="2025", n="5"),
    row("neighbour", "30.1", area="Dudley", model="2025"),
    row("neighbour", "15.15", area="Gateshead", model="2025"),
    row("neighbour", "1.0", area="Wigan", model="2021"),
]  # fmt: skip


def said(rows: list[dict[str, str]], **header: Any) -> str:
    indicator = made_up_indicator("XX01", "Re-referrals", "referrals", unit="%", comparator=MEASURE, **header)
    values = figures("XX01", {QUARTER.period_id: (20, 100)}, "%")
    return indicator_page(
        indicator, QUARTER, values, comparators(pl.DataFrame(rows)), [], ()
    ).comparison.national_rank


def test_everything_known_of_the_year_is_said() -> None:
    assert said(ROWS, better="lower") == (
        "63rd highest of 151 authorities, 2021-22; above the middle; the middle half of them 18.0% to 25.3%; "
        "median of 9 neighbours (2025 model) 18.4%; best of the neighbours (2025 model) Gateshead 15.2%"
    )  # the mean of five neighbours is of too few, that of the 2021 model stands in the table


def test_the_best_is_the_highest_where_more_is_better_and_nobody_where_neither_is() -> None:
    assert said(ROWS, better="higher").endswith("Dudley 30.1%")
    assert "best" not in said(ROWS, better="neither")


def test_what_is_not_published_is_not_said() -> None:
    assert said(ROWS[:1], better="lower") == "63rd highest of 151 authorities, 2021-22; above the middle"


@pytest.mark.parametrize(
    ("place", "quarter"), [(1, 0), (38, 0), (39, 1), (76, 1), (77, 2), (114, 2), (115, 3), (151, 3)]
)
def test_the_quarter_of_a_place(place: int, quarter: int) -> None:
    """Of 151, those before a place are a share of all: 37 of 151 are under a quarter, 38 are not; 113 are under three."""
    assert QUARTERS[quarter] in said([row("national_rank", str(place), "rank", n="151")])
