"""Ofsted's Annex A written from the core tables of a build: the eleven lists, and what was left blank and why.

`sql/annex_a/list_<n>.sql` says whom each list holds and where its columns come from; who a child is stands beside every
row. Lists 9 to 11 have their headings only: no delivery holds care leavers or adopters. References are pseudonyms unless
real ones are asked for, which takes the restricted role.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines.builds import SQL, build_path
from pipelines.database import database, frame, quoted, rows
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.roles import RESTRICTED, refuse_unless
from scorecards.period import Month
from scorecards.query import tables_read
from scorecards.sql_file import SqlFile, sql_file
from scorecards.workbook.finishing import finished
from sources.annex_a.layout import MONTHS, AnnexList, ListColumn, lists, words

NOT_HELD = "Not held: no delivery of the scorecard has it."
_NO_ROWS = "No rows: no delivery of the scorecard holds what this list is about."
_NOTES = "Notes"
_CHILD, _WORKER = "child_id", "worker_id"
_ALLOCATED = """allocated as (
    select allocation.authority, allocation.child_id, max_by(allocation.team_name, allocation.start_on) as team_name,
        max_by(allocation.worker_id, allocation.start_on) as worker_id
    from core.allocation as allocation cross join inspection
    where allocation.is_primary and allocation.start_on <= inspection.end_on
    group by allocation.authority, allocation.child_id
)"""
"""The newest case holder of every child by the day of inspection."""
_WHO = (
    ("Gender", "sex"),
    ("Ethnicity", "ethnicity_code"),
    ("Date of Birth", "birth_date"),
    ("Age of Child (Years)", "age"),
    ("Does the Child have a Disability", "is_disabled"),
)


@dataclass(frozen=True, kw_only=True)
class WrittenList:
    """A list as written: its rows under the official headings, and why a column of it is blank or what it holds."""

    annex_list: AnnexList
    rows: pl.DataFrame
    notes: Mapping[str, str]


def annex_a(home: Home, month: Month | None = None, *, references: bool = False) -> list[WrittenList]:
    """The eleven lists as at the last day of a built month. Raises NoBuild, and NotYourRole for real references."""
    if references:
        refuse_unless(home, RESTRICTED, "Annex A with real references")
    path = build_path(home, month)
    of = month or Month.parse(path.parent.name)
    with database(reaches=[path.parent]) as connection:
        _open(connection, path, of)
        real = _real(home, connection) if references else {}
        return [_list(connection, each, real) for each in lists()]


def _open(connection: duckdb.DuckDBPyConnection, build: Path, month: Month) -> None:
    """The build's tables under their own names, and the six months up to the day of inspection."""
    connection.execute(f"attach {quoted(str(build))} as build (read_only)")
    listed = "select schema_name, table_name from duckdb_tables() where database_name = 'build'"
    for schema, table in rows(connection, listed):
        connection.execute(f"create schema if not exists {schema}")
        connection.execute(f"create view {schema}.{table} as from build.{schema}.{table}")
    for path in sorted((SQL / "macros").glob("*.sql")):
        connection.execute(path.read_text(encoding="utf-8"))
    connection.execute(
        "create table inspection as select cast(? as date) as start_on, cast(? as date) as end_on, "
        "cast(? as date) as year_start_on",
        [month.plus(1 - MONTHS).first_day, month.last_day, month.plus(-11).first_day],
    )


def _list(connection: duckdb.DuckDBPyConnection, of: AnnexList, real: Mapping[str, str]) -> WrittenList:
    path = SQL / "annex_a" / f"list_{of.number}.sql"
    headings = [column.heading for column in of.columns]
    empty = pl.DataFrame(schema=dict.fromkeys(headings, pl.String))
    file = sql_file(path) if path.exists() else None
    if file is None or not _has(connection, file):
        return WrittenList(annex_list=of, rows=empty, notes={"": _NO_ROWS})
    told = {"Child Unique ID": _CHILD, **{heading: name for heading, name in _WHO if heading in headings}}
    told |= {heading: name for name, heading in file.header["columns"].items()}
    notes = {heading: NOT_HELD for heading in headings if heading not in told}
    found = _named(_rows(connection, file), real)
    shown = found.select(
        _written(found, told[column.heading], column) if column.heading in told else pl.lit(None, pl.String).alias(column.heading)
        for column in of.columns
    )  # fmt: skip
    blank = {name: NOT_HELD for name in told if shown.height and shown[name].is_null().all()}
    ordered = shown.sort(pl.all().exclude("Age of Child (Years)"), nulls_last=True)
    return WrittenList(annex_list=of, rows=ordered, notes={**blank, **notes, **file.header.get("notes", {})})


def _has(connection: duckdb.DuckDBPyConnection, file: SqlFile) -> bool:
    there = {f"{schema}.{table}" for schema, table in rows(
        connection, "select table_schema, table_name from information_schema.tables"
    )}  # fmt: skip
    return {name for name in tables_read(file.sql) if "." in name} <= there


def _rows(connection: duckdb.DuckDBPyConnection, file: SqlFile) -> pl.DataFrame:
    """The list's rows with who each child is; what the list itself tells of the child stands."""
    connection.execute(f"create or replace temp view listed as {_with_allocated(file.sql)}")
    own = {name for (name, *_) in rows(connection, "describe listed")}
    child = {name: f"child.{name}" for name in ("sex", "ethnicity_code", "birth_date", "is_disabled")}
    known = {
        name: f"coalesce(listed.{name}, {whose})" if name in own else whose for name, whose in child.items()
    }
    told = ", ".join(f"{whose} as {name}" for name, whose in known.items())
    query = f"""select listed.* exclude ({", ".join(own & child.keys()) or "nothing"}), {told},
            age_at({known["birth_date"]}, inspection.end_on) as age
        from listed cross join inspection left join core.child as child on child.child_id = listed.child_id"""
    return frame(connection, query if own & child.keys() else query.replace(" exclude (nothing)", ""))


def _with_allocated(sql: str) -> str:
    """The query with the newest case holders beside its own steps."""
    if "allocated" not in sql:
        return sql
    text = sql.strip()
    return f"with {_ALLOCATED}, {text[5:]}" if text.startswith("with ") else f"with {_ALLOCATED} {text}"


def _named(found: pl.DataFrame, real: Mapping[str, str]) -> pl.DataFrame:
    """The rows with real references in place of pseudonyms, where they were asked for."""
    if not real:
        return found
    names = [name for name in (_CHILD, _WORKER) if name in found.columns]
    return found.with_columns(pl.col(name).replace(real) for name in names)


def _written(found: pl.DataFrame, name: str, column: ListColumn) -> pl.Expr:
    """A column as Annex A writes it: words for codes, days as days, counts as numbers."""
    kind = found.schema[name]
    codes = {"sex": "sex", "ethnicity_code": "ethnicity", "is_disabled": "disability"}.get(name, column.codes)
    text = pl.col(name)
    if kind == pl.Boolean:
        text = text.cast(pl.String)
        codes = codes or "yes_no"
    if codes:
        text = text.replace(words(codes))
    is_plain = kind == pl.Date or (kind.is_integer() and not codes)
    return (text if is_plain else text.cast(pl.String)).alias(column.heading)


def _real(home: Home, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The real references of children and workers by pseudonym, read from the delivered bytes again."""
    from pipelines.tracing.originals import references_of
    from schemas.table import columns
    from sources.catalogue import sources

    known = deliveries(home)
    wanted = {
        "mosaic.person": ("child_id",),
        "mosaic.professional": ("staff_id", "worker_id"),
        "eisi.early_help_episode": ("eisi_id",),
    }
    models = {each.name: each.table for agency in ("mosaic", "eisi") for each in sources(agency)}
    there = {f"{schema}.{table}" for schema, table in rows(
        connection, "select table_schema, table_name from information_schema.tables"
    )}  # fmt: skip
    found: dict[str, str] = {}
    for table, names in wanted.items():
        if table not in there:
            continue
        said = columns(models[table])
        held = frame(
            connection, f"select delivery_id, sheet_number, row_number, {', '.join(names)} from {table}"
        )
        for (delivery,), part in held.group_by("delivery_id", maintain_order=True):
            places = part.select("sheet_number", "row_number").rows()
            told = references_of(home, known[str(delivery)], places)
            for name in names:
                heading = said[name].headings[0]
                texts = [told.get(place, {}).get(heading) for place in places]
                pairs = zip(part[name], texts, strict=True)
                found |= {key: text.strip() for key, text in pairs if key and text}
    return found


def workbook(written: list[WrittenList], *, partnership: str, month: Month, is_made_up: bool) -> bytes:
    """The lists as one workbook, a sheet each as Ofsted names them, and a sheet of notes."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for each in written:
        sheet = book.create_sheet(f"List {each.annex_list.number}")
        sheet.append(each.rows.columns)
        for row in each.rows.iter_rows():
            sheet.append(row)
    notes = book.create_sheet(_NOTES)
    for line in _notes(written, partnership, month, is_made_up):
        notes.append(line)
    saved = BytesIO()
    book.save(saved)
    return finished(saved.getvalue(), [], dated=month.last_day)


def _notes(written: list[WrittenList], partnership: str, month: Month, is_made_up: bool) -> list[list[Any]]:
    lines: list[list[Any]] = [
        [f"{partnership}: Annex A as at {month.last_day:%-d %B %Y}"],
        ["The records are made up."] if is_made_up else ["Holds records of children. For the inspection only."],
        ["Lists of events cover six months; the others hold what is open besides."],
        ["Names are not held anywhere below the store of delivered files, and Annex A asks for none of children."],
    ]  # fmt: skip
    for each in written:
        named = f"List {each.annex_list.number} ({each.annex_list.title})"
        lines.append([f"{named}: {each.rows.height:,} rows."])
        by_words: dict[str, list[str]] = {}
        for heading, said in each.notes.items():
            by_words.setdefault(said, []).append(heading)
        for said, headings in by_words.items():
            lines.append([f"{named}. {'; '.join(filter(None, headings)) or 'The whole list'}: {said}"])
    return lines
