"""What a delivered table is like as a whole: counts, days and a fingerprint of its content, never a row's value."""

from datetime import date
from typing import Any

import polars as pl

from schemas.table import TableModel, columns, local_day

_YEAR = pl.duration(days=365)


def profile(frame: pl.DataFrame, model: TableModel, month_end: date) -> dict[str, Any]:
    """The profile of one delivery's accepted rows, as in `profiles`."""
    return profiles(frame.with_columns(pl.lit("").alias("delivery_id")), model, {"": month_end})[""]


def profiles(
    frame: pl.DataFrame, model: TableModel, month_ends: dict[str, date]
) -> dict[str, dict[str, Any]]:
    """The profile of each delivery's accepted rows, ready for JSON; `month_ends` are the last days of their months.

    `filled` counts the values of every column by its heading. `events` counts the days on which what the rows are
    about happened: all of them, those in the extract month, those up to its end, the newest of these, and those of
    the year up to the newest. It is None for a table whose rows are about no day, such as a list of teams. `content`
    is a fingerprint of the rows in any order, to tell a table that was sent again from one that only looks alike.
    `mix` counts the rows of every code and label by the column's heading, `by_month` the rows by the month of their
    day.
    """
    said = {name: column for name, column in columns(model).items() if column.kind != "given"}
    headings = {name: column.headings[0] if column.headings else name for name, column in said.items()}
    day = event_day(model)
    ends = pl.DataFrame(
        {"delivery_id": list(month_ends), "_end": list(month_ends.values())},
        schema_overrides={"_end": pl.Date},
    )
    counted = (
        frame.with_columns(frame.select(list(said)).hash_rows().alias("_hash"))
        .join(ends, on="delivery_id", how="left")
        .group_by("delivery_id")
        .agg(
            pl.len().alias("_rows"),
            pl.col("_hash").sum(),
            *(pl.col(name).count() for name in said),
            *(_events(pl.col(day)) if day else ()),
        )
    )
    found = {row["delivery_id"]: row for row in counted.to_dicts()}
    nothing = dict.fromkeys(counted.columns, 0) | {"_newest": None}
    mix, by_month = _mix(frame, model, headings), _by_month(frame, day) if day else {}
    return {
        delivery: _told(found.get(delivery, nothing), headings, has_events=day is not None)
        | {"mix": mix.get(delivery, {}), "by_month": by_month.get(delivery, {})}
        for delivery in month_ends
    }


def _mix(
    frame: pl.DataFrame, model: TableModel, headings: dict[str, str]
) -> dict[str, dict[str, dict[str, int]]]:
    """The rows of each code and label, by delivery and heading."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for name, column in columns(model).items():
        if column.kind in ("code", "label"):
            counts = frame.group_by("delivery_id", name).len().drop_nulls().sort("delivery_id", name)
            for delivery, word, rows in counts.iter_rows():
                found.setdefault(delivery, {}).setdefault(headings[name], {})[word] = rows
    return found


def _by_month(frame: pl.DataFrame, day: str) -> dict[str, dict[str, int]]:
    """The rows by delivery and month of their day."""
    found: dict[str, dict[str, int]] = {}
    month = pl.col(day).dt.truncate("1mo").alias("month")
    counts = frame.group_by("delivery_id", month).len().drop_nulls().sort("delivery_id", "month")
    for delivery, first, rows in counts.iter_rows():
        found.setdefault(delivery, {})[f"{first:%Y-%m}"] = rows
    return found


def _told(row: dict[str, Any], headings: dict[str, str], *, has_events: bool) -> dict[str, Any]:
    names = ("days", "in_month", "up_to_end", "in_year")
    events = {name: row[f"_{name}"] for name in names} if has_events else None
    newest = row.get("_newest")
    return {
        "rows": row["_rows"],
        "filled": {heading: row[name] for name, heading in headings.items()},
        "events": events and {**events, "newest": newest.isoformat() if newest else None},
        "content": f"{row['_rows']}:{row['_hash']:x}",
    }


def event_day(model: TableModel) -> str | None:
    """The column of the day that a row is about: the first day or moment that a row must have, else the first one
    that is neither personal nor to come. The local day stands for a moment."""
    days = {name: column for name, column in columns(model).items() if column.kind in ("day", "moment")}
    must = [name for name, column in days.items() if column.required]
    may = [name for name, column in days.items() if not column.personal and not column.future]
    name = next(iter(must + may), None)
    return local_day(name) if name and days[name].kind == "moment" else name


def _events(day: pl.Expr) -> list[pl.Expr]:
    """Counts of the days of one delivery."""
    end = pl.col("_end").first()
    newest = day.filter(day <= end).max()
    return [
        day.count().alias("_days"),
        day.is_between(end.dt.month_start(), end).sum().alias("_in_month"),
        (day <= end).sum().alias("_up_to_end"),
        day.is_between(newest - _YEAR, newest, closed="right").sum().alias("_in_year"),
        newest.alias("_newest"),
    ]
