"""The rows that account for figures, a line for each row and figure, and those lines in few words."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import polars as pl

from pipelines.intake.delivery import Delivery
from pipelines.restating.adding_up import KEY
from pipelines.restating.reasons import DELETED, SHARED
from scorecards.restatement import Key

AT = ("delivery_id", "sheet_number", "row_number")
ROW = ("source", "record_key", "cause", "columns", "month", "file_hash", *AT)
_RECORD = (*KEY, "side", "record")


def told(
    found: pl.DataFrame, known: pl.DataFrame, changed: pl.DataFrame, delivered: dict[str, Delivery]
) -> pl.DataFrame:
    """The rows behind the known figures (KEY) with what became of them: KEY, side, effect, record and ROW. `found` are
    the lines of `accounts`, `changed` the rows that are not as they were.

    Of a record that a changed row is behind only those rows are told; of any other its own, which a row elsewhere decides
    over. The effect stands on the first row of each record.
    """
    here = ["source", *AT]
    was = {name: pl.col(f"was_{name}").alias(name) for name in AT}
    number = pl.col("row").alias("changed")
    now = changed.filter(pl.col("cause") != DELETED).select(*here, number).unique(here)
    then = changed.select("source", *was.values(), number).unique(here)
    mine = found.join(known, on=KEY, how="semi", maintain_order="left")
    is_now, is_behind = pl.col("is_now"), pl.col("changed").is_not_null()
    kept = pl.concat(
        mine.filter(side).join(places, on=here, how="left", maintain_order="left")
        for side, places in ((is_now, now), (~is_now, then))
    ).filter(pl.when(is_behind.any().over(_RECORD)).then(is_behind).otherwise(pl.col("is_own")))
    facts = {name: (each.month, each.sha256[:12]) for name, each in delivered.items()}
    first = pl.int_range(pl.len()).over(_RECORD) == 0
    said = changed.select(
        pl.col("row").alias("changed"),
        *(pl.col(name).alias(f"{name}_now") for name in ROW if name != "source"),
    )
    return (
        kept.join(said, on="changed", how="left", maintain_order="left")
        .with_columns(pl.coalesce(f"{name}_now", name).alias(name) for name in AT)
        .with_columns(
            pl.coalesce("record_key_now", "record").alias("record_key"),
            pl.col("cause_now").fill_null(SHARED).alias("cause"),
            pl.col("columns_now").fill_null([]).alias("columns"),
            *(
                pl.coalesce(f"{name}_now", _of_delivery({each: both[nth] for each, both in facts.items()})).alias(name)
                for nth, name in enumerate(("month", "file_hash"))
            ),
        )
        .sort(
            *_RECORD, "is_own", *here,
            descending=[False] * len(_RECORD) + [True] + [False] * len(here), nulls_last=True,
        )
        .with_columns(pl.when(first).then(pl.col("effect")).alias("effect"))
        .select(*KEY, "side", "effect", "record", *ROW)
    )  # fmt: skip


def effects(lines: pl.DataFrame, exact: Collection[Key]) -> dict[Key, str]:
    """`numerator +2 -1, denominator +1` by figure."""
    effect = pl.col("effect")
    sums = (
        lines.filter(effect.is_not_null())
        .join(frame_of(exact), on=KEY, how="semi")
        .group_by(*KEY, "side")
        .agg(effect.filter(effect > 0).sum().alias("up"), effect.filter(effect < 0).sum().alias("down"))
        .sort("side", descending=True)
    )
    found: dict[Key, list[str]] = {}
    for *cell, side, up, down in sums.iter_rows():
        words = " ".join(f"{each:+,.10g}" for each in (round(up, 2), round(down, 2)) if each)
        found.setdefault(key_of_cell(cell), []).append(f"{side} {words or '0'}")
    return {key: ", ".join(words) for key, words in found.items()}


def of_rows(lines: pl.DataFrame) -> pl.DataFrame:
    """Each row once, with the refs of the figures that it is behind: ROW and `restated`."""
    return lines.group_by(ROW, maintain_order=True).agg(pl.col("indicator").unique().sort().alias("restated"))


def key_of_cell(cell: Sequence[Any]) -> Key:
    """The key that some columns begin with."""
    ref, period_id, breakdown, category = cell
    return (ref, period_id, breakdown, category)


def frame_of(keys: Iterable[Key]) -> pl.DataFrame:
    """Keys as a frame."""
    return pl.DataFrame(list(keys), schema=dict.fromkeys(KEY, pl.String), orient="row")


def _of_delivery(facts: dict[str, str]) -> pl.Expr:
    return pl.col("delivery_id").replace_strict(facts, default="", return_dtype=pl.String)
