"""How one value is written in a cell: the form of each column says which of the usual ways."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sources.synthetic.entry import Row
from sources.synthetic.filler import filled
from sources.synthetic.layout import FileColumn

Cell = str | int | float | date | datetime | None


def cells(layout: list[FileColumn], row: Row) -> list[Cell]:
    """A row in the order and the forms of its file."""
    return [
        filled(column.column, row)
        if column.column.startswith("=")
        else _written(_FORMS[column.form], row.get(column.column))
        for column in layout
    ]


def _written(form: Callable[[Any], Cell], value: Any) -> Cell:
    return None if value is None else form(value)


def _text(value: Any) -> Cell:
    return json.dumps(value) if isinstance(value, (list, tuple)) else str(value)


def _number(value: Any) -> Cell:
    if isinstance(value, Decimal):
        value = float(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _moment_uk(value: datetime) -> Cell:
    return value.strftime("%d/%m/%Y %H:%M:%S" if value.second else "%d/%m/%Y %H:%M")


_FORMS: dict[str, Callable[[Any], Cell]] = {
    "text": _text,
    "number": _number,
    "flag": lambda value: "Y" if value else "N",
    "day": lambda value: value.isoformat(),
    "day_uk": lambda value: f"{value.day:02d}/{value.month:02d}/{value.year}",
    "moment": lambda value: value.isoformat(timespec="seconds"),
    "moment_uk": _moment_uk,
    "excel_day": lambda value: value,
    "excel_moment": lambda value: value,
}
