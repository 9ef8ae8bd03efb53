"""A worked example: text tables that say what is given and what the query has to answer.

Examples are the tests of a SQL file and its documentation at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scorecards.sql_file import SqlFile

_KEYS = ("because", "period", "given", "expect", "expect_by", "expect_rows")
_READERS: dict[str, Callable[[str], Any]] = {
    "varchar": lambda cell: "" if cell == "''" else cell,
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
    "boolean": lambda cell: {"true": True, "false": False}[cell],
    "integer": int,
    "bigint": int,
    "double": float,
    "decimal": Decimal,
}


class UnreadableExample(ValueError):
    """A worked example whose table or cell cannot be read."""


@dataclass(frozen=True, kw_only=True)
class TextTable:
    """A table as written: column names and rows of cells; a blank cell is None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Example:
    """What is `given` by table name, and what has to come of it.

    `expect` holds the counts of the total row (empty: no row), `expect_by` a list of counts by breakdown and
    category, `expect_rows` how many rows a check returns, `expect_table` the very rows.
    """

    because: str
    period: tuple[date, date] | None
    given: Mapping[str, TextTable]
    expect: Mapping[str, Decimal] | None
    expect_by: Mapping[str, Mapping[str, list[Decimal]]]
    expect_rows: int | None
    expect_table: TextTable | None


def examples(file: SqlFile) -> tuple[Example, ...]:
    """The worked examples of a SQL file."""
    return tuple(_example(file, written) for written in file.examples)


def text_table(text: str) -> TextTable:
    """The table written with a bar between cells, a row of names first and a dashed line under it."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or set(lines[1].strip()) - set("-+| "):
        raise UnreadableExample(f"expected a row of names and a dashed line, found {text.strip()[:60]!r}")
    names = tuple(cell.strip() for cell in lines[0].split("|"))
    rows = tuple(tuple(cell.strip() or None for cell in line.split("|")) for line in lines[2:])
    for line, row in zip(lines[2:], rows, strict=True):
        if len(row) != len(names):
            raise UnreadableExample(f"expected {len(names)} cells, found {len(row)} in {line!r}")
    return TextTable(columns=names, rows=rows)


def typed_rows(table: TextTable, types: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows as values of the types given by column name."""
    unknown = [name for name in table.columns if name not in types]
    if unknown:
        raise UnreadableExample(f"expected columns among {', '.join(types)}, found {', '.join(unknown)}")
    return [
        {name: _value(name, cell, types[name]) for name, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]


def _value(name: str, cell: str | None, column_type: str) -> Any:
    if cell is None:
        return None
    try:
        return _READERS[column_type.partition("(")[0].lower()](cell)
    except (ValueError, ArithmeticError, KeyError):
        raise UnreadableExample(f"expected {name} as {column_type}, found {cell!r}") from None


def _example(file: SqlFile, written: Mapping[str, Any]) -> Example:
    because = written.get("because")
    if not because:
        file.refuse("`because` in every example", "none", "say what the example shows", at="[[example]]")
    for key in written:
        if key not in _KEYS:
            file.refuse(
                f"one of the keys {', '.join(_KEYS)} in an example",
                f"`{key}`",
                "correct it",
                at=f'"{because}"',
            )
    try:
        return _checked_example(written)
    except UnreadableExample as error:
        place = file.place(f'"{because}"')
        raise UnreadableExample(f"{place}: {error} in the example {because!r}") from None


def _checked_example(written: Mapping[str, Any]) -> Example:
    period = [date.fromisoformat(str(day)) for day in written.get("period", ())]
    if len(period) not in (0, 2):
        raise UnreadableExample(f"expected a period of a first and a last day, found {len(period)} days")
    expect = written.get("expect")
    return Example(
        because=written["because"],
        period=(period[0], period[1]) if period else None,
        given={name: text_table(text) for name, text in written.get("given", {}).items()},
        expect={name: _count(value) for name, value in expect.items()} if isinstance(expect, dict) else None,
        expect_by={
            breakdown: {
                category: [_count(value) for value in counts] for category, counts in categories.items()
            }
            for breakdown, categories in written.get("expect_by", {}).items()
        },
        expect_rows=written.get("expect_rows"),
        expect_table=text_table(expect) if isinstance(expect, str) else None,
    )


def _count(value: int | float) -> Decimal:
    return Decimal(str(value))
