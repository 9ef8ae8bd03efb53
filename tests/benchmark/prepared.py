"""What the bare script is given before it is timed: its columns and code lists, and the reference tables as files."""

import json
from pathlib import Path
from typing import Any

from pipelines.builds import SQL, Plan, build_path
from pipelines.database import database, rows
from pipelines.figures.values import asked_query
from pipelines.home import Home
from schemas.code_list import spellings
from schemas.table import columns, key, local_day, polars_schema
from scorecards.core_table import core_tables
from scorecards.indicator import indicators
from scorecards.period import Month
from sources.catalogue import AGENCIES, sources
from sources.source import Source

_TYPES = {
    "String": "varchar",
    "Date": "date",
    "Boolean": "boolean",
    "Int32": "integer",
    "Int64": "bigint",
    "Datetime": "timestamp",
    "Decimal": "decimal(10,2)",
}
_LOOKED_UP = {
    "periods": "select period_id, window_name, cast(start_date as varchar), cast(end_date as varchar) from reference.period",
    "bank_holidays": """select cast(day as varchar) from reference.calendar
        where not is_working_day and isodow(day) <= 5 order by day""",
    "source_groups": "select source_code, source_group from reference.source_group",
    "categories": "select category_code, category from reference.abuse_category",
}
"""What the analyst's script has typed in: windows, holidays and the words for codes."""


def prepare(folder: Path, *, home: Home, month: str) -> None:
    """Fill `folder` for the scripts; `home` has a finished build of `month`, for its reference tables."""
    chosen, build = home.settings, build_path(home, Month.parse(month))
    (folder / "reference").mkdir(parents=True, exist_ok=True)
    with database(build, read_only=True, reaches=[folder]) as connection:
        for (name,) in rows(
            connection, "select table_name from duckdb_tables() where schema_name = 'reference'"
        ):
            path = folder / "reference" / f"{name}.parquet"
            connection.execute(f"copy reference.{name} to '{path}' (format parquet)")
        looked_up = {name: rows(connection, query) for name, query in _LOOKED_UP.items()}
    own_names = [f"{code}|{name.lower()}" for code, names in chosen.names.items() for name in (code, *names)]
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
        "inbox": str(chosen.inbox),
        "authority": chosen.authority.code,
        "month": month,
        "periods": looked_up["periods"],
        "bank_holidays": [day for (day,) in looked_up["bank_holidays"]],
        "source_groups": dict(looked_up["source_groups"]),
        "categories": dict(looked_up["categories"]),
        "tables": tables,
        "stored": _stored(home, month),
        "macros": [path.read_text(encoding="utf-8") for path in sorted((SQL / "macros").glob("*.sql"))],
        "core": {table.name: table.sql for table in core_tables(SQL)},
        "indicators": counted,
        "refs": [each.ref for each in known if "executive" in each.audiences],
    }
    (folder / "layout.json").write_text(json.dumps(said), encoding="utf-8")


def _stored(home: Home, month: str) -> dict[str, list[str]]:
    """The files of accepted rows in force, by table."""
    found: dict[str, list[str]] = {}
    for part in Plan(home, Month.parse(month)).force:
        path = home.rows / part.delivery.folder_name / f"{part.source}.parquet"
        found.setdefault(part.source, []).append(str(path))
    return found


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
            name: _TYPES[str(kind).split("(")[0]] for name, kind in polars_schema(source.table).items()
        },
        "keep": "last" if source.delivery == "month" else "first",
        "own_names": own_names,
        "month_end": str(Month.parse(month).last_day),
    }
