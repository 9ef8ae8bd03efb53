"""What every agency's table has in common."""

from functools import cache
from typing import Any

import polars as pl

from schemas.column import Column
from schemas.row_rules import pa
from schemas.rule import RULES, Rule

PLACE: dict[str, Any] = {
    "authority": pl.String,
    "delivery_id": pl.String,
    "sheet_number": pl.Int32,
    "row_number": pl.Int32,
}
"""Where a row came from: its authority, its delivery, and the sheet and row of the supplier's file (from 1)."""


class Table(pa.DataFrameModel):
    """An agency's table: one typed row for each believable row of the supplier's file."""

    class Config:
        """Types are conformed beforehand: coercion would hide what could not be read."""

        name = ""
        coerce = False
        strict = False
        metadata: dict[str, Any] = {}


TableModel = type[Table]


@cache
def table_name(model: TableModel) -> str:
    """The table's full name, such as `police.missing_report`."""
    return str(model.to_schema().name)


@cache
def columns(model: TableModel) -> dict[str, Column]:
    """The table's columns by name, in order."""
    return {name: column.metadata["column"] for name, column in model.to_schema().columns.items()}


def key(model: TableModel) -> tuple[str, ...]:
    """The columns that together name one thing in a delivery; two rows with one key are duplicates."""
    return tuple(model.Config.metadata.get("key", ()))


@cache
def rules(model: TableModel) -> dict[str, Rule]:
    """The table's row rules by code."""
    owner = f"{model.__module__}.{model.__name__}"
    return {code: found for (where, code), found in RULES.items() if where == owner}


@cache
def polars_schema(model: TableModel) -> dict[str, Any]:
    """Types of the typed rows: place, columns, and the local day (`…_on`) of every moment."""
    types: dict[str, Any] = dict(PLACE)
    for name, column in columns(model).items():
        types[name] = _TYPES[column.kind]
        if column.kind == "moment":
            types[local_day(name)] = pl.Date
    return types


def local_day(name: str) -> str:
    """The name of a moment's local day: `found_at` has `found_on` beside it."""
    return f"{name.removesuffix('_at')}_on"


_TYPES: dict[str, Any] = {
    "identifier": pl.String,
    "code": pl.String,
    "label": pl.String,
    "text": pl.String,
    "authority": pl.String,
    "day": pl.Date,
    "given": pl.Date,
    "moment": pl.Datetime("us"),
    "flag": pl.Boolean,
    "whole": pl.Int64,
    "decimal": pl.Decimal(10, 2),
}
