"""Made-up counts by source and by agency, and the returns that are made of their release."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from scorecards.agency_return import AgencyReturn, agency_returns
from scorecards.audience import audiences
from scorecards.disclosure.release import Release, released
from scorecards.indicator import Indicator
from scorecards.period import Quarter
from scorecards.printed import printed
from tests.made_up_scorecard import QUARTER, made_up_indicator, made_up_provenance

WINDOWS = (("quarter:2022-23-Q4", "2023-01-01"), ("rolling_12:2023-03", "2022-04-01"))
SOURCES = {"Police": (120, 30), "Health": (60, 12), "Schools/Education": (50, 3), "Local Authority": (70, 40)}
ATTENDED = {"Police": (27, 36), "Health visiting": (36, 50), "School": (21, 60)}
"""Numerator and denominator in the quarter; the twelve months hold three times as many."""


def by(breakdown: str, ref: str, title: str, **header: Any) -> Indicator:
    sql = (
        f"select authority, period_id, {breakdown}, count(*) as numerator from core.front_door "
        f"group by authority, period_id, {breakdown}"
    )
    found = made_up_indicator(ref, title, "front_door", **header)
    return replace(found, file=replace(found.file, text=sql, sql=sql))


INDICATORS = [
    by("source_group", "FD01", "Contacts received"),
    by("source_group", "FD04", "Contacts that became a referral", unit="%", better="band"),
    by("agency", "SP11", "Agencies that attended", unit="%", better="higher"),
]


def made_up_rows() -> list[dict[str, Any]]:
    rows = []
    for place, (period_id, start) in enumerate(WINDOWS):
        times = 1 + 2 * place
        sources = {name: (n * times, few * times) for name, (n, few) in SOURCES.items()}
        contacts = {name: (n, None) for name, (n, _) in sources.items()}
        became = {name: (few, n) for name, (n, few) in sources.items()}
        attended = {name: (n * times, d * times) for name, (n, d) in ATTENDED.items()}
        for each, breakdown, parts in (
            (INDICATORS[0], "source_group", contacts),
            (INDICATORS[1], "source_group", became),
            (INDICATORS[2], "agency", attended),
        ):
            whole = (
                sum(n for n, _ in parts.values()),
                None if each.unit == "count" else sum(d or 0 for _, d in parts.values()),
            )
            for category, (n, d) in {"": whole, **parts}.items():
                rows.append(
                    {
                        "authority": "370", "indicator": each.ref, "period_id": period_id,
                        "window_name": period_id.partition(":")[0], "period_start": start, "period_end": "2023-03-31",
                        "breakdown": breakdown if category else "", "category": category, "numerator": n,
                        "denominator": d, "value": float(n if d is None else 100 * n / d), "unit": each.unit, "state": "ok",
                    }
                )  # fmt: skip
    return rows


def made_up_release(change: Callable[[list[dict[str, Any]]], None] | None = None) -> Release:
    rows = made_up_rows()
    if change:
        change(rows)
    values = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("period_start", "period_end").str.to_date()
    )
    wanted = printed(
        audience=audiences()["operational_business"],
        quarter=Quarter.parse(QUARTER),
        indicators=INDICATORS,
        values=values,
        authority="370",
    )
    return released([wanted])


def made_up_returns(release: Release | None = None) -> dict[str, AgencyReturn]:
    found = agency_returns(
        release=release or made_up_release(),
        indicators=INDICATORS,
        quarter=Quarter.parse(QUARTER),
        provenance=made_up_provenance(),
    )
    return {each.agency: each for each in found}
