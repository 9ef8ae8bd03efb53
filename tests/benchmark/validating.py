"""What it costs to ask the rules of a million rows, beside the same rules by hand, with none, some and many broken.

Run as `python -m tests.benchmark.validating ROWS`, the folder of a home's accepted rows. The rows of the Mosaic tables are
repeated, each time as another authority's file, until there are about a million; rows are broken by putting a date before
the one that it follows. The floor is what one writes who knows the tables: one Polars pass that counts all rules, late
dates, empty required values and duplicates of each table, and then takes out the rows that broke one.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from schemas.finding import Column
from schemas.table import columns, key, local_day, polars_schema
from schemas.validation import validated
from sources.catalogue import sources
from sources.source import Source
from tests.benchmark.bare import RULES
from tests.benchmark.stages import peak

SHARES = (0.0, 0.01, 0.10)
MONTH_END = date(2023, 3, 31)
_BROKEN = {
    "mosaic.contact": ("decided_at", "received_at"),
    "mosaic.referral": ("close_date", "referral_date"),
    "mosaic.assessment": ("authorised_date", "start_date"),
    "mosaic.section_47": ("end_date", "start_date"),
    "mosaic.cin_plan": ("end_date", "start_date"),
    "mosaic.cp_plan": ("end_date", "start_date"),
    "mosaic.involvement": ("end_date", "start_date"),
}
"""Which date is put before which."""


def main() -> None:
    """Measure and say it."""
    folder = Path(sys.argv[1])
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    known = [source for source in sources("mosaic") if next(folder.glob(f"*/{source.name}.parquet"), None)]
    whole = repeated(folder, known, rows)
    counted = sum(frame.height for frame in whole.values())
    lines = []
    for share in SHARES:
        frames = {name: broken(frame, name, share) for name, frame in whole.items()}
        floor, by_hand = _quickest(lambda given=frames: by_hand_of(given, known), rounds)
        seconds, found = _quickest(lambda given=frames: validated_of(given, known), rounds)
        lines.append(
            {"share": share, "seconds": seconds, "floor": floor, "findings": found, "by_hand": by_hand}
        )
    print(json.dumps({"rows": counted, "lines": lines, "peak": peak()}))


def repeated(folder: Path, known: list[Source], rows: int) -> dict[str, pl.DataFrame]:
    """Each table's newest accepted rows as often as makes up so many rows in all."""
    newest = {
        source.name: pl.read_parquet(sorted(folder.glob(f"*/{source.name}.parquet"))[-1]) for source in known
    }
    times = max(1, round(rows / sum(frame.height for frame in newest.values())))
    return {
        source.name: pl.concat(
            newest[source.name]
            .select(*polars_schema(source.table))
            .with_columns(
                pl.lit(f"file {number}").alias("delivery_id"),
                pl.lit(f"Z{number:03}").alias("authority"),
                pl.lit(number, pl.Int32).alias("sheet_number"),
                pl.int_range(2, pl.len() + 2, dtype=pl.Int32).alias("row_number"),
                pl.lit(MONTH_END).alias("month_end"),
            )
            for number in range(times)
        )
        .with_row_index("record")
        .with_columns(pl.col("record").cast(pl.Int32))
        for source in known
    }


def broken(frame: pl.DataFrame, name: str, share: float) -> pl.DataFrame:
    """A frame of which every so manieth row has a date before the one that it follows."""
    if not share or name not in _BROKEN:
        return frame
    late, early = _BROKEN[name]
    is_hit = (pl.int_range(pl.len()) % round(1 / share)) == 0
    return frame.with_columns(
        pl.when(is_hit & pl.col(early).is_not_null())
        .then(pl.col(early) - timedelta(days=3))
        .otherwise(pl.col(late))
        .alias(late)
    )


def validated_of(frames: dict[str, pl.DataFrame], known: list[Source]) -> int:
    """Ours: how many findings."""
    found = 0
    for source in known:
        places = {name: Column(number=1, heading=name) for name in polars_schema(source.table)}
        found += validated(frames[source.name], source.table, places).height
    return found


def by_hand_of(frames: dict[str, pl.DataFrame], known: list[Source]) -> int:
    """The floor: how many cells broke a rule, their rows taken out beside."""
    return sum(_by_hand(frames[source.name], source) for source in known)


def _by_hand(frame: pl.DataFrame, source: Source) -> int:
    said = columns(source.table)
    wrong = {
        **{f"rule {n}": ~pl.sql_expr(rule) for n, rule in enumerate(RULES.get(source.name, []))},
        **{f"{name} missing": pl.col(name).is_null() for name, each in said.items() if each.required},
        **{
            f"{name} late": pl.col(local_day(name) if each.kind == "moment" else name) > pl.col("month_end")
            for name, each in said.items()
            if each.kind in ("day", "moment") and not each.future
        },
    }
    if unique := list(key(source.table)):
        wrong["duplicate"] = ~pl.struct("delivery_id", *unique).is_first_distinct()
    counts: dict[str, Any] = frame.select(is_wrong.sum().alias(name) for name, is_wrong in wrong.items()).row(
        0, named=True
    )
    taken = [
        frame.filter(is_wrong).select("record", "row_number", pl.lit(name))
        for name, is_wrong in wrong.items()
        if counts[name]
    ]
    return sum(each.height for each in taken)


def _quickest(work: Callable[[], int], rounds: int) -> tuple[float, int]:
    taken = []
    for _ in range(rounds):
        before = time.perf_counter()
        found = work()
        taken.append(time.perf_counter() - before)
    return min(taken), found


if __name__ == "__main__":
    main()
