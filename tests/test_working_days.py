"""Working days in England, against the golden targets of the guidance and a second list of bank holidays."""

import csv
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import holidays
import pytest

from tests.example_database import REFERENCE, ExampleDatabase, reference_rows

CALENDAR = {row["day"]: row for row in reference_rows("reference.calendar")}


def bank_holidays() -> set[date]:
    with (REFERENCE / "bank_holidays.csv").open(encoding="utf-8") as file:
        return {date.fromisoformat(row["day"]) for row in csv.DictReader(file)}


def target(start: date, working_days: int) -> date:
    """The day that is so many working days after the start, which is day 0."""
    wanted = CALENDAR[start]["working_day_number"] + working_days
    return next(day for day, row in CALENDAR.items() if row["working_day_number"] == wanted)


@pytest.mark.parametrize(
    ("start", "working_days", "expected"),
    [
        ("2022-05-20", 15, "2022-06-14"),  # Jubilee 2 and 3 June
        ("2022-09-09", 15, "2022-10-03"),  # funeral 19 September
        ("2022-12-16", 15, "2023-01-11"),  # Christmas, Boxing Day and New Year observed
        ("2023-04-21", 15, "2023-05-16"),  # 1 May and the coronation on 8 May
        ("2022-06-11", 15, "2022-07-01"),  # starts on a Saturday
        ("2022-12-26", 15, "2023-01-18"),  # starts on a bank holiday
        ("2022-04-01", 45, "2022-06-10"),
        ("2022-08-01", 45, "2022-10-05"),
        ("2022-11-18", 45, "2023-01-25"),
    ],
)
def test_golden_targets(start: str, working_days: int, expected: str) -> None:
    assert target(date.fromisoformat(start), working_days) == date.fromisoformat(expected)


def test_bank_holidays_are_those_of_a_second_list() -> None:
    years = range(2015, 2031)
    # the package lists New Year's Day 2022 and the like on the weekend too; only weekdays change a working day
    second = {day for day in holidays.country_holidays("GB", subdiv="ENG", years=years) if day.weekday() < 5}
    assert {day for day in bank_holidays() if day.weekday() < 5} == second


def test_every_year_has_its_bank_holidays() -> None:
    count = Counter(day.year for day in bank_holidays())
    assert {year for year, days in count.items() if days != 8} == {
        2022,
        2023,
    }  # Jubilee and funeral, coronation
    assert sorted(count) == list(range(2015, 2031))
    assert all(day.weekday() < 5 for day in bank_holidays())


def test_the_calendar_has_every_day_once_and_counts_from_one_to_the_next() -> None:
    days = sorted(CALENDAR)
    assert days == [date(2015, 1, 1) + timedelta(number) for number in range(len(days))]
    assert days[-1] == date(2030, 12, 31)
    numbers = [CALENDAR[day]["working_day_number"] for day in days]
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    assert steps == [int(CALENDAR[day]["is_working_day"]) for day in days[1:]]


@pytest.mark.parametrize(
    ("born", "day", "age", "band"),
    [
        ("2004-02-29", "2022-02-28", 17, "16 and 17"),
        ("2004-02-29", "2022-03-01", 18, "18 and over"),
        ("2010-05-10", "2020-05-09", 9, "5 to 9"),
        ("2010-05-10", "2020-05-10", 10, "10 to 15"),
        ("2022-05-10", "2022-05-10", 0, "Under 1"),
        ("2022-05-10", "2022-05-09", -1, "Unborn"),
    ],
)
def test_age_is_in_completed_years(born: str, day: str, age: int, band: str) -> None:
    database = ExampleDatabase()
    found = database.rows(
        f"select age_at(date '{born}', date '{day}') as age, age_band(date '{born}', null, date '{day}') as band, "
        f"adult_on(date '{born}', null) <= date '{day}' as is_adult"
    )
    assert found == [{"age": age, "band": band, "is_adult": age >= 18}]


def test_a_child_turns_18_on_the_birthday_and_one_born_on_29_february_on_1_march() -> None:
    database = ExampleDatabase()
    found = database.rows(
        "select adult_on(date '2004-02-29', null) as leap, adult_on(date '2004-02-28', '1 March') as plain"
    )
    assert found == [{"leap": date(2022, 3, 1), "plain": date(2022, 2, 28)}]
    assert database.rows("select adult_on(cast(null as date), null) as unknown") == [{"unknown": None}]
