"""Good files of every source, made from what the schemas say of their columns, so that no source is forgotten.

Rows are drawn at random and kept where no rule finds anything to say, so every finding on a mutant is the mutation's.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from pipelines.intake.parsing import Sheets, Tables, tables_of
from schemas.code_list import codes
from schemas.column import Column
from schemas.table import columns
from sources.catalogue import AGENCIES, sources
from sources.sheet import Grid
from sources.source import Source
from tests.bad_input.checking import nhs_number, upn

MONTH = "2023-03"
ROWS = 8
_CANDIDATES = 400
KEY = bytes(range(32))


@dataclass(frozen=True, kw_only=True)
class Good:
    """A good table of a source: headings, rows of text, and the schema's column of each heading."""

    source: Source
    headings: list[str]
    rows: list[list[str]]
    columns: dict[str, tuple[int, Column]]

    @property
    def table(self) -> list[list[str]]:
        """Headings and rows."""
        return [self.headings, *self.rows]


def every_source() -> list[Source]:
    """The sources whose reports have a row a record."""
    return [source for agency in AGENCIES for source in sources(agency) if source.unpivot is None]


@cache
def good(source: Source) -> Good:
    """A good table of the source, the same one every time."""
    chance = random.Random(source.name)
    known = {name: column for name, column in columns(source.table).items() if column.headings}
    headings = [column.headings[0] for column in known.values()]
    rows = [
        [_cell(column, number, chance) for column in known.values()] for number in range(1, _CANDIDATES + 1)
    ]
    tables = typed(source, [headings, *rows])
    told = set(tables.findings["row_number"].drop_nulls().to_list())
    kept = [row for number, row in enumerate(rows, start=2) if number not in told]
    full = sorted(kept, key=lambda row: row.count(""))[:ROWS]
    assert len(full) == ROWS, (
        f"no good rows could be drawn for {source.name}: {tables.findings['code'].value_counts()}"
    )
    return Good(
        source=source,
        headings=headings,
        rows=full,
        columns={name: (place, column) for place, (name, column) in enumerate(known.items())},
    )


def typed(source: Source, table: list[list[str]]) -> Tables:
    """What is made of a table."""
    file = Sheets(delivery_id="d", month=MONTH, grids=[Grid.of(table)])
    from pathlib import Path

    found = tables_of(
        [file], agency=source.agency, authority="370", key=KEY, names=("Barnsley",), overlay=Path("nowhere")
    )["d"]
    assert isinstance(found, Tables), str(found)
    return found


def _cell(column: Column, number: int, chance: random.Random) -> str:
    if not column.required and chance.random() < 0.25:
        return ""
    return _FILLED[column.kind](column, number, chance)


def _identifier(column: Column, number: int, chance: random.Random) -> str:
    if column.check == "nhs":
        return nhs_number(number)
    if column.check == "upn":
        return upn(number)
    return f"Q{number:04d}" if not column.width else f"{number:0{column.width}d}"


def _day(column: Column, number: int, chance: random.Random) -> str:
    if column.personal:
        return f"{date(2008, 1, 1) + timedelta(days=chance.randrange(3000)):%d/%m/%Y}"
    return f"{date(2023, 3, 13) + timedelta(days=chance.randrange(18)):%d/%m/%Y}"


def _moment(column: Column, number: int, chance: random.Random) -> str:
    return f"{datetime(2023, 3, 13, 8) + timedelta(minutes=chance.randrange(12 * 1440)):%d/%m/%Y %H:%M}"


def _number(column: Column, number: int, chance: random.Random) -> str:
    lowest, highest = int(column.lowest or 0), int(column.highest if column.highest is not None else 40)
    return str(chance.randint(lowest, max(lowest, min(highest, lowest + 30))))


_FILLED: dict[str, Any] = {
    "identifier": _identifier,
    "code": lambda column, number, chance: chance.choice(codes(column.codes)),
    "day": _day,
    "moment": _moment,
    "flag": lambda column, number, chance: chance.choice("YN"),
    "whole": _number,
    "decimal": _number,
    "label": lambda column, number, chance: chance.choice(column.labels),
    "text": lambda column, number, chance: (
        {"Year": "2022-23", "Period": "2023-03"}.get(column.headings[0])
        or f"Place {number} {chance.choice('ABC')}"
    ),
    "authority": lambda column, number, chance: chance.choice(["", "Leeds"]),
}
