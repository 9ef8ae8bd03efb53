"""What the bare script is given before it is timed: its columns and code lists, and the reference tables as files."""

import json
from pathlib import Path
from typing import Any

from pipelines.builds import _SQL_TYPES, SQL
from pipelines.database import database, rows
from pipelines.values import asked_query
from schemas.code_list import spellings
from schemas.table import columns, key, local_day, polars_schema
from scorecards.core_table import core_tables
from scorecards.indicator import indicators
from scorecards.period import Month
from sources.catalogue import AGENCIES, sources
from sources.source import Source


def prepare(folder: Path, *, inbox: Path, month: str, build: Path, own_names: list[str]) -> None:
    """Fill `folder` for `tests.benchmark.bare`; `build` is a finished build of `month`, for its reference tables."""
    (folder / "reference").mkdir(parents=True, exist_ok=True)
    with database(build, read_only=True, reaches=[folder]) as connection:
        for (name,) in rows(
            connection, "select table_name from duckdb_tables() where schema_name = 'reference'"
        ):
            path = folder / "reference" / f"{name}.parquet"
            connection.execute(f"copy reference.{name} to '{path}' (format parquet)")
    tables = {
        source.name: _layout(source, month, own_names) for agency in AGENCIES for source in sources(agency)
    }
    known = indicators(SQL)
    counted = [
        {
            "ref": each.ref,
            "sql": asked_query(each),
            "breakdowns": each.breakdowns,
            "whole": each.has_denominator,
        }
        for each in known
    ]
    said = {
        "inbox": str(inbox),
        "month": month,
        "tables": tables,
        "core": {table.name: table.sql for table in core_tables(SQL)},
        "indicators": counted,
        "refs": [each.ref for each in known if "executive" in each.audiences],
    }
    (folder / "layout.json").write_text(json.dumps(said), encoding="utf-8")


def _layout(source: Source, month: str, own_names: list[str]) -> dict[str, Any]:
    said: list[dict[str, Any]] = []
    for name, column in columns(source.table).items():
        line: dict[str, Any] = {"name": name, "kind": column.kind, "required": column.required}
        line |= {"heading": column.headings[0] if column.headings else "", "future": column.future}
        if column.kind == "moment":
            line["local_day"] = local_day(name)
        if column.kind == "label":
            line["known"] = {label.lower(): label for label in column.labels}
        if column.kind == "code":
            line["known"] = dict(spellings(column.codes))
        said.append(line)
    given = [column for column in columns(source.table).values() if column.headings]
    return {
        "columns": said,
        "headings": [column.headings[0] for column in given],
        "needed": [column.headings[0] for column in given if not column.optional_heading],
        "key": list(key(source.table)) + (["extract_month_end"] if source.name == "workforce.post" else []),
        "types": {
            name: _SQL_TYPES[str(kind).split("(")[0]] for name, kind in polars_schema(source.table).items()
        },
        "keep": "last" if source.delivery == "month" else "first",
        "own_names": own_names,
        "month_end": str(Month.parse(month).last_day),
    }
