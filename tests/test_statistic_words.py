"""What an indicator is called is what its query counts: a median is not called an average, nor an average a median."""

import re

import pytest
import sqlglot
from sqlglot import exp

from scorecards.comparison import FLOW_WORDS, STATISTIC_WORDS
from scorecards.indicator import Indicator, indicators
from tests.example_database import SQL

FOUND = indicators(SQL)
MIDDLE_OF_RANKED = re.compile(r"2 \* \w+\.\w+ >= \w+\.\w+")
"""The middle of values that were counted: the least of which half of all are no greater."""


def _is_median(each: Indicator) -> bool:
    tree = sqlglot.parse_one(each.sql, read="duckdb")
    halves = [found.this.name for found in tree.find_all(exp.PercentileCont)]
    assert set(halves) <= {"0.5"}
    return bool(halves) or bool(MIDDLE_OF_RANKED.search(each.sql))


def _is_mean(each: Indicator) -> bool:
    """A sum of month ends beside the number of them."""
    return each.mean_of is not None


def _says(each: Indicator, *words: str) -> bool:
    return any(re.search(rf"\b{word}\b", f"{each.title} {each.definition}", re.I) for word in words)


@pytest.mark.parametrize("each", FOUND, ids=lambda each: each.ref)
def test_words_and_query_agree(each: Indicator) -> None:
    assert _says(each, "median") == _is_median(each)
    assert ("Median" in each.title) == _is_median(each)
    assert (each.unit == "mean") == _is_mean(each)
    if _says(each, "average", "averages", "mean of"):
        assert _is_mean(each)


def test_what_is_said_of_a_quarter_fits_the_unit() -> None:
    for each in FOUND:
        words = (FLOW_WORDS if each.statistic == "flow" else STATISTIC_WORDS).get(
            each.unit if each.statistic == "flow" else each.statistic, ""
        )
        assert ("median" in words) == (_is_median(each) and each.statistic == "flow"), each.ref
        assert ("average" in words) == _is_mean(each), each.ref
