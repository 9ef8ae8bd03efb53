"""The SQL files keep to the subset that means the same on DuckDB, Spark and PostgreSQL, and to one style.

Most bans are constructs that transpile silently wrong: no error would tell.
"""

import csv
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from scorecards.census_rule import census_rules
from scorecards.check import checks
from scorecards.core_table import core_tables
from scorecards.indicator import Indicator, indicators
from scorecards.query import columns_returned, tables_read, without_noise
from scorecards.sensitivity import sensitivities
from scorecards.sql_file import SqlFile
from tests.example_database import REFERENCE, ROOT, SQL

INDICATORS = indicators(SQL)
CHECKS = checks(SQL)
CORE = core_tables(SQL)
PORTABLE = [each.file for each in (*CORE, *INDICATORS)]
EVERY = [*PORTABLE, *(each.file for each in CHECKS)]
MACROS = {path.stem for path in (SQL / "macros").glob("*.sql")}

WEEKDAY = (exp.DayOfWeek, exp.DayOfWeekIso, exp.Dayname, exp.WeekOfYear, exp.Week)
WEEKDAY_PARTS = {"DOW", "ISODOW", "WEEK", "DAYOFWEEK", "WEEKDAY"}
EXACT_UNITS = {"DAY", "SECOND"}


def select_star(tree: exp.Expr) -> Iterator[str]:
    for star in tree.find_all(exp.Star):
        if not isinstance(star.parent, exp.Count):
            yield "select *: name the columns"


def ordered_choice(tree: exp.Expr) -> Iterator[str]:
    for select in tree.find_all(exp.Select):
        is_choice = select.args.get("qualify") or (
            select.args.get("distinct") and select.args["distinct"].args.get("on")
        )
        if is_choice and (select.args.get("order") or select.args.get("limit")):
            yield "qualify or distinct on beside order by or limit: use row_number in a step of its own"


def uneven_date_difference(tree: exp.Expr) -> Iterator[str]:
    """DuckDB counts the boundaries passed, Spark whole units: they agree on days and on whole seconds only."""
    for difference in tree.find_all(exp.DateDiff, exp.TimestampDiff, exp.DatetimeDiff):
        if str(difference.args.get("unit") or "DAY").upper().strip("'") not in EXACT_UNITS:
            yield "date_diff of anything but days and seconds: add an interval and compare, or divide seconds"


def weekday(tree: exp.Expr) -> Iterator[str]:
    if any(tree.find_all(*WEEKDAY)):
        yield "a weekday function: join reference.calendar"
    for part in tree.find_all(exp.Extract):
        if part.name.upper() in WEEKDAY_PARTS:
            yield "a weekday by extract: join reference.calendar"


def unordered_list(tree: exp.Expr) -> Iterator[str]:
    if any(tree.find_all(exp.ArrayAgg)):
        yield "list(): its order is lost; use string_agg"


def pivot(tree: exp.Expr) -> Iterator[str]:
    if any(tree.find_all(exp.Pivot)):
        yield "pivot: use count(*) filter (where …)"


def join_kind(tree: exp.Expr) -> Iterator[str]:
    for join in tree.find_all(exp.Join):
        words = {join.kind.upper(), join.side.upper(), join.method.upper()}
        if words & {"ANTI", "SEMI", "ASOF", "NATURAL", "POSITIONAL"}:
            yield "an anti, semi, asof or natural join: use exists, or a bounded join"
        if not (join.args.get("on") or join.args.get("using") or join.kind.upper() == "CROSS"):
            yield "a join without on"


def text_as_condition(tree: exp.Expr) -> Iterator[str]:
    for node in tree.find_all(exp.Where, exp.And, exp.Or, exp.Not, exp.Filter):
        for condition in (node.args.get("this"), node.args.get("expression")):
            if isinstance(condition, exp.Literal):
                yield "a text or number as a condition: write a comparison"


def several_groupings(tree: exp.Expr) -> Iterator[str]:
    for grouping in tree.find_all(exp.Grouping):
        if len(grouping.expressions) > 1:
            yield "grouping() of several columns: one at a time"
    for function in tree.find_all(exp.Anonymous):
        if function.name.lower() == "grouping_id":
            yield "grouping_id()"


def table_function(tree: exp.Expr) -> Iterator[str]:
    if any(tree.find_all(exp.Unnest, exp.Explode, exp.GenerateSeries)):
        yield "a table function: use a reference table"
    for table in tree.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            yield "a table function: use a reference table"


def group_by_all(tree: exp.Expr) -> Iterator[str]:
    for group in tree.find_all(exp.Group, exp.Order):
        if group.args.get("all") or any(column.name.upper() == "ALL" for column in group.expressions):
            yield "group by all or order by all: name the columns"


def unqualified_column(tree: exp.Expr) -> Iterator[str]:
    for column in tree.find_all(exp.Column):
        if not column.table:
            yield f"{column.name}: write the alias before it (another engine may not know it, or know two)"


def nameless_subquery(tree: exp.Expr) -> Iterator[str]:
    for subquery in tree.find_all(exp.Subquery):
        if isinstance(subquery.parent, exp.From | exp.Join) and not subquery.alias:
            yield "a subquery without a name"


def quantile(tree: exp.Expr) -> Iterator[str]:
    for function in tree.find_all(exp.Quantile, exp.ApproxQuantile):
        yield f"{function.sql('duckdb')}: use percentile_cont … within group"
    for percentile in tree.find_all(exp.PercentileCont):
        if not isinstance(percentile.parent, exp.WithinGroup):
            yield "percentile_cont without within group"


def unguarded_division(tree: exp.Expr) -> Iterator[str]:
    for division in tree.find_all(exp.Div, exp.IntDiv, exp.Mod):
        if not isinstance(division.expression, exp.Literal | exp.Nullif):
            yield f"{division.sql('duckdb')}: divide by nullif(…, 0)"


def unknown_function(tree: exp.Expr) -> Iterator[str]:
    for function in tree.find_all(exp.Anonymous):
        if function.name.lower() not in MACROS | {"grouping_id"}:
            yield f"{function.name}(): not a macro of ours and not known to every engine"


BANS: list[Callable[[exp.Expr], Iterator[str]]] = [
    select_star,
    ordered_choice,
    uneven_date_difference,
    weekday,
    unordered_list,
    pivot,
    join_kind,
    text_as_condition,
    several_groupings,
    table_function,
    group_by_all,
    unqualified_column,
    nameless_subquery,
    quantile,
    unguarded_division,
    unknown_function,
]


def parsed(sql: str) -> exp.Expr:
    return sqlglot.parse_one(sql, read="duckdb")


def name_of(file: SqlFile) -> str:
    return f"{file.path.parent.name}/{file.path.stem}"


@pytest.mark.parametrize("file", PORTABLE, ids=name_of)
def test_portable(file: SqlFile) -> None:
    tree = parsed(file.sql)
    assert [found for ban in BANS for found in ban(tree)] == []


@pytest.mark.parametrize("dialect", ["spark", "postgres"])
def test_other_engines_are_written_without_complaint(dialect: str) -> None:
    for file in PORTABLE:
        sqlglot.transpile(file.sql, read="duckdb", write=dialect, unsupported_level=sqlglot.ErrorLevel.RAISE)


@pytest.mark.parametrize("file", EVERY, ids=name_of)
def test_style(file: SqlFile) -> None:
    words = without_noise(file.sql)
    assert words == words.lower(), "keywords and names are in lower case"
    assert not any(line != line.rstrip() or "\t" in line for line in file.text.splitlines()), (
        "no stray white space"
    )
    assert all(len(line) <= 120 for line in file.sql.splitlines()), "no line of the query over 120 characters"
    assert file.text.endswith("\n") and not file.text.endswith("\n\n")
    assert list(select_star(parsed(file.sql))) == []


@pytest.mark.parametrize("file", EVERY, ids=name_of)
def test_words_tell_the_tables_and_columns_that_a_parser_finds(file: SqlFile) -> None:
    tree = parsed(file.sql)
    steps = {step.alias for step in tree.find_all(exp.CTE)}
    tables = {f"{table.db}.{table.name}" for table in tree.find_all(exp.Table) if table.db}
    bare = {table.name for table in tree.find_all(exp.Table) if not table.db} - steps
    assert bare == set(), "every real table is written with its schema"
    assert set(tables_read(file.sql)) == tables
    assert list(columns_returned(file.sql)) == tree.named_selects


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.ref)
def test_an_indicator_returns_counts(indicator: Indicator) -> None:
    returned = columns_returned(indicator.sql)
    assert {"authority", "period_id", "numerator"} <= set(returned)
    assert indicator.has_denominator == (indicator.unit not in ("count", "hours", "days"))
    assert set(indicator.tables) & {"reference.period"}, "one query answers every window of reference.period"
    assert indicator.definition.endswith(".") and indicator.audiences


def test_references_are_unique_and_known() -> None:
    assert len({each.ref for each in INDICATORS}) == len(INDICATORS)
    assert len({each.id for each in INDICATORS}) == len(INDICATORS)
    assert {name for each in CHECKS for name in each.indicators} <= {each.ref for each in INDICATORS}


def test_audiences_and_comparators_exist() -> None:
    audiences = tomllib.loads((ROOT / "scorecards" / "audiences.toml").read_text(encoding="utf-8"))
    assert {name for each in INDICATORS for name in each.audiences} <= set(audiences)
    with (REFERENCE / "comparators.csv").open(encoding="utf-8") as file:
        measures = {row["measure"] for row in csv.DictReader(file)}
    assert {each.comparator for each in INDICATORS if each.comparator} <= measures


WRONG = {
    "select_star": "select * from core.a as a",
    "ordered_choice": "select distinct on (a.x) a.x from core.a as a order by a.x limit 1",
    "uneven_date_difference": "select date_diff('minute', a.x, a.y) as z from core.a as a",
    "weekday": "select isodow(a.x) as z from core.a as a",
    "unordered_list": "select list(a.x) as z from core.a as a",
    "pivot": "select p.x from core.a as a pivot (count(*) for y in ('N', 'Y')) as p",
    "join_kind": "select a.x from core.a as a anti join core.b as b on b.x = a.x",
    "text_as_condition": "select count(*) filter (where 'Y') as z from core.a as a",
    "several_groupings": "select grouping(a.x, a.y) as z from core.a as a group by cube (a.x, a.y)",
    "table_function": "select r.i from range(3) as r(i)",
    "group_by_all": "select a.x, count(*) as z from core.a as a group by all",
    "unqualified_column": "select a.x as y, y + 1 as z from core.a as a",
    "nameless_subquery": "select 1 as x from (select a.x from core.a as a)",
    "quantile": "select quantile_cont(a.x, 0.9) as z from core.a as a",
    "unguarded_division": "select a.x / a.y as z from core.a as a",
    "unknown_function": "select try_strptime(a.x, '%d') as z, jaro(a.x) as w from core.a as a",
}


@pytest.mark.parametrize("ban", BANS, ids=lambda ban: ban.__name__)
def test_each_ban_finds_what_it_bans(ban: Callable[[exp.Expr], Iterator[str]]) -> None:
    assert list(ban(parsed(WRONG[ban.__name__]))), WRONG[ban.__name__]


def test_no_published_number_hides_in_a_query() -> None:
    """Targets and comparators are rows of data; the constants of a query are days, hours and statutory limits."""
    for file in PORTABLE:
        numbers = {
            literal.name for literal in parsed(file.sql).find_all(exp.Literal) if not literal.is_string
        }
        means_and_medians = {"12.0", "0.5"}
        assert all("." not in number or number in means_and_medians for number in numbers), file.path.name


def test_files_stand_where_they_are_looked_for() -> None:
    expected = {each.file.path for each in INDICATORS} | {each.file.path for each in CHECKS}
    expected |= {each.file.path for each in CORE} | set((SQL / "macros").glob("*.sql"))
    expected |= {each.file.path for each in census_rules(SQL)}
    expected |= set((SQL / "annex_a").glob("list_*.sql"))
    expected |= {each.file.path for each in sensitivities(SQL)}
    assert set(Path(SQL).rglob("*.sql")) == expected
