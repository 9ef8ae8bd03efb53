"""Funnel limits against a second implementation in whole numbers and fractions, and standings against sorted lists."""

import math
from collections.abc import Callable
from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecards.chart.funnel import _axes
from scorecards.region.funnel import BEYOND_95, BEYOND_998, INSIDE, LEVELS, Funnel, Point, funnel
from scorecards.region.standing import Standing


def points(*pairs: tuple[int, int]) -> list[Point]:
    return [Point(code=f"Z{n:03d}", count=count, size=size) for n, (count, size) in enumerate(pairs, start=1)]


def binomial(size: int, share: Fraction) -> Callable[[int], Fraction]:
    return lambda count: Fraction(math.comb(size, count)) * share**count * (1 - share) ** (size - count)


def poisson(expected: float) -> Callable[[int], Fraction]:
    return lambda count: Fraction(math.exp(-expected + count * math.log(expected) - math.lgamma(count + 1)))


def interpolated(chance: Callable[[int], Fraction], level: float) -> float:
    """The quantile as the paper's appendix has it, adding one probability after the other."""
    total, count = Fraction(0), -1
    while total < Fraction(level):
        count += 1
        before, total = total, total + chance(count)
    return float(count - (total - Fraction(level)) / (total - before))


@settings(max_examples=15, deadline=None)
@given(
    counts=st.lists(st.tuples(st.integers(1, 29), st.integers(30, 120)), min_size=3, max_size=6),
    size=st.integers(5, 90),
)
def test_limits_of_a_share_are_exact_binomial_quantiles(counts: list[tuple[int, int]], size: int) -> None:
    made = funnel("%", points(*counts))
    assert made is not None
    share = Fraction(sum(count for count, _ in counts), sum(size for _, size in counts))
    (limits,) = made.limits([size])
    expected = [100 * max(0.0, interpolated(binomial(size, share), level)) / size for level in LEVELS]
    found = [limits.lower_998, limits.lower_95, limits.upper_95, limits.upper_998]
    assert found == pytest.approx(expected, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(size=st.integers(20_000, 120_000), counts=st.lists(st.integers(20, 400), min_size=3, max_size=5))
def test_limits_of_a_rate_are_exact_poisson_quantiles(size: int, counts: list[int]) -> None:
    made = funnel("per 10,000", points(*((count, 50_000) for count in counts)))
    assert made is not None
    expected_count = size * sum(counts) / (50_000 * len(counts))
    (limits,) = made.limits([size])
    expected = [10_000 * interpolated(poisson(expected_count), level) / size for level in LEVELS]
    found = [limits.lower_998, limits.lower_95, limits.upper_95, limits.upper_998]
    assert found == pytest.approx(expected, rel=1e-6)


def test_far_from_nought_the_limits_are_those_of_the_normal_distribution() -> None:
    made = Funnel("%", tuple(points((4_000, 10_000), (4_100, 10_000), (3_900, 10_000))))
    error = 100 * math.sqrt(0.4 * 0.6 / 10_000)
    (limits,) = made.limits([10_000])
    assert limits.upper_95 == pytest.approx(40 + NormalDist().inv_cdf(0.975) * error, abs=0.01)
    assert limits.lower_998 == pytest.approx(40 + NormalDist().inv_cdf(0.001) * error, abs=0.03)


def test_a_point_is_placed_by_the_limits_at_its_own_size() -> None:
    # 50% of all; 70 of 100 is four standard errors above, 60 of 100 two, 7 of 10 little more than one
    made = Funnel("%", tuple(points((70, 100), (60, 100), (7, 10), (363, 790))))
    assert made.middle_value == pytest.approx(50)
    places = [made.place(each) for each in made.points]
    assert places == [BEYOND_998, BEYOND_95, INSIDE, -BEYOND_95]


def test_what_differs_by_more_than_chance_widens_the_limits_and_few_authorities_never_do() -> None:
    # scores of 6 and -6 by turns: after drawing in a tenth at either end they are still 6, so the factor is 36
    pairs = [(500 + sign * 95, 1_000) for sign in (1, -1)] * 6
    error = math.sqrt(0.25 / 1_000)
    factor = ((95 / 1_000) / error) ** 2
    wide, narrow = Funnel("%", tuple(points(*pairs))), Funnel("%", tuple(points(*pairs[:8])))
    assert wide.dispersion == pytest.approx(factor)
    assert narrow.dispersion == 1.0 and not narrow.is_dispersion_told
    (at,), (near,) = wide.limits([1_000]), narrow.limits([1_000])
    assert at.upper_95 - 50 == pytest.approx(math.sqrt(factor) * (near.upper_95 - 50))
    assert all(wide.place(each) == INSIDE for each in wide.points)


def test_one_far_away_does_not_hide_itself_by_widening_the_limits() -> None:
    pairs = [(500, 1_000)] * 19 + [(700, 1_000)]
    made = Funnel("%", tuple(points(*pairs)))
    assert made.dispersion == 1.0
    assert made.place(made.points[-1]) == BEYOND_998


def test_there_is_no_funnel_of_counts_of_two_or_of_all_and_none() -> None:
    assert funnel("count", points((1, 2), (3, 4), (5, 6))) is None
    assert funnel("%", points((1, 2), (3, 4))) is None
    assert funnel("%", points((0, 2), (0, 4), (0, 6))) is None
    assert funnel("%", points((2, 2), (4, 4), (6, 6))) is None
    assert funnel("%", points((1, 2), (2, 4), (0, 0))) is None


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.sampled_from(("higher", "lower", "neither")))
def test_ranks_follow_the_sorted_list(numbers: list[int], better: str) -> None:
    figures = {f"Z{n:03d}": float(each) for n, each in enumerate(numbers)}
    standing = Standing(figures, better)
    in_order = sorted(numbers, reverse=better != "lower")
    for code, each in figures.items():
        assert standing.rank(code) == in_order.index(int(each)) + 1
    best = standing.best()
    assert (best is None) == (better == "neither")
    if best:
        assert best[1] == in_order[0]
        assert len(best[0]) == in_order.count(in_order[0])


def test_a_standing_in_words() -> None:
    figures = {f"Z{n:03d}": float(n) for n in range(1, 9)}
    low = Standing(figures, "lower")
    assert (low.rank_words("Z001"), low.quarter_words("Z001")) == ("1st of 8", "first")
    assert (low.rank_words("Z003"), low.quarter_words("Z003")) == ("3rd of 8", "second")
    assert low.best(but="Z001") == (("Z002",), 2.0)
    assert Standing(figures, "neither").rank_words("Z008") == "1st of 8"
    assert Standing({"A": 1.0, "B": 1.0, "C": 0.5}, "higher").rank_words("B") == "equal 1st of 3"
    assert Standing({"A": 1.0, "B": 2.0}, "higher").quarter_words("A") == ""
    assert (low.median, low.mean) == (4.5, 4.5)
    assert low.rank("Z999") is None and low.rank_words("Z999") == ""


@pytest.mark.parametrize("size", [1, 2, 19, 20, 5000])
def test_authorities_of_one_size_still_have_an_axis(size: int) -> None:
    made = funnel("%", points(*[(number % (size + 1), size) for number in range(1, 6)]))
    if made is not None:
        axes = _axes(made)
        assert axes.narrowest < size < axes.widest
