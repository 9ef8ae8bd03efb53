"""The bytes of one file to typed tables: read, recognise, conform, validate. Knows no folder and no ledger."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from schemas.code_list import folded
from schemas.finding import DUPLICATE, LAYOUT, Column, findings
from schemas.record import record_key
from schemas.table import columns, key
from schemas.validation import validated
from scorecards.period import Month
from sources.catalogue import sources
from sources.cells.result import Circumstances
from sources.conforming import conformed
from sources.profile import profile
from sources.pseudonym import Pseudonyms
from sources.reading import UnreadableFile, sheets
from sources.recognising import Recognised, Unrecognised, recognised


class Refused(Exception):
    """A file that cannot be used at all, in a sentence without any of its content."""


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What a file held: accepted rows by source and their profiles, findings, a line of counts for each sheet's
    source, and the sheets ignored by name."""

    frames: dict[str, pl.DataFrame]
    profiles: dict[str, dict[str, Any]]
    findings: pl.DataFrame
    parts: list[dict[str, Any]]
    ignored: dict[str, int]


def parsed(
    data: bytes,
    *,
    agency: str,
    month: str,
    authority: str,
    delivery_id: str,
    key: bytes,
    names: tuple[str, ...],
    overlay: Path,
) -> Tables:
    """The typed tables of a file. Raises Refused when no sheet of it can be used."""
    circumstances = Circumstances(
        authority=authority,
        delivery_id=delivery_id,
        month_end=Month.parse(month).last_day,
        pseudonyms=_pseudonyms(key, authority),
        own_names=frozenset(map(folded, (authority, *names))),
        overlay=overlay,
    )
    try:
        looked = [recognised(grid, sources(agency), overlay) for grid in sheets(data) if not grid.is_blank]
    except UnreadableFile as unreadable:
        raise Refused(str(unreadable)) from None
    known = [sheet for sheet in looked if isinstance(sheet, Recognised)]
    strange = [sheet for sheet in looked if isinstance(sheet, Unrecognised)]
    if not known:
        reasons = [sheet.message for sheet in strange if sheet.is_data]
        raise Refused(
            " ".join(reasons) or f"Expected a report of {agency}; found no headings of one. Check the file."
        )
    frames: dict[str, pl.DataFrame] = {}
    found: list[pl.DataFrame] = []
    parts: list[dict[str, Any]] = []
    for sheet in known:
        source = sheet.source.name
        frame, sheet_findings, part = _table(sheet, circumstances, frames.get(source))
        frames[source] = pl.concat([frames[source], frame]) if source in frames else frame
        found.append(sheet_findings)
        parts.append(part)
    models = {sheet.source.name: sheet.source.table for sheet in known}
    return Tables(
        frames=frames,
        profiles={
            source: profile(frame, models[source], circumstances.month_end)
            for source, frame in frames.items()
        },
        findings=pl.concat([*found, *(_layout(each, circumstances.pseudonyms) for each in strange)]),
        parts=parts,
        ignored={"sheets": sum(not sheet.is_data for sheet in strange)},
    )


@lru_cache(maxsize=1)
def _pseudonyms(key: bytes, authority: str) -> Pseudonyms:
    """One for all files of an authority, so that an id that many files hold is hashed once."""
    return Pseudonyms(key=key, authority=authority)


def _table(
    sheet: Recognised, circumstances: Circumstances, before: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, Any]]:
    """A sheet's accepted rows, its findings and its counts; `before` are the rows of the source's earlier sheets."""
    done = conformed(sheet, circumstances)
    model = sheet.source.table
    numbers = sheet.grid.column_numbers
    places = {
        name: Column(
            number=_number(numbers, sheet.positions.get(name)),
            heading=column.headings[0] if column.headings else name,
        )
        for name, column in columns(model).items()
    }
    broken = done.findings.filter(pl.col("severity") == "reject")
    readable = done.frame.filter(~pl.col("record").is_in(broken["record"].implode()))
    found = pl.concat([done.findings, validated(readable, model, circumstances.month_end, places)])
    if before is not None and key(model):
        again = readable.join(before.select(key(model)), on=key(model), how="semi", nulls_equal=True)
        found = pl.concat([found, findings(DUPLICATE, again, places[key(model)[0]])])
    rejected = found.filter(pl.col("severity") == "reject")
    accepted = readable.filter(~pl.col("record").is_in(rejected["record"].implode()))
    accepted = accepted.drop("record", "record_column", strict=False)
    part = {
        "source": sheet.source.name,
        "sheet": sheet.grid.number,
        "records": done.records,
        "accepted": accepted.height,
        "set_aside": done.records - accepted.height,
        "ignored": {kind: count for kind, count in done.ignored.items() if count},
        "absent": list(sheet.absent),
        "extra": len(sheet.extra),
        "findings": dict(sorted(found.group_by("code").len().iter_rows())),
    }
    return accepted, _named(found, done.frame, sheet, circumstances.pseudonyms), part


def _named(
    found: pl.DataFrame, records: pl.DataFrame, sheet: Recognised, pseudonyms: Pseudonyms
) -> pl.DataFrame:
    """The findings with their source, the sheet's title and the key of their record, which stays when a row moves.

    A record without a key goes by the keyed hash of its row, so that nothing of it can be guessed back.
    """
    source, model, title = sheet.source.name, sheet.source.table, sheet.grid.title or None
    wanted = records.filter(pl.col("record").is_in(found["record"].unique().implode()))
    keys = wanted.select("record", record_key(model).alias("record_key"), "row_number")
    unknown = keys.filter(pl.col("record_key").is_null())["row_number"].unique().sort()
    if unknown.len():
        rows = sheet.grid.rows_numbered(unknown)
        texts = pl.Series(["\x1f".join(row) for row in rows], dtype=pl.String)
        hashes = dict(zip(unknown.to_list(), pseudonyms.of(f"row of {source}", texts).to_list(), strict=True))
        by_row = pl.col("row_number").replace_strict(hashes, default=None, return_dtype=pl.String)
        keys = keys.with_columns(pl.coalesce("record_key", by_row).alias("record_key"))
    return found.join(keys.drop("row_number"), on="record", how="left", maintain_order="left").with_columns(
        pl.lit(source).alias("source"), pl.lit(title, pl.String).alias("sheet")
    )


def _number(numbers: list[int], position: int | None) -> int | None:
    return numbers[position] if position is not None and position < len(numbers) else None


def _layout(sheet: Unrecognised, pseudonyms: Pseudonyms) -> pl.DataFrame:
    """The finding on a sheet that holds a table nobody knows; none for a page of notes."""
    place = pl.DataFrame(
        {"sheet_number": [sheet.grid.number], "row_number": [None], "record": [None]},
        schema_overrides={"row_number": pl.Int32, "record": pl.Int32},
    )
    title = sheet.grid.title or str(sheet.grid.number)
    return (
        findings(LAYOUT, place, Column(number=None, heading=""), sheet.message)
        .head(int(sheet.is_data))
        .with_columns(
            pseudonyms.of("sheet", pl.Series("record_key", [title])).head(int(sheet.is_data)),
            pl.lit(None, pl.String).alias("source"),
            pl.lit(sheet.grid.title or None, pl.String).alias("sheet"),
        )
    )
