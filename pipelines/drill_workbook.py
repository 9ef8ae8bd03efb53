"""The workbook of a drill-through list: what the figure's query reads of each record, and by what the record is known."""

from datetime import datetime
from typing import Any

import polars as pl

from pipelines import audit
from pipelines.builds import SQL, build_path
from pipelines.database import database, frame
from pipelines.home import Home
from pipelines.tracing.trace import Trace
from scorecards.audience import Audience
from scorecards.core_table import core_tables
from scorecards.indicator_words import words
from scorecards.lineage.contributions import TABLE
from scorecards.lineage.counting import MEDIAN, WHOLE
from scorecards.period import LONDON
from scorecards.workbook.lists import ListSheet, list_workbook

_BIRTH = frozenset({"birth_date", "expected_birth_date", "adult_on", "authority"})
"""Never in a list: they are read for ages alone."""


def contributions(found: Trace, side: str) -> pl.DataFrame:
    """The records of one side: place, weight, and their core rows. Where a number is worked out from all rows together,
    each is a record."""
    lines = found.lines.filter(pl.col("side") == side)
    if found.counted.sides.get(side) == WHOLE:
        lines = lines.filter("is_own").with_columns(pl.col("row").alias("place"), pl.lit(1.0).alias("weight"))
    return lines.group_by("place", maintain_order=True).agg(
        pl.col("weight").first(), pl.col("row"), pl.col("table").first()
    )


def workbook_of(home: Home, audience: Audience, found: Trace, now: datetime, with_references: bool) -> bytes:
    """The list of a figure's records for an audience, a sheet for each side of it."""
    value, indicator = found.value, found.indicator
    category = f", {value.breakdown} {value.category}" if value.breakdown else ""
    lines = (
        f"Recipients: {audience.title}. {audience.members}",
        f"{indicator.ref}, {value.window_name} {value.period_start} to {value.period_end}{category}. {indicator.definition}",
        f"Build {found.build}. Made {now:%Y-%m-%d} by {audit.who()}. Not to be passed on; destroy it once it was used.",
        "Records are named by the suppliers' own references."
        if with_references
        else "Records are named by pseudonyms, which only the restricted role can turn into references.",
        "Times are local.",
    )
    described = _described(home, found)
    counted = set(contributions(found, "numerator")["row"].list.first())
    sheets = [
        _sheet(found, side, described, counted, (f"{side.capitalize()}: {_count(found, side)}.", *lines))
        for side in ("denominator", "numerator")
        if side in found.counted.sides
    ]
    return list_workbook(
        sheets[::-1],
        title=f"{indicator.ref} {indicator.title}, the records",
        marking=audience.marking if audience.marking.startswith("OFFICIAL-S") else "OFFICIAL-SENSITIVE",
        dated=now.date(),
        is_made_up=home.settings.is_made_up,
    )


def _count(found: Trace, side: str) -> str:
    records = contributions(found, side).height
    stored = found.stored[side] or 0
    if records == stored:
        return f"{records:,} records, as many as the figure counts"
    how = {MEDIAN: "have the median", WHOLE: "come to"}.get(found.counted.sides[side], "add up to")
    return f"{records:,} records, which {how} {stored:,g}, the figure's"


def _sheet(
    found: Trace,
    side: str,
    described: dict[int, dict[str, str]],
    counted: set[int],
    lines: tuple[str, ...],
) -> ListSheet:
    records = contributions(found, side)
    firsts = records["row"].list.first()
    is_share = side == "denominator" and found.indicator.unit == "%"
    is_whole = is_share and bool(counted) and counted <= set(firsts)
    if is_whole:  # those that are not in the numerator first: they are what the list is read for
        records = records.sort(firsts.is_in(list(counted)), maintain_order=True)
    told = [_told(row, described) for row in records["row"].to_list()]
    headings = list(dict.fromkeys(heading for each in told for heading in each))
    is_weighed = records.filter(pl.col("weight") != 1).height > 0
    table = []
    for number, (weight, places, each) in enumerate(
        zip(records["weight"], records["row"], told, strict=True), start=1
    ):
        row: list[str | int] = [number]
        row += ["Yes" if places[0] in counted else "No"] if is_whole else []
        row += [f"{weight:g}"] if is_weighed else []
        table.append([*row, *(each.get(heading, "") for heading in headings)])
    own = [("Number", 9.0), *([("In the numerator", 12.0)] if is_whole else [])]
    own += [("Counts as", 11.0)] if is_weighed else []
    return ListSheet(
        name=side.capitalize(), lines=lines, headings=[*own, *((each, 26.0) for each in headings)], rows=table
    )


def _told(places: list[int], described: dict[int, dict[str, str]]) -> dict[str, str]:
    """What is said of one record: of several rows behind it, each different answer once."""
    said: dict[str, dict[str, None]] = {}
    for row in places:
        for heading, text in described.get(row, {}).items():
            said.setdefault(heading, {})[text] = None
    return {heading: "; ".join(each for each in texts if each) for heading, texts in said.items()}


def _described(home: Home, found: Trace) -> dict[int, dict[str, str]]:
    """For every core row what the query reads of it, and by what the record is known."""
    core = {table.name: table for table in core_tables(SQL)}
    read = {tuple(name.rsplit(".", 1)) for name in found.indicator.columns}
    answers: dict[int, dict[str, str]] = {}
    real = _real(found)
    with database(build_path(home), read_only=True) as connection:
        for (name,), part in found.lines.group_by("table"):
            if str(name) not in core:
                continue
            table = core[str(name)]
            names = [
                column
                for column in table.columns
                if column not in _BIRTH
                and (column in table.key or column == "child_id" or (str(name), column) in read
                     or column in found.indicator.breakdowns)
            ]  # fmt: skip
            for line in _rows_of(connection, str(name), names, part["row"].unique()):
                row = int(line.pop("row"))
                said = {
                    f"{words(str(name).partition('.')[2])}: {words(key)}": text for key, text in line.items()
                }
                ids = {heading for heading in said if heading.endswith((" id", " key"))} if real else set()
                answers[row] = {
                    **real.get(row, {}),
                    **{heading: text for heading, text in said.items() if heading not in ids},
                }
    return answers


def _rows_of(connection: Any, table: str, names: list[str], places: pl.Series) -> list[dict[str, Any]]:
    """Some columns of some rows as text, moments in local time."""
    connection.register("wanted", pl.DataFrame({"row": places}))
    told = ", ".join(f"held.{name}" for name in names)
    found = frame(
        connection,
        f"select wanted.row, {told} from wanted join {table} as held on held.rowid = wanted.row % {TABLE}",
    )
    connection.unregister("wanted")
    local = pl.col(pl.Datetime).dt.replace_time_zone("UTC").dt.convert_time_zone(str(LONDON))
    texts = found.with_columns(local.dt.strftime("%Y-%m-%d %H:%M")).with_columns(
        pl.col(pl.Boolean).replace_strict({True: "Yes", False: "No"}, return_dtype=pl.String)
    )
    return texts.with_columns(pl.exclude("row").cast(pl.String).fill_null("")).to_dicts()


def _real(found: Trace) -> dict[int, dict[str, str]]:
    """The suppliers' references of each core row, from the rows that are its own."""
    answers: dict[int, dict[str, str]] = {}
    if not found.references:
        return answers
    for place in found.places.filter(pl.col("is_own")).iter_rows(named=True):
        said = found.references.get((place["delivery_id"], place["sheet_number"], place["row_number"]), {})
        answers.setdefault(place["row"], {}).update(said)
    return answers
