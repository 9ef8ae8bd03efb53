"""Windows of time: complete ones only, with the names and instants that everything else relies on."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from scorecards.period import Month, PeriodNotUnderstood, Quarter
from scorecards.window import windows


def by_id(first: str, last: str, year_start: int = 4) -> dict:
    return {window.period_id: window for window in windows(first, last, year_start)}


def test_a_financial_year_has_every_complete_window_once() -> None:
    found = windows("2022-04", "2023-03")
    names = [window.window_name for window in found]
    assert {name: names.count(name) for name in set(names)} == {
        "month": 12, "quarter": 4, "year_to_date": 12, "year": 1, "rolling_12": 1
    }  # fmt: skip
    assert len({window.period_id for window in found}) == len(found)


def test_a_window_that_starts_before_the_first_month_is_not_made() -> None:
    found = by_id("2022-05", "2023-04")
    assert "quarter:2022-23-Q1" not in found
    assert "quarter:2022-23-Q2" in found
    assert "year_to_date:2023-03" not in found
    assert "year_to_date:2023-04" in found
    assert "year:2022-23" not in found
    assert "rolling_12:2023-03" not in found
    assert "rolling_12:2023-04" in found


def test_dates_are_inclusive_and_instants_are_local_midnights_in_utc() -> None:
    quarter = by_id("2022-04", "2023-03")["quarter:2022-23-Q4"]
    assert (quarter.start_date, quarter.end_date) == (date(2023, 1, 1), date(2023, 3, 31))
    assert quarter.start_at == datetime(2023, 1, 1)
    assert quarter.end_at == datetime(2023, 3, 31, 23), "1 April begins at 23:00 UTC the day before"
    assert quarter.months == 3


def test_months_follow_each_other_without_a_gap() -> None:
    months = [window for window in windows("2019-01", "2024-12") if window.window_name == "month"]
    for earlier, later in pairwise(months):
        assert earlier.end_at == later.start_at
        assert earlier.end_date + timedelta(days=1) == later.start_date


def test_the_population_is_the_mid_year_estimate_of_the_year_in_which_the_window_ends() -> None:
    found = by_id("2021-04", "2023-03")
    assert found["month:2022-06"].population_year == 2022
    assert found["month:2023-03"].population_year == 2022
    assert found["rolling_12:2022-06"].population_year == 2022
    assert found["month:2022-03"].population_year == 2021


def test_quarters_know_the_quarter_before_and_the_same_quarter_last_year() -> None:
    quarter = Quarter.parse("2022-23-Q1")
    assert str(quarter.previous) == "2021-22-Q4"
    assert str(quarter.year_before) == "2021-22-Q1"
    assert quarter.name == "Quarter 1 of 2022-23, April to June 2022"
    assert str(Quarter.parse("1999-00-Q4")) == "1999-00-Q4"
    assert Quarter.ending(Month.parse("2023-03")) == Quarter.parse("2022-23-Q4")


def test_another_start_of_the_year_is_a_setting() -> None:
    found = by_id("2022-09", "2023-08", year_start=9)
    assert found["year:2022-23"].start_date == date(2022, 9, 1)
    assert found["quarter:2022-23-Q1"].end_date == date(2022, 11, 30)
    assert Quarter(2022, 2, 9).months_name == "December 2022 to February 2023"
    assert "year:2022" in by_id("2022-01", "2022-12", year_start=1)


@pytest.mark.parametrize("text", ["2022-13", "2022-1", "March 2022", ""])
def test_a_month_in_another_form_is_refused_in_words(text: str) -> None:
    with pytest.raises(PeriodNotUnderstood, match="Expected a month such as 2023-03; found another form"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["2022-Q4", "2022-24-Q4", "2022-23-Q5"])
def test_a_quarter_in_another_form_is_refused_in_words(text: str) -> None:
    with pytest.raises(
        PeriodNotUnderstood, match="Expected a quarter such as 2022-23-Q4; found another form"
    ):
        Quarter.parse(text)
