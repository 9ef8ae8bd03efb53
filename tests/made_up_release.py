"""Made-up counts by month and category, as a build would hold them, and releases of them."""

from collections.abc import Iterable
from itertools import groupby
from random import Random
from typing import Any

import polars as pl

from scorecards.attack.attack import Attacked, attack
from scorecards.attack.seen import Seen, seen_in
from scorecards.disclosure.release import Release, Wanted, released
from scorecards.disclosure.tier import SUBGROUP, TIERS, Tier
from scorecards.period import Month, Quarter
from scorecards.value import COLUMNS, Value, Values
from scorecards.window import windows

CATEGORIES = ("Education", "Family", "Health", "Housing", "Police", "Other")
Months = dict[Month, dict[str, tuple[int, int]]]


def made_up_months(seed: int, largest: int, first: str = "2022-04", last: str = "2023-03") -> Months:
    """For every month and category a numerator and a denominator; most of them small."""
    chance = Random(seed)
    sizes = {name: chance.choice((1, 2, 4, largest)) for name in CATEGORIES}
    found: Months = {}
    for month in Month.parse(first).until(Month.parse(last)):
        wholes = {name: chance.randint(0, size) for name, size in sizes.items()}
        found[month] = {name: (chance.randint(0, whole), whole) for name, whole in wholes.items()}
    return found


def nearly_all(seed: int, first: str = "2021-04", last: str = "2023-03") -> Months:
    """The same of a share of which hardly any month lacks more than five: most of its months are withheld."""
    chance = Random(seed)
    found: Months = {}
    for month in Month.parse(first).until(Month.parse(last)):
        wholes = {name: chance.randint(3, 6) for name in CATEGORIES}
        found[month] = {name: (whole - (chance.randint(0, 6) // 5), whole) for name, whole in wholes.items()}
    return found


def recorded_late(months: Months, seed: int) -> Months:
    """The same months when one in twenty of their counts is found to be one more."""
    chance = Random(seed)
    return {
        month: {name: (n + 1, d + 1) if chance.random() < 0.05 else (n, d) for name, (n, d) in counts.items()}
        for month, counts in months.items()
    }


def build_of(months: Months, last: str = "2023-03") -> pl.DataFrame:
    """The counted values of every window: a count AA01 and a share AA02 of it, each in total and by source."""
    known = sorted(month for month in months if month <= Month.parse(last))
    rows = []
    for window in windows(str(known[0]), str(known[-1])):
        inside = [months[month] for month in known if window.start_date <= month.first_day <= window.end_date]
        for category in ("", *CATEGORIES):
            names = [category] if category else CATEGORIES
            numerator, denominator = (
                sum(each[name][side] for each in inside for name in names) for side in (0, 1)
            )
            place: dict[str, Any] = {
                "authority": "370", "period_id": window.period_id, "window_name": window.window_name,
                "period_start": window.start_date, "period_end": window.end_date,
                "breakdown": "source" if category else "", "category": category,
            }  # fmt: skip
            rows.append(
                {**place, "indicator": "AA01", "numerator": denominator, "denominator": None,
                 "value": float(denominator), "unit": "count", "state": "ok"}
            )  # fmt: skip
            share = 100 * numerator / denominator if denominator else None
            rows.append(
                {**place, "indicator": "AA02", "numerator": numerator, "denominator": denominator, "value": share,
                 "unit": "%", "state": "ok" if denominator else "not_applicable"}
            )  # fmt: skip
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.with_columns(pl.col("numerator", "denominator").cast(pl.Decimal(18, 2)))


def build_of_shares(seed: int, first: str = "2022-04", last: str = "2023-03") -> pl.DataFrame:
    """The counted values of every window of a share whose categories overlap: AA03, the meetings that all three agencies
    came to, and those that each of them came to."""
    chance = Random(seed)
    agencies = {name: chance.choice((0.02, 0.1, 0.3)) for name in ("Health", "Police", "School")}
    met = {
        month: [
            {name: chance.random() >= absence for name, absence in agencies.items()}
            for _ in range(chance.randint(0, 30))
        ]
        for month in Month.parse(first).until(Month.parse(last))
    }
    rows = []
    for window in windows(first, last):
        inside = [month for month in met if window.start_date <= month.first_day <= window.end_date]
        meetings = [came for month in inside for came in met[month]]
        whole = len(meetings)
        counted = {"": sum(all(came.values()) for came in meetings)}
        counted |= {name: sum(came[name] for came in meetings) for name in agencies}
        rows += [
            {
                "authority": "370", "period_id": window.period_id, "window_name": window.window_name,
                "period_start": window.start_date, "period_end": window.end_date,
                "breakdown": "agency" if name else "", "category": name, "indicator": "AA03", "numerator": count,
                "denominator": whole, "value": 100 * count / whole if whole else None, "unit": "%",
                "state": "ok" if whole else "not_applicable",
            }
            for name, count in counted.items()
        ]  # fmt: skip
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.with_columns(pl.col("numerator", "denominator").cast(pl.Decimal(18, 2)))


def wanted_of(
    build: pl.DataFrame, quarter: str, tier: Tier = TIERS[SUBGROUP], audience: str = "one"
) -> Wanted:
    """Totals of every window of the build; breakdowns of the quarter and its rolling twelve months."""
    last = Quarter.parse(quarter)
    is_printed = (pl.col("breakdown") == "") | pl.col("period_id").is_in([last.period_id, last.rolling_12_id])
    return Wanted(audience=audience, tier=tier, values=Values.from_frame(build.filter(is_printed)))


def trend_of(build: pl.DataFrame, step: str) -> Wanted:
    """Totals alone: the count by month, the share by this step, and both to date and by year."""
    is_in_trend = pl.col("window_name") == pl.when(pl.col("indicator") == "AA02").then(
        pl.lit(step)
    ).otherwise(pl.lit("month"))
    is_longer = pl.col("window_name").is_in(["year_to_date", "year"])
    rows = build.filter((pl.col("breakdown") == "") & (is_in_trend | is_longer))
    return Wanted(audience="one", tier=TIERS[SUBGROUP], values=Values.from_frame(rows))


def seen(rows: Iterable[Value]) -> list[Seen]:
    """The rows as a reader of the published table sees them."""
    return seen_in(
        {name: "" if (cell := getattr(row, name)) is None else str(cell) for name in COLUMNS} for row in rows
    )


def releases(months: Months, quarters: Iterable[str]) -> list[Release]:
    """One release after the other, each solved against those before."""
    found: list[Release] = []
    for quarter in quarters:
        build = build_of(months, str(Quarter.parse(quarter).last_month))
        earlier = [each.rows for each in found]
        found.append(released([wanted_of(build, quarter)], earlier, build))
    return found


def attacked_by_who_knows_what_holds(made: list[Release]) -> Attacked:
    """The attack on the last release, with what still holds of those before it: what stops a publication."""
    last = made[-1]
    return attack(
        seen(last.rows),
        [seen(last.as_they_hold(each.rows)) for each in made[:-1]],
        last.small,
        {
            name: {(start, end): count for _, start, end, count in each}
            for name, each in groupby(last.true_counts, key=lambda told: told[0])
        },
        is_zero_shown=last.is_zero_shown,
    )


def attacked(made: list[Release]) -> Attacked:
    """The attack on the last release, with those before it as they were: old numbers taken for what they are now."""
    return attack(
        seen(made[-1].rows),
        [seen(each.rows) for each in made[:-1]],
        made[-1].small,
        is_zero_shown=made[-1].is_zero_shown,
    )
