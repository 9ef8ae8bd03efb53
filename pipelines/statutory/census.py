"""The census rules held against one return: which record breaks which rule, and where it stands in the file."""

from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import duckdb
import polars as pl

from pipelines.database import database, frame
from pipelines.figures.reference import FOLDER, calendar
from pipelines.intake.children import readers
from pipelines.settings import ROOT
from scorecards.census_rule import CensusRule, census_rules
from sources.census.layout import MODULES
from sources.census.reading import Census, census
from sources.census.travelling import from_book
from sources.census.typed import TypedCensus, typed

UNREADABLE = "Expected a date such as 2023-03-31 or a whole number; found something else."
FINDINGS = {
    "code": pl.String,
    "severity": pl.String,
    "module": pl.String,
    "record": pl.Int32,
    "fields": pl.String,
    "message": pl.String,
    "remedy": pl.String,
    "line": pl.Int32,
    "path": pl.String,
}
"""A finding: the national code, error or query, the module's tag and the record's number in it (both null for the
return as a whole), the elements to look at, and the line and path of the record in the file."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A census held against the rules: its findings, how many records of each module there are, the elements that no
    schema names by path, and the codes of rules that could not be run; `year` is the header's."""

    year: str
    findings: pl.DataFrame
    records: dict[str, int]
    unknown: dict[str, int]
    not_run: tuple[str, ...]


def judged(data: bytes) -> Judged:
    """Every rule of `sql/census` held against a census return. Raises NotACensus where the file is none."""
    return held(census(data))


def judged_file(path: Path) -> Judged:
    """Every rule held against the return in a file, which a process of its own reads within limits, as it reads what
    suppliers deliver. Raises UnreadableFile with a sentence whatever the file does."""
    return held(from_book(readers().read(path.resolve(), is_census=True).result()))


def held(read: Census) -> Judged:
    """Every rule of `sql/census` held against a census that was read."""
    whole = typed(read)
    rules = census_rules(ROOT / "sql")
    with database() as connection:
        _load(connection, whole)
        told = [(rule, _broken(connection, rule)) for rule in rules]
    found = [_findings(rule, broken, read) for rule, broken in told if broken is not None]
    return Judged(
        year=read.header["Year"],
        findings=pl.concat([pl.DataFrame(schema=FINDINGS), _unreadable(whole, read), *found]).sort(
            "line", "code", "record", nulls_last=False, maintain_order=True
        ),
        records={module.tag: read.tables[module.name].height for module in MODULES},
        unknown=read.unknown,
        not_run=tuple(rule.code for rule, broken in told if broken is None),
    )


def _load(connection: duckdb.DuckDBPyConnection, whole: TypedCensus) -> None:
    connection.execute("create schema census")
    connection.execute("create schema reference")
    reference = {
        "calendar": calendar(FOLDER / "bank_holidays.csv"),
        "authority_code": pl.read_csv(FOLDER / "authority_codes.csv", infer_schema=False).select("code"),
    }
    tables = {f"census.{name}": table for name, table in whole.tables.items()}
    tables |= {f"reference.{name}": table for name, table in reference.items()}
    for name, table in tables.items():
        connection.register("incoming", table)
        connection.execute(f"create table {name} as from incoming")
        connection.unregister("incoming")


def _broken(connection: duckdb.DuckDBPyConnection, rule: CensusRule) -> pl.DataFrame | None:
    """The module and number of each record that breaks the rule; None where the rule could not be run."""
    try:
        rows = frame(connection, rule.sql)
    except duckdb.Error:
        return None  # its message may hold values; the code alone is told
    parts = [
        rows.filter(pl.col(name).is_not_null()).select(
            module=pl.lit(name), record=pl.col(name).cast(pl.Int32)
        )
        for name in rows.columns
    ]
    count = rows.filter(pl.all_horizontal(pl.all().is_null())).height
    whole = pl.DataFrame(
        [(None, None)] * count, schema={"module": pl.String, "record": pl.Int32}, orient="row"
    )
    return pl.concat([*parts, whole]).unique(maintain_order=True)


def _findings(rule: CensusRule, broken: pl.DataFrame, read: Census) -> pl.DataFrame:
    words = broken.with_columns(
        code=pl.lit(rule.code),
        severity=pl.lit(rule.severity),
        fields=pl.lit(", ".join(rule.fields)),
        message=pl.lit(rule.message),
        remedy=pl.lit(rule.remedy),
    )
    return _placed(words, read)


def _unreadable(whole: TypedCensus, read: Census) -> pl.DataFrame:
    words = whole.unreadable.with_columns(
        code=pl.lit("CEN01"),
        severity=pl.lit("error"),
        message=pl.lit(UNREADABLE),
        remedy=pl.lit("Correct it."),
    )
    return _placed(words.rename({"field": "fields"}), read)


def _placed(found: pl.DataFrame, read: Census) -> pl.DataFrame:
    """The findings with line and path, in the columns of `FINDINGS`."""
    parts = [found.filter(pl.col("module").is_null()).with_columns(line=None, path=None)]
    for module in MODULES:
        mine = found.filter(pl.col("module") == module.name)
        if mine.height:
            places = paths(read, mine["record"], module.name)
            parts.append(
                mine.join(places, on="record", how="left", maintain_order="left").with_columns(
                    module=pl.lit(module.tag)
                )
            )
    header = found.filter(pl.col("module") == "header")
    parts.append(header.with_columns(module=pl.lit("Header"), line=1, path=pl.lit("Header")))
    typed_parts = [part.select(pl.col(name).cast(kind) for name, kind in FINDINGS.items()) for part in parts]
    return pl.concat(typed_parts)


def paths(read: Census, records: pl.Series, module: str) -> pl.DataFrame:
    """For records of a module (numbers from 0): line, and path such as `Child[12]/CINdetails[2]/Section47[1]`."""
    tags = {each.name: each.tag for each in MODULES}
    chain = [
        name
        for name in ("child", "episode", "assessment", "cp_plan", module)
        if name in read.tables[module].columns
    ]
    chain = list(dict.fromkeys(chain))
    table = read.tables[module].filter(pl.col(module).is_in(records.implode())).select(*chain, "line")
    for name in chain:
        above = chain[: chain.index(name)]
        numbers = read.tables[name].select(*above, name)
        place = pl.int_range(1, pl.len() + 1).over(above[-1]) if above else pl.col(name) + 1
        numbers = numbers.select(name, place.cast(pl.String).alias(f"{name} place"))
        table = table.join(numbers, on=name, how="left", maintain_order="left")
    path = reduce(
        lambda left, right: left + "/" + right,
        [pl.lit(f"{tags[name]}[") + pl.col(f"{name} place") + "]" for name in chain],
    )
    return table.select(record=pl.col(module), line="line", path=path)
