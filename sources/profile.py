"""What a delivered table is like as a whole: counts, days and a fingerprint of its content, never a row's value."""

from datetime import date
from typing import Any

import polars as pl

from schemas.table import TableModel, columns, local_day

_YEAR = pl.duration(days=365)


def profile(frame: pl.DataFrame, model: TableModel, month_end: date) -> dict[str, Any]:
    """The profile of a table's accepted rows, ready for JSON.

    `filled` counts the values of every column by its heading. `events` counts the days on which what the rows are
    about happened: all of them, those in the extract month, those up to its end, the newest of these, and those of
    the year up to the newest. It is None for a table whose rows are about no day, such as a list of teams.
    """
    said = {name: column for name, column in columns(model).items() if column.kind != "given"}
    counts = frame.select(pl.col(name).count() for name in said).row(0, named=True)
    return {
        "rows": frame.height,
        "filled": {
            column.headings[0] if column.headings else name: counts[name] for name, column in said.items()
        },
        "events": _events(frame, model, month_end),
        "content": _content(frame.select(list(said))),
    }


def event_day(model: TableModel) -> str | None:
    """The column of the day that a row is about: the first day or moment that a row must have, else the first one
    that is neither personal nor to come. The local day stands for a moment."""
    days = {name: column for name, column in columns(model).items() if column.kind in ("day", "moment")}
    must = [name for name, column in days.items() if column.required]
    may = [name for name, column in days.items() if not column.personal and not column.future]
    name = next(iter(must + may), None)
    return local_day(name) if name and days[name].kind == "moment" else name


def _events(frame: pl.DataFrame, model: TableModel, month_end: date) -> dict[str, Any] | None:
    name = event_day(model)
    if name is None:
        return None
    day, end = pl.col(name), pl.lit(month_end)
    newest = day.filter(day <= end).max()
    found = frame.select(
        days=day.count(),
        in_month=day.is_between(pl.lit(month_end.replace(day=1)), end).sum(),
        up_to_end=(day <= end).sum(),
        in_year=day.is_between(newest - _YEAR, newest, closed="right").sum(),
        newest=newest,
    ).row(0, named=True)
    return {**found, "newest": found["newest"].isoformat() if found["newest"] else None}


def _content(frame: pl.DataFrame) -> str:
    """A fingerprint of the rows in any order, to tell a table that was sent again from one that only looks alike."""
    return f"{frame.height}:{frame.hash_rows().sum():x}" if frame.height else "0:0"
