"""Sheets of text to typed tables, in two phases: a file's bytes to sheets (`sources.reading`), which asks for nothing
but the bytes, and here many files' sheets of one agency to typed tables. Knows no folder and no ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.intake.typing_parts import TypedPart, typed_parts
from schemas.code_list import folded
from schemas.finding import LAYOUT, Column, findings
from schemas.rule import Rule
from scorecards.period import Month
from sources.catalogue import sources
from sources.cells.result import Circumstances
from sources.preflight.remark import Remark
from sources.profile import profiles
from sources.pseudonym import Pseudonyms
from sources.reading import UnreadableFile, book
from sources.recognising import Recognised, Unrecognised, recognised
from sources.records import Part
from sources.sheet import Grid


class Refused(Exception):
    """A file that cannot be used at all, in a sentence without any of its content."""


@dataclass(frozen=True, kw_only=True)
class Sheets:
    """One delivered file as sheets of text."""

    delivery_id: str
    month: str
    grids: Sequence[Grid]
    remarks: Sequence[Remark] = ()


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What a file held: accepted rows by source and their profiles, findings, spellings that no list knows, a line of
    counts for each sheet's source, the sheets ignored by name, and the titles of sheets by number."""

    frames: dict[str, pl.DataFrame]
    profiles: dict[str, dict[str, Any]]
    findings: pl.DataFrame
    unknown: pl.DataFrame
    parts: list[dict[str, Any]]
    ignored: dict[str, int]
    titles: dict[int, str]


def parsed(data: bytes, *, month: str, delivery_id: str, **said: Any) -> Tables:
    """The typed tables of a file; `said` as in `tables_of`. Raises Refused when no sheet of it can be used."""
    try:
        read = book(data)
    except UnreadableFile as unreadable:
        raise Refused(str(unreadable)) from None
    file = Sheets(delivery_id=delivery_id, month=month, grids=read.grids, remarks=read.remarks)
    found = tables_of([file], **said)[delivery_id]
    if isinstance(found, Refused):
        raise found
    return found


def tables_of(
    files: Sequence[Sheets],
    *,
    agency: str,
    authority: str,
    key: bytes,
    names: tuple[str, ...],
    overlay: Path,
) -> dict[str, Tables | Refused]:
    """The typed tables of an agency's files by delivery, or why no sheet of a file can be used.

    The sheets of a source are typed together whatever file they stand in: a short sheet costs as much as a long one.
    """
    circumstances = Circumstances(
        authority=authority,
        pseudonyms=_pseudonyms(key, authority),
        own_names=frozenset(map(folded, (authority, *names))),
        overlay=overlay,
    )
    looked = {
        file.delivery_id: [
            recognised(grid, sources(agency), overlay) for grid in file.grids if not grid.is_blank
        ]
        for file in files
    }
    by_source: dict[str, list[Part]] = {}
    for file in files:
        for sheet in looked[file.delivery_id]:
            if isinstance(sheet, Recognised):
                part = Part(
                    sheet=sheet, delivery_id=file.delivery_id, month_end=Month.parse(file.month).last_day
                )
                by_source.setdefault(sheet.source.name, []).append(part)
    typed: dict[str, list[TypedPart]] = {}
    known: dict[str, dict[str, dict[str, Any]]] = {}
    for source, parts in by_source.items():
        done = typed_parts(parts, circumstances)
        ends = {part.delivery_id: part.month_end for part in parts}
        known[source] = profiles(pl.concat(one.accepted for one in done), parts[0].sheet.source.table, ends)
        for each in done:
            typed.setdefault(each.delivery_id, []).append(each)
    return {
        file.delivery_id: _tables(
            agency,
            file,
            looked[file.delivery_id],
            typed.get(file.delivery_id, []),
            known,
            circumstances.pseudonyms,
        )
        for file in files
    }


@lru_cache(maxsize=1)
def _pseudonyms(key: bytes, authority: str) -> Pseudonyms:
    """One for all files of an authority, so that an id that many files hold is hashed once."""
    return Pseudonyms(key=key, authority=authority)


def _tables(
    agency: str,
    file: Sheets,
    looked: Iterable[Recognised | Unrecognised],
    parts: list[TypedPart],
    known: dict[str, dict[str, dict[str, Any]]],
    pseudonyms: Pseudonyms,
) -> Tables | Refused:
    """One file's tables put together from its parts, in the order of its sheets."""
    strange = [sheet for sheet in looked if isinstance(sheet, Unrecognised)]
    if not parts:
        reasons = [sheet.message for sheet in strange if sheet.is_data]
        return Refused(
            " ".join(reasons) or f"Expected a report of {agency}; found no headings of one. Check the file."
        )
    parts = sorted(parts, key=lambda part: part.counts["sheet"])
    frames: dict[str, list[pl.DataFrame]] = {}
    for part in parts:
        frames.setdefault(part.source, []).append(part.accepted)
    return Tables(
        frames={source: pl.concat(each) for source, each in frames.items()},
        profiles={source: known[source][file.delivery_id] for source in frames},
        findings=pl.concat(
            [
                *(part.findings for part in parts),
                *(_layout(each, pseudonyms) for each in strange),
                *(_remarked(file, each, parts, pseudonyms) for each in file.remarks),
            ]
        ),
        unknown=pl.concat(part.unknown for part in parts),
        parts=[
            _with_remarks(
                part.counts,
                file.remarks
                if number == 0 or parts[number - 1].counts["sheet"] != part.counts["sheet"]
                else (),
                is_first=number == 0,
            )
            for number, part in enumerate(parts)
        ],
        ignored={
            "sheets": sum(not sheet.is_data for sheet in strange),
            "unknown_sheets": sum(sheet.is_data for sheet in strange),
        },
        titles={grid.number: grid.title for grid in file.grids if grid.title},
    )


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


def _remarked(file: Sheets, remark: Remark, parts: list[TypedPart], pseudonyms: Pseudonyms) -> pl.DataFrame:
    """The finding on a file's form; it is put down to the source of its sheet, else to the first."""
    notice = remark.notice
    titles = {grid.number: grid.title for grid in file.grids}
    source = next((part.source for part in parts if part.counts["sheet"] == remark.sheet), parts[0].source)
    rule = Rule(
        code=notice.code,
        severity=notice.severity,
        column="",
        message=remark.message,
        why="",
        remedy=notice.remedy,
    )
    place = pl.DataFrame(
        {"sheet_number": [remark.sheet], "row_number": [remark.row], "record": [None]},
        schema={"sheet_number": pl.Int32, "row_number": pl.Int32, "record": pl.Int32},
    )
    return findings(rule, place, Column(number=remark.column, heading="")).with_columns(
        pseudonyms.of("sheet", pl.Series("record_key", [f"{notice.code} {remark.sheet}"])),
        pl.lit(source).alias("source"),
        pl.lit(titles.get(remark.sheet or 0) or None, pl.String).alias("sheet"),
    )


def _with_remarks(counts: dict[str, Any], remarks: Sequence[Remark], *, is_first: bool) -> dict[str, Any]:
    """The counts of a sheet's first part with the remarks on it; those on the whole file count with the file's first."""
    mine = [
        each.notice for each in remarks if each.sheet == counts["sheet"] or (is_first and each.sheet is None)
    ]
    found = dict(counts["findings"])
    for notice in mine:
        found[notice.code] = found.get(notice.code, 0) + 1
    queries = counts["queries"] + sum(notice.severity == "query" for notice in mine)
    return {**counts, "findings": dict(sorted(found.items())), "queries": queries}
