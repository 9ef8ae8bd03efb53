"""The region's figures, counted again from the authorities' rows by another way: a loop over plain numbers."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

import duckdb
import pytest

from pipelines.builds import SQL
from pipelines.region.values import complete_region
from pipelines.settings import ROOT, SettingsNotUnderstood, settings
from scorecards.indicator import Indicator, indicators

EXAMPLE = ROOT / "data" / "partnerships" / "made-up-region" / "partnership.toml"
MEMBERS = ("Z001", "Z002", "Z003")
Cell = tuple[str, str, str, str, int | None, int | None, str]


def build(cells: Iterable[Cell], units: dict[str, tuple[str, bool]]) -> duckdb.DuckDBPyConnection:
    """A build's tables: authority, indicator, breakdown, category, numerator, denominator and state of one quarter."""
    connection = duckdb.connect()
    connection.execute("create schema scorecard; create schema reference")
    connection.execute("create table reference.authority (authority varchar, first_day date, last_day date)")
    connection.executemany(
        "insert into reference.authority values (?, null, null)", [(code,) for code in MEMBERS]
    )
    connection.execute(
        "create table scorecard.indicator (ref varchar, unit varchar, scale integer, has_denominator boolean)"
    )
    connection.executemany(
        "insert into scorecard.indicator values (?, ?, ?, ?)",
        [
            (ref, unit, {"%": 100, "per 10,000": 10_000}.get(unit, 1), has)
            for ref, (unit, has) in units.items()
        ],
    )
    connection.execute(
        """create table scorecard.value (authority varchar, indicator varchar, period_id varchar, window_name varchar,
        period_start date, period_end date, breakdown varchar, category varchar, numerator decimal(18,2),
        denominator decimal(18,2), value double, unit varchar, state varchar)"""
    )
    days = (date(2023, 1, 1), date(2023, 3, 31))
    connection.executemany(
        "insert into scorecard.value values (?, ?, 'quarter:2022-23-Q4', 'quarter', ?, ?, ?, ?, ?, ?, null, ?, ?)",
        [(a, ref, *days, by, cat, n, d, units[ref][0], state) for a, ref, by, cat, n, d, state in cells],
    )
    return connection


def found(connection: duckdb.DuckDBPyConnection, ref: str, category: str = "") -> tuple[object, ...]:
    """Numerator, denominator, value, state, counted and how many there are."""
    query = f"""select numerator, denominator, value, state, counted, authorities from scorecard.region_value
        where indicator = '{ref}' and category = '{category}'"""
    (row,) = connection.execute(query).fetchall()
    return row


@pytest.fixture(scope="module")
def known() -> dict[str, Indicator]:
    return {each.ref: each for each in indicators(SQL)}


def test_a_rate_is_of_the_sums_and_never_a_mean_of_rates(known: dict[str, Indicator]) -> None:
    # 50% of 10, 10% of 100 and 20% of 50: 25 of 160, where the mean of the rates would be 26.7%
    cells: list[Cell] = [
        ("Z001", "RF07", "", "", 5, 10, "ok"),
        ("Z002", "RF07", "", "", 10, 100, "ok"),
        ("Z003", "RF07", "", "", 10, 50, "ok"),
    ]
    connection = build(cells, {"RF07": ("%", True)})
    complete_region(connection, "ZR", [known["RF07"]])
    assert found(connection, "RF07") == (
        25,
        160,
        pytest.approx(float(Fraction(2500, 160))),
        "ok",
        "Z001 Z002 Z003",
        3,
    )


@pytest.mark.parametrize("missing", ["not_supplied", "impossible"])
def test_an_authority_whose_figure_is_missing_makes_the_regions_partial(
    known: dict[str, Indicator], missing: str
) -> None:
    counts = (None, None) if missing == "not_supplied" else (12, 10)
    cells: list[Cell] = [
        ("Z001", "RF07", "", "", 5, 10, "ok"),
        ("Z002", "RF07", "", "", *counts, missing),
        ("Z003", "RF07", "", "", 0, 0, "not_applicable"),
    ]
    connection = build(cells, {"RF07": ("%", True)})
    complete_region(connection, "ZR", [known["RF07"]])
    assert found(connection, "RF07") == (5, 10, 50.0, "partial", "Z001 Z003", 3)


@pytest.mark.parametrize(
    ("first_day", "last_day", "number"),
    [
        (None, date(2022, 12, 31), 2),
        (date(2023, 4, 1), None, 2),
        (None, date(2023, 1, 31), 3),
        (date(2023, 3, 1), None, 3),
    ],
)
def test_who_left_before_a_window_or_came_after_it_is_not_missing_from_its_sum(
    known: dict[str, Indicator], first_day: date | None, last_day: date | None, number: int
) -> None:
    cells: list[Cell] = [
        ("Z001", "RF07", "", "", 5, 10, "ok"),
        ("Z002", "RF07", "", "", None, None, "not_supplied"),
        ("Z003", "RF07", "", "", 10, 20, "ok"),
    ]
    connection = build(cells, {"RF07": ("%", True)})
    connection.execute(
        "update reference.authority set first_day = ?, last_day = ? where authority = 'Z002'",
        [first_day, last_day],
    )
    complete_region(connection, "ZR", [known["RF07"]])
    state = "ok" if number == 2 else "partial"
    assert found(connection, "RF07") == (15, 30, 50.0, state, "Z001 Z003", number)


def test_children_of_no_population_are_no_part_of_a_rate(known: dict[str, Indicator]) -> None:
    cells: list[Cell] = [
        ("Z001", "CP02", "", "", 300, 50_000, "ok"),
        ("Z002", "CP02", "", "", 100, 0, "not_applicable"),
        ("Z003", "CP02", "", "", 100, 30_000, "ok"),
    ]
    connection = build(cells, {"CP02": ("per 10,000", True)})
    complete_region(connection, "ZR", [known["CP02"]])
    assert found(connection, "CP02") == (400, 80_000, 50.0, "partial", "Z001 Z003", 3)


def test_no_figure_at_all_is_not_supplied_and_nothing_to_count_is_not_applicable(
    known: dict[str, Indicator],
) -> None:
    cells: list[Cell] = [(code, "RF07", "", "", None, None, "not_supplied") for code in MEMBERS]
    cells += [(code, "AS02", "", "", 0, 0, "not_applicable") for code in MEMBERS]
    connection = build(cells, {"RF07": ("%", True), "AS02": ("%", True)})
    complete_region(connection, "ZR", [known["RF07"], known["AS02"]])
    assert found(connection, "RF07") == (None, None, None, "not_supplied", "", 3)
    assert found(connection, "AS02") == (0, 0, None, "not_applicable", "Z001 Z002 Z003", 3)


def test_medians_and_the_highest_of_one_worker_are_not_summed(known: dict[str, Indicator]) -> None:
    cells: list[Cell] = [(code, "AS03D", "", "", 4, None, "ok") for code in MEMBERS]
    cells += [(code, "WF02", "", "", 20, 1, "ok") for code in MEMBERS]
    connection = build(cells, {"AS03D": ("days", False), "WF02": ("children per FTE", True)})
    complete_region(connection, "ZR", [known["AS03D"], known["WF02"]])
    for ref in ("AS03D", "WF02"):
        assert found(connection, ref) == (None, None, None, "not_summed", "Z001 Z002 Z003", 3)
    assert {each.ref for each in known.values() if not each.is_summed} == {
        "AS03D", "SP07D", "DQ02D", "MH09", "PO08D", "WF02",
    }  # fmt: skip


def test_the_mean_of_month_ends_is_over_the_months_and_not_over_months_times_authorities(
    known: dict[str, Indicator],
) -> None:
    # 300, 330 and 360 children at three month ends, twice as many in each further authority: (990 + 1980 + 3960) / 3
    cells: list[Cell] = [(code, "CP01M", "", "", 990 * 2**n, 3, "ok") for n, code in enumerate(MEMBERS)]
    connection = build(cells, {"CP01M": ("mean", True)})
    complete_region(connection, "ZR", [known["CP01M"]])
    assert found(connection, "CP01M")[:4] == (6930, 3, 2310.0, "ok")


def test_a_category_that_an_authority_has_not_is_nought_there_where_it_delivered(
    known: dict[str, Indicator],
) -> None:
    cells: list[Cell] = [
        ("Z001", "RF01", "", "", 10, None, "ok"),
        ("Z001", "RF01", "source_group", "Police", 10, None, "ok"),
        ("Z002", "RF01", "", "", 7, None, "ok"),
        ("Z002", "RF01", "source_group", "Health", 7, None, "ok"),
        ("Z003", "RF01", "", "", None, None, "not_supplied"),
    ]
    connection = build(cells, {"RF01": ("count", False)})
    complete_region(connection, "ZR", [known["RF01"]])
    assert found(connection, "RF01") == (17, None, 17.0, "partial", "Z001 Z002", 3)
    assert found(connection, "RF01", "Police") == (10, None, 10.0, "partial", "Z001 Z002", 3)


def test_an_authority_whose_files_tell_nothing_by_a_breakdown_is_in_no_sum_of_it(
    known: dict[str, Indicator],
) -> None:
    cells: list[Cell] = [
        ("Z001", "RF01", "", "", 10, None, "ok"),
        ("Z001", "RF01", "source_group", "Police", 10, None, "ok"),
        ("Z002", "RF01", "", "", 7, None, "ok"),
        ("Z003", "RF01", "", "", 0, None, "ok"),
    ]
    connection = build(cells, {"RF01": ("count", False)})
    complete_region(connection, "ZR", [known["RF01"]])
    assert found(connection, "RF01") == (17, None, 17.0, "ok", "Z001 Z002 Z003", 3)
    # of nothing nobody has to tell the source
    assert found(connection, "RF01", "Police") == (10, None, 10.0, "partial", "Z001 Z003", 3)


def test_the_example_is_a_region_and_its_members_are_named_once() -> None:
    chosen = settings(EXAMPLE)
    assert (chosen.is_region, chosen.authority.code) == (True, "ZR")
    assert list(chosen.names) == list(MEMBERS)
    one = chosen.of("Z002")
    assert (one.is_region, one.authority.code, one.inbox) == (False, "Z002", chosen.inbox / "Z002")
    # an authority that only the inbox has a folder of
    assert chosen.of("Z009").authority.code == "Z009"


def test_a_code_that_stands_twice_is_refused(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for wrong, code in product(('code = "Z003"',), ("Z001", "ZR")):
        file = tmp_path / "partnership.toml"
        file.write_text(text.replace(wrong, f'code = "{code}"'), encoding="utf-8")
        with pytest.raises(SettingsNotUnderstood, match="differ"):
            settings(file)
