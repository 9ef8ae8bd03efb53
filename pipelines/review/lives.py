"""The life of an issue, told from the deliveries in their order: found, still there, gone, back again.

Nothing is remembered from one run to the next. The same deliveries give the same lives, so no file of states can be
lost, and a rebuild agrees with what was said before.
"""

import polars as pl

from pipelines.fingerprint import of_text

STEPS = {"stream": pl.String, "step": pl.Int64, "until": pl.Int64, "month": pl.String}
"""One row for each step of a stream. A stream is what one supplier sends of one table, or the results of one check;
its steps are its deliveries in order. `until` is the step whose delivery takes the place of this one, null while it
stands; `month` is the extract month."""

OCCURRENCES = {"stream": pl.String, "step": pl.Int64, "issue": pl.String, "record_key": pl.String}
"""One row for each finding of each step, with the issue that it is an occurrence of, and any other columns."""

CARRIED = {"stream": pl.String, "step": pl.Int64, "record_key": pl.String}
"""The records that a step holds, for streams whose deliveries stand beside each other: a record that comes again says
anew whether anything is wrong with it."""


def lives(steps: pl.DataFrame, occurrences: pl.DataFrame, carried: pl.DataFrame, month: str) -> pl.DataFrame:
    """The issues that are open after the last step or went in `month`, one row each.

    The columns are those of the issue's last occurrence, and `state` (new, still_open, reopened or fixed),
    `first_seen` and `last_seen`. `steps` hold nothing after `month`.
    """
    before = (
        steps.filter(pl.col("month") < month).group_by("stream").agg(pl.col("step").max().alias("before"))
    )
    now = steps.group_by("stream").agg(pl.col("step").max().alias("now"))
    spells = _spells(steps, occurrences, carried).join(now, on="stream").join(before, on="stream", how="left")
    before_step = pl.col("before").fill_null(-1)
    found = spells.group_by("issue").agg(
        pl.col("month").min().alias("first_seen"),
        pl.col("month").max().alias("held_last"),
        (pl.col("end") > pl.col("now")).any().alias("is_open"),
        ((pl.col("step") <= before_step) & (pl.col("end") > before_step)).any().alias("was_open"),
        (pl.col("step") <= before_step).any().alias("was_known"),
        pl.col("end").max().alias("end"),
        pl.col("stream").first().alias("stream"),
    )
    ended = steps.select("stream", pl.col("step").alias("end"), pl.col("month").alias("ended"))
    found = found.join(ended, on=["stream", "end"], how="left").filter(
        pl.col("is_open") | (pl.col("ended") == month)
    )
    state = (
        pl.when(~pl.col("is_open"))
        .then(pl.lit("fixed"))
        .when(pl.col("was_open"))
        .then(pl.lit("still_open"))
        .when(pl.col("was_known"))
        .then(pl.lit("reopened"))
        .otherwise(pl.lit("new"))
    )
    last_seen = pl.when("is_open").then(pl.lit(month)).otherwise("held_last")
    last = occurrences.sort("step").unique("issue", keep="last", maintain_order=True)
    return last.join(
        found.select("issue", "first_seen", state.alias("state"), last_seen.alias("last_seen")),
        on="issue",
        maintain_order="left",
    )


def _spells(steps: pl.DataFrame, occurrences: pl.DataFrame, carried: pl.DataFrame) -> pl.DataFrame:
    """From which step each occurrence stood to which step it no longer did (`end`, later than every step if it stands).

    It ends when its delivery is replaced, or when a later delivery holds the record again.
    """
    never = pl.lit(2**62)
    again = carried.select("stream", "record_key", "step", pl.col("step").alias("again")).sort("step")
    held = occurrences.select(*OCCURRENCES).sort("step")
    held = held.join_asof(
        again,
        on="step",
        by=["stream", "record_key"],
        strategy="forward",
        allow_exact_matches=False,
        check_sortedness=False,
    )
    held = held.join(steps, on=["stream", "step"])
    return held.with_columns(
        pl.min_horizontal(pl.col("until").fill_null(never), pl.col("again").fill_null(never)).alias("end")
    )


def numbered(occurrences: pl.DataFrame) -> pl.DataFrame:
    """The occurrences with their `issue`: the hash of stream, rule, column and record.

    Where one record breaks one rule twice, as two copies of a row do, a number tells the issues apart; it follows the
    order of the file, and copies are alike, so a moved row changes nothing.
    """
    name = ["stream", "rule", "column", "record_key"]
    parts = [pl.col(part).fill_null("") for part in name]
    order = pl.struct("sheet_number", "row_number", "column_number").rank("ordinal").over("step", *name)
    named = occurrences.with_columns(
        pl.concat_str(*parts, order.cast(pl.String), separator="\x1f").alias("name")
    )
    distinct = named["name"].unique().to_list()
    return named.with_columns(
        pl.col("name")
        .replace_strict(dict(zip(distinct, map(of_text, distinct), strict=True)), return_dtype=pl.String)
        .alias("issue")
    ).drop("name")
