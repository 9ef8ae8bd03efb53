"""How the records of a source's sheets become typed rows, with a list of every cell that could not be read.

A cell that cannot be read sets its row aside: an unreadable end date must never become "still open". The sheets of many
files are conformed as one long sheet, in which a part's number stands for its sheet until `placed` puts that right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from schemas.finding import RAGGED, UNKNOWN, UNREADABLE, Column, counted, findings, no_findings
from schemas.table import TableModel, columns, local_day, polars_schema
from sources.cells.conform import CONFORM, EXPECTED
from sources.cells.lists import UNKNOWN_SPELLINGS, list_name, unknown_spellings
from sources.cells.result import Circumstances
from sources.records import Part, records


@dataclass(frozen=True, kw_only=True)
class Conformed:
    """Typed rows of parts of one source with their places, the findings, and what was ignored by name.

    `frame` holds every record before any is set aside, and beside its columns the record's number through all parts
    (`record`), the last day of its month (`month_end`) and in a cross-tab its column (`record_column`). The
    `sheet_number` of rows and findings is the part's number. `ignored` counts for each part the rows of the file that
    are no records, by kind; `unknown` are the words that no list knows (UNKNOWN_SPELLINGS).
    """

    frame: pl.DataFrame
    findings: pl.DataFrame
    unknown: pl.DataFrame
    ignored: list[dict[str, int]]


def conformed(parts: Sequence[Part], circumstances: Circumstances) -> Conformed:
    """The typed rows of parts of one source, in the order of the parts and their files."""
    model = parts[0].sheet.source.table
    found = records(parts)
    raw = found.text.rename({"part": "sheet_number"})
    places = raw.select(pl.col("^record(_column)?$"), "sheet_number", "row_number")
    typed = _given(parts, raw["sheet_number"], circumstances)
    typed |= {"sheet_number": raw["sheet_number"], "row_number": raw["row_number"]}
    wrong, unknown = [], [pl.DataFrame(schema=UNKNOWN_SPELLINGS)]
    if found.ragged.any():
        wrong.append(findings(RAGGED, places.filter(found.ragged), Column(number=None, heading="")))
    broken = _broken_cells(parts, raw)
    where = headings(model)
    for name, column in columns(model).items():
        if column.kind == "given":
            typed[name] = typed["month_end"]
            continue
        cells = raw[name] if name in raw.columns else _nothing(raw.height)
        result = CONFORM[column.kind](cells, column, circumstances)
        typed[name] = result.values
        if column.kind == "moment" and result.days is not None:
            typed[local_day(name)] = result.days
        for rule, mask in result.marks:
            if rule.counted:
                wrong.append(counted(rule, places.filter(mask), where[name]))
            else:
                # a short list is told with its words
                known = (
                    f"{list_name(column)} ({', '.join(column.labels)})"
                    if column.labels
                    else list_name(column)
                )
                words = rule.message.format(kind=EXPECTED[column.kind], list=known)
                wrong.append(findings(rule, places.filter(mask), where[name], words))
            if rule is UNKNOWN:
                unknown.append(unknown_spellings(cells, mask, column, raw["sheet_number"]))
        if name in broken:
            for rule, mask in result.marks:
                if rule.severity == "reject":  # once is enough
                    broken[name] &= ~mask
            words = "Expected a value; found an error, a formula that was never computed, or a cell merged into another."
            wrong.append(findings(UNREADABLE, places.filter(broken[name]), where[name], words))
    frame = pl.DataFrame(
        [typed[name].cast(dtype).alias(name) for name, dtype in polars_schema(model).items()]
    )
    own = places.select(pl.col("^record(_column)?$")).with_columns(typed["month_end"].alias("month_end"))
    frame = pl.concat([own, frame], how="horizontal")
    return Conformed(
        frame=frame,
        findings=pl.concat([no_findings(), *wrong]),
        unknown=pl.concat(unknown),
        ignored=found.ignored,
    )


def headings(model: TableModel) -> dict[str, Column]:
    """Where each column stands as far as that is the same in every file: its heading as the schema names it."""
    return {
        name: Column(number=None, heading=column.headings[0] if column.headings else name)
        for name, column in columns(model).items()
    }


def placed(found: pl.DataFrame, parts: Sequence[Part], firsts: Sequence[int]) -> pl.DataFrame:
    """Findings with the place that they have in their own file: its sheet, its column and the record's number within
    the sheet; `part` keeps the part's number. `firsts` are the numbers of the parts' first records."""
    standing = [
        (number, heading.heading, part.sheet.grid.column_numbers[position])
        for number, part in enumerate(parts)
        for name, heading in headings(part.sheet.source.table).items()
        if (position := part.sheet.positions.get(name)) is not None
        and position < len(part.sheet.grid.column_numbers)
    ]
    in_file = pl.DataFrame(
        standing, schema={"part": pl.Int32, "column": pl.String, "standing": pl.Int32}, orient="row"
    ).unique(["part", "column"], keep="first")
    of_parts = pl.DataFrame(
        {"part": range(len(parts)), "first": firsts, "sheet": [part.sheet.grid.number for part in parts]},
        schema_overrides={"part": pl.Int32, "first": pl.Int32, "sheet": pl.Int32},
    )
    return (
        found.rename({"sheet_number": "part"})
        .join(in_file, on=["part", "column"], how="left", maintain_order="left")
        .join(of_parts, on="part", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("column_number", "standing").alias("column_number"),
            pl.col("record") - pl.col("first"),
            pl.col("sheet").alias("sheet_number"),
        )
        .select(
            *no_findings().columns, "part", *(name for name in found.columns if name not in no_findings())
        )
    )


def _given(parts: Sequence[Part], numbers: pl.Series, circumstances: Circumstances) -> dict[str, pl.Series]:
    """What every record is told by intake: its authority, its delivery and the last day of its month."""
    deliveries = pl.Series([part.delivery_id for part in parts], dtype=pl.String)
    ends = pl.Series([part.month_end for part in parts], dtype=pl.Date)
    return {
        "authority": pl.repeat(circumstances.authority, len(numbers), dtype=pl.String, eager=True),
        "delivery_id": deliveries.gather(numbers),
        "month_end": ends.gather(numbers),
    }


def _nothing(count: int) -> pl.Series:
    return pl.repeat(None, count, dtype=pl.String, eager=True)


_ERRORS = (
    "#REF!",
    "#DIV/0!",
    "#VALUE!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#GETTING_DATA",
)
"""What Excel writes into a cell whose formula went wrong; `#N/A` is a word for what is not known as well."""


def _broken_cells(parts: Sequence[Part], raw: pl.DataFrame) -> dict[str, pl.Series]:
    """Which records hold an error cell, an uncomputed formula or an error that an export wrote out as text, by column."""
    broken: dict[str, pl.Series] = {}
    names = [name for name in columns(parts[0].sheet.source.table) if name in raw.columns]
    suspect = raw.select(pl.col(name).str.starts_with("#").any() for name in names).to_dicts()
    for name in names:
        if suspect[0][name]:
            mask = raw[name].str.to_uppercase().is_in(_ERRORS).fill_null(False)
            if mask.any():
                broken[name] = mask
    for number, part in enumerate(parts):
        grid = part.sheet.grid
        for name, position in part.sheet.positions.items() if grid.unreadable else ():
            if position >= len(grid.column_numbers):
                continue
            rows = [row for row, column in grid.unreadable if column == grid.column_numbers[position]]
            mask = (raw["sheet_number"] == number) & raw["row_number"].is_in(rows)
            if mask.any():
                broken[name] = mask | broken[name] if name in broken else mask
    return broken
