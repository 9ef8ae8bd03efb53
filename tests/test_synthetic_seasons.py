"""A year's events spread over its months unevenly, and add up to the year all the same."""

from statistics import mean, stdev

from hypothesis import given
from hypothesis import strategies as st

from sources.synthetic.month import year_months
from sources.synthetic.season import LUCK, Seasons


@given(measure=st.sampled_from(sorted(LUCK)), total=st.integers(0, 5000), seed=st.text(max_size=5))
def test_the_months_of_a_year_add_up_to_it(measure: str, total: int, seed: str) -> None:
    seasons = Seasons(seed)
    assert sum(seasons.share(measure, total, month) for month in year_months("2022-23")) == total


def test_the_same_seed_gives_the_same_months_in_any_order() -> None:
    one, other = Seasons("a"), Seasons("a")
    forth = [one.share("referrals", 3133, month) for month in year_months("2022-23")]
    back = [other.share("referrals", 3133, month) for month in reversed(year_months("2022-23"))]
    assert forth == back[::-1]
    assert forth != [Seasons("b").share("referrals", 3133, month) for month in year_months("2022-23")]


def test_a_month_is_neither_like_the_next_nor_beyond_belief() -> None:
    for number in range(20):
        shares = [Seasons(str(number)).share("referrals", 3133, month) for month in year_months("2022-23")]
        assert 0.05 < stdev(shares) / mean(shares) < 0.2
        assert min(shares) > 0.6 * mean(shares) and max(shares) < 1.4 * mean(shares)
