"""Checks before every run that nobody switched its rules off, and that they still find planted mistakes."""

import os
from functools import cache

from pipelines.boundary import Stopped

_SWITCHES = {
    "PANDERA_VALIDATION_ENABLED": ("true", "1"),
    "PANDERA_VALIDATION_DEPTH": ("schema_and_data",),
    "PANDERA_USE_NARWHALS_BACKEND": ("false", "0"),
}
"""Variables that weaken the checks of rows, and the values that do not."""


def check_switches() -> None:
    """Raises Stopped where the environment switches the checks of rows off, in part or whole."""
    for name, harmless in _SWITCHES.items():
        if name in os.environ and os.environ[name].strip().lower() not in harmless:
            raise Stopped(
                f"Expected every rule on rows to be in force; found {name} set so that they are not. "
                f"Remove {name} from the environment and run again."
            )


@cache
def check_canary() -> None:
    """Let rows that break three rules be judged as every row is, and by Pandera alone, who is asked where that cannot be
    done. Raises Stopped where one of the rules is not found."""
    from datetime import date

    import polars as pl

    from schemas.cin_plan import CinPlan
    from schemas.finding import FAR_FUTURE, MISSING, Column
    from schemas.table import columns, polars_schema
    from schemas.validation import told_by_pandera, validated

    row = {"start_date": date(2022, 5, 4), "end_date": date(2022, 5, 3), "plan_id": "canary"}
    late = {"start_date": date(2099, 5, 4), "plan_id": "canary too", "child_id": "canary"}
    frame = pl.DataFrame([row, late], schema=polars_schema(CinPlan)).with_columns(
        pl.Series("record", [0, 1], dtype=pl.Int32), pl.lit(date(2022, 5, 31)).alias("month_end")
    )
    places = {name: Column(number=None, heading=name) for name in columns(CinPlan)}
    of_rules, of_dates = {(0, "CNP01"), (0, MISSING.code)}, {(1, FAR_FUTURE.code)}
    found, beside = (
        set(judge(frame, CinPlan, places).select("record", "code").iter_rows())
        for judge in (validated, told_by_pandera)
    )
    missed = (of_rules | of_dates) - found | of_rules - beside
    if missed:
        raise Stopped(
            f"Expected a row that is wrong on purpose to be found; {', '.join(sorted(code for _, code in missed))} "
            "was not. Nothing was taken in. Install the locked versions again, and report this if it recurs."
        )
