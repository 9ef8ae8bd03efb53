"""The parts of one source to accepted rows, findings and counts: conform and validate as one, then give each part its
own again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

import polars as pl

from schemas.finding import NOT_RUN, no_findings
from schemas.record import record_key
from schemas.table import TableModel, polars_schema
from schemas.validation import validated
from sources.cells.result import Circumstances
from sources.conforming import conformed, headings, placed
from sources.pseudonym import Pseudonyms
from sources.records import Part
from sources.source import ALL_MONTHS


@dataclass(frozen=True, kw_only=True)
class TypedPart:
    """What became of a sheet: its accepted rows, its findings, the spellings in it that no list knows with their
    source, and its line of counts."""

    delivery_id: str
    source: str
    accepted: pl.DataFrame
    findings: pl.DataFrame
    unknown: pl.DataFrame
    counts: dict[str, Any]


def typed_parts(parts: Sequence[Part], circumstances: Circumstances) -> list[TypedPart]:
    """Parts of one source, each with its accepted rows, findings and counts, in the order given."""
    source = parts[0].sheet.source
    done = conformed(parts, circumstances)
    broken = done.findings.filter(pl.col("severity") == "reject")["record"].unique().drop_nulls()
    readable = done.frame.filter(~pl.col("record").is_in(broken.implode())) if len(broken) else done.frame
    found = pl.concat([done.findings, validated(readable, source.table, headings(source.table))])
    found = _asked(found, parts)
    deliveries = list(dict.fromkeys(part.delivery_id for part in parts))
    if (
        len(deliveries) > 1 and (found["code"] == NOT_RUN.code).any()
    ):  # whose rows stopped the rule is told alone
        return [
            typed
            for delivery in deliveries
            for typed in typed_parts([part for part in parts if part.delivery_id == delivery], circumstances)
        ]
    rejected = found.filter(pl.col("severity") == "reject")["record"].unique().drop_nulls()
    accepted = readable.filter(~pl.col("record").is_in(rejected.implode())) if len(rejected) else readable
    records = _lengths(done.frame["sheet_number"], len(parts))
    if found.height:
        named = _keyed(found, done.frame, parts, source.table, circumstances.pseudonyms)
        findings = _by_part(_placed(named, parts, records), len(parts))
    else:
        findings = [_none_found()] * len(parts)
    unknown = _by_part(done.unknown.with_columns(pl.lit(source.name).alias("source")), len(parts))
    kept = _lengths(accepted["sheet_number"], len(parts))
    starts = [0, *accumulate(kept)]
    numbers = pl.Series([part.sheet.grid.number for part in parts], dtype=pl.Int32)
    rows = accepted.select(*polars_schema(source.table)).with_columns(
        numbers.gather(accepted["sheet_number"]).alias("sheet_number")
    )
    return [
        TypedPart(
            delivery_id=part.delivery_id,
            source=source.name,
            accepted=rows.slice(starts[number], kept[number]),
            findings=findings[number],
            unknown=unknown[number],
            counts={
                "source": source.name,
                "sheet": part.sheet.grid.number,
                "months": part.sheet.grid.months,
                "form": part.sheet.grid.form,
                "rows": part.sheet.grid.height,
                "records": records[number],
                "accepted": kept[number],
                "set_aside": records[number] - kept[number],
                "ignored": {kind: count for kind, count in done.ignored[number].items() if count},
                "absent": list(part.sheet.absent),
                "extra": len(part.sheet.extra),
                "queries": findings[number]["severity"].to_list().count("query"),
                "findings": dict(sorted(Counter(findings[number]["code"].to_list()).items())),
            },
        )
        for number, part in enumerate(parts)
    ]


def _asked(found: pl.DataFrame, parts: Sequence[Part]) -> pl.DataFrame:
    """The findings without those on columns that a piece of a history does not tell: other pieces do."""
    untold = [
        (number, headings(part.sheet.source.table)[name].heading)
        for number, part in enumerate(parts)
        if part.sheet.grid.months == ALL_MONTHS
        for name in part.sheet.absent
    ]
    if not untold:
        return found
    of_sheets = pl.DataFrame(untold, schema={"sheet_number": pl.Int32, "column": pl.String}, orient="row")
    return found.join(of_sheets, on=["sheet_number", "column"], how="anti", maintain_order="left")


def _placed(found: pl.DataFrame, parts: Sequence[Part], records: Sequence[int]) -> pl.DataFrame:
    """Findings with their places in the file, their source and their sheet's title; `part` keeps the part's number.
    `records` says how many records each part has."""
    placed_findings = placed(found, parts, [0, *accumulate(records)][:-1])
    titles = pl.Series([part.sheet.grid.title or None for part in parts], dtype=pl.String)
    return placed_findings.with_columns(
        pl.lit(parts[0].sheet.source.name).alias("source"),
        titles.gather(placed_findings["part"]).alias("sheet"),
    )


@cache
def _none_found() -> pl.DataFrame:
    """The findings of a part that has none."""
    text = pl.lit(None, pl.String)
    return no_findings().with_columns(text.alias("record_key"), text.alias("source"), text.alias("sheet"))


def _lengths(numbers: pl.Series, count: int) -> list[int]:
    """How many rows each part has."""
    found = dict(numbers.value_counts().iter_rows())
    return [found.get(number, 0) for number in range(count)]


def _by_part(found: pl.DataFrame, count: int) -> list[pl.DataFrame]:
    """The rows of each part."""
    by_part = found.partition_by("part", as_dict=True, include_key=False, maintain_order=True)
    none = found.drop("part").clear()
    return [by_part.get((number,), none) for number in range(count)]


def _keyed(
    found: pl.DataFrame,
    records: pl.DataFrame,
    parts: Sequence[Part],
    model: TableModel,
    pseudonyms: Pseudonyms,
) -> pl.DataFrame:
    """The findings with the key of their record, which stays when a row moves.

    A record without a key goes by the keyed hash of its row, so that nothing of it can be guessed back.
    """
    wanted = records.filter(pl.col("record").is_in(found["record"].unique().implode()))
    keys = wanted.select("record", record_key(model).alias("record_key"), "sheet_number", "row_number")
    unknown = keys.filter(pl.col("record_key").is_null()).unique(
        ["sheet_number", "row_number"], maintain_order=True
    )
    if unknown.height:
        texts = [
            "\x1f".join(row)
            for (number,), rows in unknown.group_by("sheet_number", maintain_order=True)
            for row in parts[number].sheet.grid.rows_numbered(rows["row_number"])
        ]
        hashes = pseudonyms.of(
            f"row of {parts[0].sheet.source.name}", pl.Series("row_hash", texts, dtype=pl.String)
        )
        by_row = unknown.select("sheet_number", "row_number").with_columns(hashes)
        keys = keys.join(by_row, on=["sheet_number", "row_number"], how="left", maintain_order="left")
        keys = keys.with_columns(pl.coalesce("record_key", "row_hash").alias("record_key"))
    return found.join(keys.select("record", "record_key"), on="record", how="left", maintain_order="left")
