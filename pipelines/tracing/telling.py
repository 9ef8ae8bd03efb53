"""A trace in words, and as one JSON object. Pseudonyms, counts and hashes only, unless references were asked for."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from pipelines.tracing.originals import Original
from pipelines.tracing.trace import Trace
from scorecards.lineage.counting import MEDIAN, WHOLE
from scorecards.reference_table import LEDGER_TABLES

SHORT = 12


def told(found: Trace, rows: int, with_query: bool) -> Iterator[str]:
    """The lines of a trace, with at most so many of its rows (0: all of them)."""
    yield f"{found.indicator.ref}  {found.indicator.title}"
    yield f"{_figure(found)}\n"
    if found.shown is not None:
        yield _was_shown(found)
    yield f"{found.indicator.definition}"
    yield f"{_version(found)} Query: sql/indicators/{found.indicator.section}/{found.indicator.path.name}.\n"
    if found.lacking:
        yield f"Not supplied: nothing is in force of {', '.join(f'{source} for {month}' for source, month in found.lacking)}."
        yield from _past_retention(found)
    for side in found.stored:
        yield from _side(found, side)
    if found.read_beside:
        yield f"Facts that stand in it too: {', '.join(found.read_beside)}."
    yield "\nDelivered files behind it, by the start of their SHA-256:"
    for each in found.files:
        yield _file(each)
    if not found.files:
        yield "None: no delivered row was counted."
    yield from _rows(found, rows)
    if with_query:
        yield f"\n{found.indicator.sql}"


def _past_retention(found: Trace) -> Iterator[str]:
    gone = {(each.agency, each.month) for each in found.deliveries.values() if each.is_gone}
    months = sorted({month for source, month in found.lacking if (source.partition(".")[0], month) in gone})
    if months:
        yield f"Past retention: what came for {', '.join(months)} was removed."


def _figure(found: Trace) -> str:
    value = found.value
    window = f"{value.window_name} {value.period_start} to {value.period_end}"
    category = f", {value.breakdown} {value.category}" if value.breakdown else ""
    number = "" if value.value is None else f"{value.value:,.2f}".rstrip("0").rstrip(".") + f" {value.unit}, "
    return f"{window}{category}: {number}{value.state}. Build {found.build} of {found.month}."


def _was_shown(found: Trace) -> str:
    shown = found.shown
    assert shown is not None
    number = "no number" if shown.value is None else f"{shown.value:,.2f}".rstrip("0").rstrip(".")
    whom = ", ".join(shown.audiences)
    return f"{shown.edition.name}, showed {number} ({shown.state}) to {whom}; definition version {shown.definition}.\n"


def _version(found: Trace) -> str:
    version = found.version
    if version is None:
        return "Its definition is not in the history of definitions."
    return f"Version {version.number} of the definition, in use since {version.first_day}."


def _side(found: Trace, side: str) -> Iterator[str]:
    stored = found.stored[side]
    if side not in found.counted.sides:
        if stored is not None:
            yield f"{side.capitalize()}: {stored:,g}, which counts no rows: it is a fact from {_facts(found)}."
        return
    again = found.counted.total(side)
    count = found.lines.filter(pl.col("side") == side).select("place").n_unique()
    verdict = (
        "equal" if found.agrees(side) else "NOT EQUAL: the definition or its facts changed since the build"
    )
    if found.counted.sides[side] == WHOLE:
        rows = found.lines.filter((pl.col("side") == side) & pl.col("is_own")).height
        how = f"worked out again {again or 0:,g} from {rows:,} rows together"
    else:
        of = "the median of" if found.counted.sides[side] == MEDIAN else "from"
        how = f"counted again {again or 0:,g} {of} {count:,} contributions"
    yield f"{side.capitalize()}: {stored or 0:,g} as built; {how}: {verdict}."


def _facts(found: Trace) -> str:
    return ", ".join(found.read_beside) or "the calendar of periods"


def _file(each: Original) -> str:
    again = f"; read again: {each.again}" if each.again else ""
    delivery = each.delivery
    remark = f". {each.remark}" if each.remark else ""
    return (
        f"  {delivery.agency:12} {delivery.month}  {delivery.sha256[:SHORT]}  delivery {delivery.delivery_id}  "
        f"{each.rows:>6,} rows; bytes {each.bytes}{again}{remark}"
    )


def _rows(found: Trace, most: int) -> Iterator[str]:
    lines = found.lines.sort("side", "place", "is_own", descending=[True, False, True], maintain_order=True)
    shown = lines.head(most) if most else lines
    more = f"; the first {most} (--rows 0 for all)" if shown.height < lines.height else ""
    yield f"\nRows counted: {lines.height:,}{more}:"
    behind = {
        row: list(part.iter_rows(named=True)) for (row,), part in _of(found.places, shown).group_by("row")
    }
    for line in shown.iter_rows(named=True):
        weight = "" if line["weight"] == 1 else f" weighs {line['weight']:,g}"
        is_ledger = line["table"] in LEDGER_TABLES
        words = (line["record"] or "").split()
        record = " ".join(words if is_ledger else (word[:SHORT] for word in words))
        how = f"{line['side']} {line['place']}{weight}:" if line["is_own"] else "  looked up:"
        yield f"  {how} {line['table']} {record}"
        for place in behind.get(line["row"], []):
            yield f"    {'from' if place['is_own'] else 'with'} {_place(found, place)}"


def _of(places: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    return places.filter(pl.col("row").is_in(lines["row"].unique().implode()))


def _place(found: Trace, place: dict[str, Any]) -> str:
    delivery = found.deliveries.get(place["delivery_id"] or "")
    if delivery is None:
        return f"{place['table']}, told from the ledger"
    said = found.references.get((delivery.delivery_id, place["sheet_number"], place["row_number"]), {})
    real = "".join(f"; {heading} {text}" for heading, text in said.items())
    return (
        f"{place['table']}: {delivery.agency} {delivery.month} {delivery.sha256[:SHORT]}, "
        f"sheet {place['sheet_number']}, row {place['row_number']}{real}"
    )


def facts(found: Trace) -> dict[str, Any]:
    """The trace as a JSON object, with every row."""
    value = found.value
    shown = found.shown
    files = {each.delivery.delivery_id: each for each in found.files}
    behind: dict[int, list[dict[str, Any]]] = {}
    for place in found.places.iter_rows(named=True):
        at = (place["delivery_id"], place["sheet_number"], place["row_number"])
        real = {"references": found.references[at]} if at in found.references else {}
        kept = {
            name: place[name] for name in ("table", "is_own", "delivery_id", "sheet_number", "row_number")
        }
        behind.setdefault(place["row"], []).append({**kept, **real})
    return {
        "ref": value.indicator, "title": found.indicator.title, "window": value.window_name,
        "period_start": str(value.period_start), "period_end": str(value.period_end),
        "breakdown": value.breakdown, "category": value.category, "value": value.value, "unit": value.unit,
        "state": value.state, "build": found.build, "month": found.month, "is_sound": found.is_sound,
        "definition": found.indicator.definition, "version": found.version and found.version.number,
        "query": found.indicator.sql, "read_beside": list(found.read_beside),
        "lacking": [{"source": source, "month": month} for source, month in found.lacking],
        "as_published": shown and {
            "edition": shown.edition.name, "audiences": list(shown.audiences), "value": shown.value,
            "numerator": None if shown.numerator is None else float(shown.numerator),
            "denominator": None if shown.denominator is None else float(shown.denominator),
            "state": shown.state, "version": shown.definition,
        },
        "sides": {
            side: {"stored": found.stored[side], "again": found.counted.total(side),
                   "how": found.counted.sides.get(side, "not counted from rows"), "agrees": found.agrees(side)}
            for side in found.stored if found.stored[side] is not None or side in found.counted.sides
        },
        "files": [
            {"delivery_id": name, "agency": each.delivery.agency, "month": each.delivery.month,
             "sha256": each.delivery.sha256,
             "rows": each.rows, "bytes": each.bytes,
             "read_again": each.again or None, "remark": each.remark}
            for name, each in files.items()
        ],
        "rows": [
            {**{name: line[name] for name in ("side", "place", "weight", "is_own", "table", "record")},
             "behind": behind.get(line["row"], [])}
            for line in found.lines.iter_rows(named=True)
        ],
    }  # fmt: skip
