"""What intake found, delivery by delivery: steps, occurrences and carried records, ready for `lives`."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import polars as pl

from pipelines.home import Home
from pipelines.intake.delivery import Delivery
from pipelines.intake.inbox import KINDS, span
from pipelines.review.census_rows import census_rows
from pipelines.review.lives import CARRIED, STEPS, numbered
from schemas.record import record_key
from scorecards.period import Month
from sources.catalogue import sources

PLACES: dict[str, Any] = {
    "stream": pl.String,
    "step": pl.Int64,
    "authority": pl.String,
    "agency": pl.String,
    "source": pl.String,
    "rule": pl.String,
    "severity": pl.String,
    "record_key": pl.String,
    "delivery_id": pl.String,
    "month": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "sheet_number": pl.Int32,
    "row_number": pl.Int32,
    "column_number": pl.Int32,
    "column": pl.String,
    "path": pl.String,
    "message": pl.String,
    "remedy": pl.String,
}
"""Columns of an occurrence with its place."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """The three frames that `lives` asks for; `occurrences` have the columns of PLACES and their `issue`."""

    steps: pl.DataFrame
    occurrences: pl.DataFrame
    carried: pl.DataFrame


@dataclass(frozen=True, kw_only=True)
class Step:
    """A delivery's place in the stream of one source; `until` is the number of the one that replaces it."""

    stream: str
    number: int
    until: int | None
    source: str | None
    delivery: Delivery


def found(home: Home, deliveries: Iterable[Delivery], month: Month) -> Found:
    """What intake found in the usable deliveries up to `month`."""
    steps = list(_steps(deliveries, month, home.settings.year_start))
    occurrences = _occurrences(home, steps)
    return Found(
        steps=pl.DataFrame(
            [(step.stream, step.number, step.until, step.delivery.month) for step in steps],
            schema=STEPS,
            orient="row",
        ),
        occurrences=occurrences,
        carried=_carried(home, steps, occurrences),
    )


def _steps(deliveries: Iterable[Delivery], month: Month, year_start: int) -> Iterator[Step]:
    parts: list[tuple[str, str, Delivery]] = []
    for each in deliveries:
        if each.is_usable and Month.parse(each.month) <= month:
            held = {str(part["source"]) for part in each.parts}
            # a sheet that no table knows belongs to the agency as a whole
            parts += [(f"{each.authority}|{source}", source, each) for source in sorted(held)]
            parts.append((f"{each.authority}|{each.agency}", "", each))
    parts.sort(key=lambda part: (part[0], part[2].month, part[2].order))
    for stream, group in groupby(parts, key=lambda part: part[0]):
        ours = list(group)
        spans = [span(each.agency, Month.parse(each.month), year_start) for _, _, each in ours]
        for number, (_, source, each) in enumerate(ours):
            later = (
                after
                for after in range(number + 1, len(ours))
                if spans[after] == spans[number] and _replaces(ours[after][2], each, source)
            )
            yield Step(
                stream=stream, number=number, until=next(later, None), source=source or None, delivery=each
            )


def _replaces(later: Delivery, earlier: Delivery, source: str) -> bool:
    """Whether a later delivery of the same span takes the other's place.

    Several providers may each send a file of one month of a year's returns, and an agency several files of a month: of
    what belongs to no table, only a file with all the tables of the other takes the place.
    """
    if later.month != earlier.month:
        return True
    if KINDS[earlier.agency] == "year_to_date":
        return False
    return bool(source) or {part["source"] for part in earlier.parts} <= {
        part["source"] for part in later.parts
    }


def _occurrences(home: Home, steps: list[Step]) -> pl.DataFrame:
    by_delivery: dict[str, list[Step]] = {}
    for step in steps:
        by_delivery.setdefault(step.delivery.delivery_id, []).append(step)
    frames = [pl.DataFrame(schema=PLACES)]
    for ours in by_delivery.values():
        delivery = ours[0].delivery
        frames += [
            told.with_columns(
                stream=pl.col("source").replace_strict(
                    {step.source: step.stream for step in ours}, return_dtype=pl.String
                ),
                step=pl.col("source").replace_strict(
                    {step.source: step.number for step in ours}, return_dtype=pl.Int64
                ),
                authority=pl.lit(delivery.authority),
                agency=pl.lit(delivery.agency),
                delivery_id=pl.lit(delivery.delivery_id),
                month=pl.lit(delivery.month),
                file=pl.lit(delivery.sha256),
                rule=pl.col("code"),
            )
            for told in _told(home, delivery)
        ]
    known = pl.concat(frames, how="diagonal_relaxed")
    return numbered(known.select(pl.col(name).cast(kind) for name, kind in PLACES.items()))


def _told(home: Home, delivery: Delivery) -> Iterator[pl.DataFrame]:
    """What intake told of a delivery, and what the national rules do where it is a census."""
    path = home.rows / delivery.folder_name / "findings.parquet"
    if _has_findings(delivery) and path.exists():
        yield pl.read_parquet(path)
    national = census_rows(home, delivery)
    if national is not None and national.height:
        yield national


def _has_findings(delivery: Delivery) -> bool:
    """Whether the ledger counts a finding; a sheet that nobody knows is counted with what was ignored."""
    counted = any(part["findings"] for part in delivery.parts)
    return counted or bool(delivery.ignored.get("unknown_sheets", 1))


def titles(home: Home, deliveries: Iterable[Delivery]) -> pl.DataFrame:
    """The titles of the sheets of deliveries, by `delivery_id` and `sheet_number`; a text file has none."""
    lines = [
        (each.delivery_id, int(number), title)
        for each in deliveries
        if (path := home.rows / each.folder_name / "sheets.json").exists()
        for number, title in json.loads(path.read_text(encoding="utf-8")).items()
    ]
    return pl.DataFrame(
        lines,
        schema={"delivery_id": pl.String, "sheet_number": pl.Int32, "sheet": pl.String},
        orient="row",
    )


def _carried(home: Home, steps: list[Step], occurrences: pl.DataFrame) -> pl.DataFrame:
    """The records of every delivery of a stream that has findings and whose deliveries stand side by side."""
    wanted = set(occurrences["stream"].unique())
    frames = [pl.DataFrame(schema=CARRIED), occurrences.select(*CARRIED)]
    for step in steps:
        agency = step.delivery.agency
        if step.source is None or step.stream not in wanted or KINDS[agency] == "snapshot":
            continue
        model = next(source.table for source in sources(agency) if source.name == step.source)
        path = home.rows / step.delivery.folder_name / f"{step.source}.parquet"
        keys = pl.read_parquet(path).select(record_key(model).alias("record_key"))
        frames.append(
            keys.with_columns(
                pl.lit(step.stream).alias("stream"), pl.lit(step.number).cast(pl.Int64).alias("step")
            )
        )
    return pl.concat([frame.select(*CARRIED) for frame in frames]).drop_nulls("record_key").unique()
