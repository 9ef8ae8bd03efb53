"""The facts in `data/reference` can be read, say where they come from, agree with each other and say nothing twice."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import polars
import pytest

from scorecards.comparator import comparators
from scorecards.reference_table import REFERENCE_TABLES
from scorecards.target import targets
from tests.example_database import REFERENCE

FILES = sorted(REFERENCE.glob("*.csv"))
KEYS = {
    "published_2022_23.csv": ("table", "measure", "area", "period"),
    "comparators.csv": ("measure", "area", "year_ending"),
    "population.csv": ("authority", "year"),
    "statistical_neighbours.csv": ("authority", "model", "neighbour"),
    "role_maxima.csv": ("role", "effective_from"),
    "targets.csv": ("indicator", "effective_from"),
    "team_groups.csv": ("authority", "team_name"),
}
MAIN_TABLE = {
    "role_maxima.csv": "role_maximum",
    "team_groups.csv": "team_group",
    "population.csv": "population",
}


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counted(measure: str, area: str, year: str) -> float:
    """The one published value of a measure."""
    found = [
        row["value"]
        for row in rows("comparators.csv")
        if (row["measure"], row["area"], row["year_ending"]) == (measure, area, year)
    ]
    assert len(found) == 1
    return float(found[0])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_row_has_every_cell_and_a_source(path: Path) -> None:
    for row in rows(path.name):
        assert None not in row and None not in row.values()
        assert row["source"].strip()
        assert "/" not in row["source"].replace("2022/23", "")
        if "retrieved" in row:
            date.fromisoformat(row["retrieved"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_said_twice(path: Path) -> None:
    found = rows(path.name)
    key = KEYS.get(path.name, tuple(found[0])[:1] if found else ())
    twice = [
        each
        for each, times in Counter(tuple(row[part] for part in key) for row in found).items()
        if times > 1
    ]
    assert not twice


@pytest.mark.parametrize(("name", "table"), MAIN_TABLE.items())
def test_a_reference_table_finds_its_columns(name: str, table: str) -> None:
    assert set(REFERENCE_TABLES[table]) <= set(rows(name)[0])


@pytest.mark.parametrize("area", ["Barnsley", "Yorkshire and The Humber", "England"])
@pytest.mark.parametrize(
    ("rate", "count"),
    [
        ("Referral rate per 10,000", "Referrals in year"),
        ("CIN at 31 March per 10,000", "CIN at 31 March"),
        ("CP plans at 31 March per 10,000", "CP plans at 31 March"),
    ],
)
def test_a_published_rate_is_its_count_over_the_population_of_the_year_before(
    area: str, rate: str, count: str
) -> None:
    population = {(row["area"], row["year"]): int(row["population"]) for row in rows("population.csv")}
    for year in ("2022", "2023", "2024", "2025"):
        per_10_000 = counted(count, area, year) / population[area, str(int(year) - 1)] * 10_000
        assert counted(rate, area, year) == pytest.approx(per_10_000, abs=0.051)


def test_each_neighbour_model_has_ten_neighbours_of_which_seven_are_in_both() -> None:
    models: dict[str, set[str]] = {}
    for row in rows("statistical_neighbours.csv"):
        models.setdefault(row["model"], set()).add(row["neighbour"])
    assert {model: len(neighbours) for model, neighbours in models.items()} == {"2021": 10, "2025": 10}
    assert len(models["2021"] & models["2025"]) == 7


def test_the_scorecard_reads_the_comparators_and_the_targets() -> None:
    frame = polars.read_csv(REFERENCE / "comparators.csv")
    unsuppressed = [row for row in rows("comparators.csv") if row["value"]]
    assert 0 < len(comparators(frame)) <= len(unsuppressed)
    assert targets(polars.read_csv(REFERENCE / "targets.csv")) == []


def test_a_suppressed_comparator_has_no_value_and_any_other_has_one() -> None:
    for row in rows("comparators.csv"):
        assert (row["status"] == "suppressed") == (row["value"] == "")
        assert bool(row["n"]) == (row["area_kind"] in ("statistical_neighbours", "national_rank"))
