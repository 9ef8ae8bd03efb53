"""What may stand beside a figure, and how it is set against a target: only like with like, and nothing invented."""

from datetime import date
from fractions import Fraction

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.comparator import comparators, latest
from scorecards.target import CLOSE, MEETS, MISSES, NO_TARGET, Target, TargetNotUnderstood, against, targets
from tests.example_database import REFERENCE
from tests.figures_by_hand import HIDDEN, page_of

FROM = date(2022, 4, 1)
BY = "the Executive Group"


def aim(target: float, **more: object) -> Target:
    return Target(indicator="XX01", target=target, effective_from=FROM, set_by=BY, **more)  # type: ignore[arg-type]


def quarter(now, last_year=None, before=None, **more):
    given_figures = {"quarter:2022-23-Q4": now, "quarter:2021-22-Q4": last_year, "quarter:2022-23-Q3": before}
    return {name: each for name, each in given_figures.items() if each is not None} | more


tenths = st.integers(0, 1000)


@given(
    value=tenths, target=tenths, tolerance=st.integers(0, 200), better=st.sampled_from(["higher", "lower"])
)
def test_a_rating_is_what_exact_fractions_say(value, target, tolerance, better):
    """Tenths as whole numbers have no binary fractions: their rating is counted in them."""
    short = target - value if better == "higher" else value - target
    expected = MEETS if short <= 0 else CLOSE if short <= tolerance else MISSES
    assert against(aim(target / 10, tolerance=tolerance / 10), value / 10, better) == expected


@given(value=tenths, lower=tenths, width=st.integers(0, 300), tolerance=st.integers(0, 200))
def test_a_band_counts_both_its_ends_as_met(value, lower, width, tolerance):
    outside = max(lower - value, value - lower - width, 0)
    expected = MEETS if outside == 0 else CLOSE if outside <= tolerance else MISSES
    band = aim(lower / 10, upper=(lower + width) / 10, tolerance=tolerance / 10)
    assert against(band, value / 10, "band") == expected


@given(value=tenths, target=tenths, tolerance=st.integers(0, 200))
def test_negated_with_its_direction_turned_a_rating_stays(value, target, tolerance):
    high = against(aim(target / 10, tolerance=tolerance / 10), value / 10, "higher")
    assert against(aim(-target / 10, tolerance=tolerance / 10), -value / 10, "lower") == high


@given(value=tenths, target=tenths)
def test_what_is_neither_good_nor_bad_is_never_rated(value, target):
    page = page_of(quarter(value), better="neither", targets=[aim(target)])
    assert page.comparison.against_target == NO_TARGET
    assert page.comparison.target_words == "No target has been set" and page.comparison.target.number is None


@given(numerator=st.integers(0, 40), denominator=st.integers(1, 40))
def test_small_denominators_are_not_rated(numerator, denominator):
    numerator = min(numerator, denominator)
    page = page_of(quarter((numerator, denominator)), unit="%", better="higher", targets=[aim(50)])
    share = Fraction(numerator, denominator)
    expected = (
        "Small numbers, not rated" if denominator < 10 else MEETS if share >= Fraction(1, 2) else MISSES
    )
    assert page.comparison.against_target == expected


def test_a_smallest_denominator_of_its_own_wins():
    page = page_of(quarter((24, 40)), unit="%", better="higher", targets=[aim(50)], min_denominator=50)
    assert page.comparison.against_target == "Small numbers, not rated"


def test_a_miss_that_rounds_to_the_target_shows_one_more_place():
    """1799 of 2000 is 89.95%, which rounds to 90.0%."""
    page = page_of(quarter((1799, 2000), (1800, 2000)), unit="%", better="higher", targets=[aim(90)])
    assert page.comparison.against_target == MISSES
    assert page.comparison.this_quarter.words == "89.95%"
    assert page.comparison.same_quarter_last_year.words == "90.00%"


@pytest.mark.parametrize("state", [HIDDEN, None])
def test_what_is_not_shown_is_not_rated(state):
    given_figures = {"quarter:2022-23-Q4": state}
    page = page_of(given_figures, better="higher", targets=[aim(1)])
    assert page.comparison.against_target == "Not rated"
    assert page.comparison.direction == "Not compared" and page.comparison.change_words == ""


def test_the_quarter_before_is_rated_by_the_target_of_its_own_time():
    then = Target(
        indicator="XX01",
        target=10,
        effective_from=date(2021, 4, 1),
        set_by=BY,
        effective_to=date(2022, 12, 31),
    )
    now = Target(indicator="XX01", target=30, effective_from=date(2023, 1, 1), set_by=BY)
    page = page_of(quarter(20, before=20), better="higher", targets=[then, now])
    assert (page.comparison.previous_against_target, page.comparison.against_target) == (MEETS, MISSES)
    assert page.comparison.target_origin == ", set by the Executive Group from 1 January 2023"


ROW = {"indicator": "MH07", "target": "90", "upper": "", "tolerance": "5", "effective_from": "2022-04-01",
       "effective_to": "", "set_by": BY}  # fmt: skip


def test_a_target_is_read_with_who_set_it_and_from_when():
    [found] = targets(polars.DataFrame([ROW]))
    assert found == Target(indicator="MH07", target=90.0, tolerance=5.0, effective_from=FROM, set_by=BY)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"set_by": ""}, "row 2: expected set_by; found none"),
        ({"effective_from": ""}, "row 2: expected effective_from; found none"),
        ({"target": "ninety"}, "row 2: expected numbers and days"),
        ({"effective_from": "1/4/22"}, "row 2: expected numbers and days"),
        ({"tolerance": "-1"}, "row 2: expected a tolerance of 0 or more"),
        ({"target": "nan"}, "row 2: expected a tolerance of 0 or more"),
        ({"upper": "80"}, "row 2: expected a tolerance of 0 or more and an upper end not below"),
    ],
)
def test_a_target_that_nobody_set_is_refused(changed, words):
    with pytest.raises(TargetNotUnderstood, match=words):
        targets(polars.DataFrame([ROW | changed]))


@pytest.mark.parametrize(("better", "upper"), [("band", None), ("higher", 20.0)])
def test_a_band_needs_both_its_ends_and_nothing_else_has_one(better, upper):
    with pytest.raises(TargetNotUnderstood, match="upper"):
        page_of(quarter(15), better=better, targets=[aim(10, upper=upper)])


def test_no_target_is_shipped():
    assert targets(polars.read_csv(REFERENCE / "targets.csv", infer_schema=False)) == []


@pytest.mark.parametrize(
    ("now", "last_year", "before", "direction", "words"),
    [
        (120, 100, 150, "Up", "up 20 (20%) on a year earlier"),
        (100, 120, None, "Down", "down 20 (17%) on a year earlier"),
        (100, 100, 50, "Unchanged", "unchanged on a year earlier"),
        (120, HIDDEN, 100, "Up", "up 20 (20%) on the quarter before"),
        (120, None, None, "Not compared", ""),
    ],
)
def test_direction_is_against_the_same_quarter_last_year(now, last_year, before, direction, words):
    page = page_of(quarter(now, last_year, before))
    assert (page.comparison.direction, page.comparison.change_words) == (direction, words)


def published(**changed: str) -> polars.DataFrame:
    row = {"measure": "Shares", "area": "England", "area_kind": "england", "statistic": "published",
           "neighbour_model": "", "n": "", "year_ending": "2022", "value": "22.4", "unit": "percent"}  # fmt: skip
    return polars.DataFrame([row | changed])


def found(frame: polars.DataFrame, *, statistic: str = "flow", unit: str = "%", on: date = date(2023, 3, 31)):
    return latest(comparators(frame), measure=frame["measure"][0], unit=unit, statistic=statistic, on=on)


def test_a_comparator_carries_its_own_year_and_never_one_to_come():
    assert found(published())["England"].year_words("flow") == "2021-22"
    assert found(published(year_ending="2024")) == {}


@pytest.mark.parametrize(
    ("measure", "statistic", "is_found"),
    [
        ("Shares", "flow", True),
        ("Shares", "cohort", True),
        ("Shares", "snapshot", False),
        ("Shares at 31 March", "snapshot", True),
        ("Shares at 31 March", "flow", False),
        ("Shares at any point", "any time", True),
        ("Shares at any point", "flow", False),
        ("Shares", "mean", False),
    ],
)
def test_figures_of_different_bases_are_never_set_side_by_side(measure, statistic, is_found):
    assert bool(found(published(measure=measure), statistic=statistic)) == is_found


def test_counts_of_other_areas_are_never_set_beside_ours():
    assert found(published(unit="count"), unit="count") == {}


@pytest.mark.parametrize(("n", "is_found"), [("6", True), ("5", False)])
def test_neighbours_name_their_model_statistic_and_number_and_are_six_or_more(n, is_found):
    frame = published(area_kind="statistical_neighbours", statistic="mean", neighbour_model="2021", n=n)
    kinds = found(frame)
    assert bool(kinds) == is_found
    if is_found:
        assert kinds["Statistical neighbours"].area == f"Statistical neighbours, mean of {n} (2021 model)"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("1", "1st"),
        ("2", "2nd"),
        ("3", "3rd"),
        ("4", "4th"),
        ("11", "11th"),
        ("63", "63rd"),
        ("112", "112th"),
    ],
)
def test_a_national_rank_names_its_year_and_of_how_many(place, words):
    from scorecards.comparison import _national_rank
    from tests.made_up_scorecard import made_up_indicator

    frame = published(area_kind="national_rank", statistic="rank", unit="rank", n="152", value=place)
    rank = found(frame)["National rank"]
    indicator = made_up_indicator("XX01", "Shares", "referrals", unit="%")
    ranked, _, _ = _national_rank(indicator, rank).partition("; ")
    assert ranked == f"{words} highest of 152 authorities, 2021-22"


def test_a_rank_is_no_area_beside_ours():
    page = page_of(quarter((20, 100)), unit="%", comparator="Re-referrals within 12 months")
    assert page.comparison.national_rank == ""
    assert {each.kind for each in page.comparison.beside_us} == {
        "England",
        "Region",
        "Statistical neighbours",
    }


def test_every_shipped_comparator_of_a_rate_has_a_basis():
    frame = polars.read_csv(REFERENCE / "comparators.csv", infer_schema=False)
    bases = {each.measure: each.statistic for each in comparators(frame)}
    assert bases["CIN at 31 March per 10,000"] == bases["Agency worker rate (FTE) (30 Sept)"] == "snapshot"
    assert bases["CIN episodes at any point"] == "any time"
    assert bases["Re-referrals within 12 months"] == "flow"
