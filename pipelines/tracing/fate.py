"""What became of one row of a delivered file on its way into a build: counted with, or left behind where and why."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.database import quoted, rows
from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.force import InForce, in_force
from pipelines.intake.inbox import span
from pipelines.intake.verdict import HELD, REFUSED
from pipelines.questions.answers import NotAsked
from pipelines.sealed import file_hash
from scorecards.period import Month
from sources.source import ALL_MONTHS, TAKEN_BACK

STARTS = 6
"""So many characters of a hash or of a delivery's id name it."""
_NOTHING = "No record stands there: a heading, a blank, a total or a note, or beyond the end of the sheet."


@dataclass(frozen=True, kw_only=True)
class Fate:
    """A row of one delivery. `source` is empty for one that is no record; `words` say what became of it; `row` is its
    place in the build's table of that source, None for one that is not there."""

    delivery: Delivery
    sheet: int
    row_number: int
    source: str
    words: str
    row: int | None = None


def delivered_as(home: Home, file: str) -> list[Delivery]:
    """The deliveries of a file: a path to it or to a copy, the id of a delivery, or the start of the file's hash.
    Raises NotAsked."""
    path = Path(file)
    wanted = file_hash(path) if path.is_file() else file.lower()
    if not path.is_file() and (len(wanted) < STARTS or not wanted.isalnum()):
        raise NotAsked("Expected a file, or a delivery's id or hash; found none like it. Check the path.")
    found = [
        each
        for each in deliveries(home).values()
        if each.sha256.startswith(wanted) or each.delivery_id.startswith(wanted)
    ]
    if not found:
        raise NotAsked(
            "Expected a file that was delivered; found one that never was, or another version of it. "
            "`scorecard status` says what came."
        )
    return sorted(found, key=lambda each: (each.month, each.order))


def fates(
    home: Home, connection: object, month: Month, delivery: Delivery, sheet: int | None, row_number: int
) -> list[Fate]:
    """What became of a row of a file in the build of `month`: one answer a source that it held a record of."""
    if sheet is None and any(part.get("months") == ALL_MONTHS for part in delivery.parts):
        # a line of such a file fills as many sheets as there are kinds of things told of the child
        sheets = sorted({int(part["sheet"]) for part in delivery.parts})
        told = [
            each for number in sheets for each in fates(home, connection, month, delivery, number, row_number)
        ]
        return [each for each in told if each.words != _NOTHING] or told[:1]
    at = 1 if sheet is None else sheet

    def fate(words: str, source: str = "", row: int | None = None) -> Fate:
        return Fate(delivery=delivery, sheet=at, row_number=row_number, source=source, words=words, row=row)

    if delivery.verdict == REFUSED:
        return [fate(f"The file was refused. {delivery.reason}")]
    folder = home.rows / delivery.folder_name
    if not folder.is_dir():
        return [fate("The rows of this delivery are kept no longer.")]
    held = f"The file is held. {delivery.reason} " if delivery.verdict == HELD else ""
    force = in_force(deliveries(home).values(), home.settings, month)
    taken_back = {part["sheet"] for part in delivery.parts if str(part.get("form", "")).endswith(TAKEN_BACK)}
    found = []
    for source in sorted({str(part["source"]) for part in delivery.parts}):
        kept = pl.scan_parquet(folder / f"{source}.parquet").filter(_is_at(at, row_number)).select(pl.len())
        if not kept.collect().item():
            continue
        row = None if held else _in_build(connection, source, delivery, at, row_number)
        left = (
            "It takes a record back."
            if at in taken_back
            else "Accepted; a newer row of the same record stands in its place."
        )
        words = (
            held
            or _in_force(home, force, source, delivery, month)
            or ("In force." if row is not None else left)
        )
        found.append(fate(words, source, None if words != "In force." else row))
    return found or [fate(held + _set_aside(folder, at, row_number))]


def _is_at(sheet: int, row_number: int) -> pl.Expr:
    return (pl.col("sheet_number") == sheet) & (pl.col("row_number") == row_number)


def _in_build(connection: object, source: str, delivery: Delivery, sheet: int, row_number: int) -> int | None:
    there = "select 1 from information_schema.tables where table_schema || '.' || table_name = ?"
    if not rows(connection, there, [source]):  # type: ignore[arg-type]
        return None
    query = f"select rowid from {source} where delivery_id = {quoted(delivery.delivery_id)} and sheet_number = ? and row_number = ?"
    found = rows(connection, query, [sheet, row_number])  # type: ignore[arg-type]
    return int(found[0][0]) if found else None


def _in_force(home: Home, force: list[InForce], source: str, delivery: Delivery, month: Month) -> str:
    """Why the delivery is not in force for a source; nothing for one that is."""
    of_source = [
        part for part in force if (part.source, part.delivery.authority) == (source, delivery.authority)
    ]
    if any(part.delivery.delivery_id == delivery.delivery_id for part in of_source):
        return ""
    if Month.parse(delivery.month) > month:
        return f"Delivered for {delivery.month}, after the month of the build."
    start = home.settings.year_start
    mine = span(delivery.agency, Month.parse(delivery.month), start)
    newer = [p for p in of_source if span(delivery.agency, Month.parse(p.delivery.month), start) == mine]
    if newer:
        last = newer[-1].delivery
        return (
            f"Superseded by a newer delivery: {last.agency} {last.month}, delivery {last.delivery_id}, "
            f"file {last.sha256[:12]}."
        )
    return "Not in force: nothing of it is in the build."


def _set_aside(folder: Path, sheet: int, row_number: int) -> str:
    found = (
        pl.read_parquet(folder / "findings.parquet")
        .filter(_is_at(sheet, row_number) & (pl.col("severity") == "reject"))
        .select("code", "column", "message")
        .unique(maintain_order=True)
    )
    if found.is_empty():
        return _NOTHING
    rules = " ".join(f"{code} ({column or 'the row'}): {message}" for code, column, message in found.rows())
    return f"Set aside. {rules}"
