"""The restatement report: every figure that stands published and that a build has otherwise, with causes and rows.

It rests on the frozen figures; causes and rows need the build that was published, and where that is gone the report
says so.
"""

from collections.abc import Iterable
from typing import Any

import polars as pl

from pipelines.builds import SQL, build_path
from pipelines.home import Home
from pipelines.publication.editions import Edition
from pipelines.restating.adding_up import KEY
from pipelines.restating.causes import MOST_ROWS, Caused, Causes, path_of
from pipelines.restating.reasons import CAUSES
from pipelines.restating.standing import COMPARED, beside, held_against, published
from pipelines.restating.told import ROW
from scorecards.audience import Audience
from scorecards.figure import SHORTHAND, figure
from scorecards.indicator import Indicator, indicators
from scorecards.period import Month
from scorecards.restatement import Restated, order
from scorecards.restatement_report import Account, ChangedRow, Restatements
from scorecards.value import COLUMNS, WITHHELD, Value


def restatements(
    home: Home, month: Month, audiences: dict[str, Audience], *, most: int | None = None
) -> Restatements:
    """Everything published last that the month's newest build has otherwise, with the rows that account for each figure,
    for no more than `most` figures, those of the newest edition first. `audiences` are all of the home.

    Raises NoBuild, FrozenFileBroken.
    """
    build = build_path(home, month)
    known = {each.ref: each for each in indicators(SQL, home.settings.overlay)}
    held = held_against(home, month)
    whole = [name for name, each in audiences.items() if each.tier.round_to == 1]
    both = beside(published(home, held, whole), build, home.settings.authority.code)
    compared = both.filter((pl.col("state") != WITHHELD) & pl.col("state_now").is_not_null())
    differing = compared.filter(
        pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in COMPARED)
    )
    causes = Causes(home, build, known)
    lines, found = [], []
    left = most
    for number, edition in reversed(list(enumerate(held))):
        mine = differing.filter(pl.col("edition") == number)
        if not mine.is_empty():
            caused = causes.of(edition, mine, most=left)
            left = None if left is None else left - (mine.height - caused.unasked)
            found.append(caused)
            lines += [_line(row, edition, caused, known) for row in mine.iter_rows(named=True)]
    rows = _each_once(frame for caused in found for frame in caused.rows)
    accounts = [frame for caused in found for frame in caused.accounts]
    listed = pl.concat(accounts).head(MOST_ROWS).iter_rows(named=True) if accounts else ()
    return Restatements(
        partnership_name=home.settings.name,
        is_made_up=home.settings.is_made_up,
        month=month,
        build_id=build.stem,
        compared=tuple(each.name for each in held),
        published=compared.height,
        figures=tuple(sorted(lines, key=order)),
        rows=tuple(_row(row) for row in rows.head(MOST_ROWS).iter_rows(named=True)),
        rows_in_all=rows.height,
        accounts=tuple(_account(row) for row in listed),
        accounts_in_all=sum(caused.lines for caused in found),
        unasked=sum(caused.unasked for caused in found),
        causes=CAUSES,
        notes=tuple(_notes(home, held, both)),
    )


def _line(row: dict[str, Any], edition: Edition, caused: Caused, known: dict[str, Indicator]) -> Restated:
    key = (row["indicator"], row["period_id"], row["breakdown"], row["category"])
    counts = caused.causes.get(key, {})
    was = Value(**{name: row[name] for name in COLUMNS})
    now = Value(**{name: row.get(f"{name}_now", row[name]) for name in COLUMNS})
    indicator = known.get(was.indicator)
    usual, then = figure(now), figure(was)
    places = usual.places + (usual.number is not None and usual.number == then.number)
    return Restated(
        indicator=was.indicator,
        title=indicator.title if indicator else was.indicator,
        period_id=was.period_id,
        breakdown=was.breakdown,
        category=was.category,
        was=figure(was, places) if then.number is not None else then,
        now=figure(now, places) if usual.number is not None else usual,
        edition=edition.name,
        why=tuple(counts),
        rows=sum(counts.values()),
        is_exact=key in caused.exactly,
        effect=caused.effects.get(key, ""),
        shown_as=SHORTHAND[WITHHELD][0] if row["was_withheld"] else "",
    )


def _notes(home: Home, held: list[Edition], both: pl.DataFrame) -> Iterable[str]:
    for edition in held:
        if not path_of(home, edition).exists():
            yield (
                f"The build behind {edition.name} is not kept any more: causes and rows cannot be told, and what was "
                "withheld cannot be compared."
            )
    gone = both.filter(pl.col("state_now").is_null()).height
    if gone:
        yield f"{gone:,} published figures are of indicators or periods that are not counted any more."


def _each_once(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Each changed row once, with the refs of all figures that it is behind."""
    kept = [frame for frame in frames if not frame.is_empty()]
    if not kept:
        return pl.DataFrame()
    refs = pl.col("restated").explode().unique().sort()
    return pl.concat(kept).group_by(ROW, maintain_order=True).agg(refs)


def _row(row: dict[str, Any]) -> ChangedRow:
    return ChangedRow(**_place(row), indicators=tuple(row["restated"] or ()))


def _account(row: dict[str, Any]) -> Account:
    cell: dict[str, Any] = {name: str(row[name]) for name in (*KEY, "side", "record")}
    return Account(**_place(row), **cell, effect=row["effect"])


def _place(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "source": str(row["source"] or ""),
        "record_key": str(row["record_key"] or ""),
        "cause": str(row["cause"]),
        "columns": tuple(row["columns"] or ()),
        "month": str(row["month"] or ""),
        "delivery": str(row["delivery_id"] or ""),
        "file_hash": str(row["file_hash"] or ""),
        "sheet_number": int(row["sheet_number"] or 0),
        "row_number": int(row["row_number"] or 0),
    }
