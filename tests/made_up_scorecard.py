"""A small made-up scorecard: figures that show every state a figure can be in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars

from scorecards.audience import Audience, audiences
from scorecards.disclosure.release import released
from scorecards.indicator import Indicator
from scorecards.period import Month, Quarter
from scorecards.printed import printed
from scorecards.provenance import CheckLine, Provenance, SourceLine
from scorecards.scorecard import Made, Scorecard, scorecard
from scorecards.sql_file import SqlFile
from scorecards.window import windows

QUARTER = "2022-23-Q4"
SCALE = {"%": 100, "per 10,000": 10_000}
COUNTS = [41, 37, 44, 52, 39, 48, 51, 46, 55, 58, 49, 53, 57, 60, 52, 61, 64, 58, 66, 70, 63, 71, 69, 75]


def made_up_indicator(ref: str, title: str, section: str, **header: Any) -> Indicator:
    path = Path("sql/indicators") / section / f"{ref.lower()}.sql"
    sql = f"select authority, period_id, count(*) as numerator from core.{section} group by authority, period_id"
    defaults: dict[str, Any] = {
        "definition": f"{title}, counted in the period.", "unit": "count", "better": "neither", "kind": "flow",
        "additive": False, "audiences": ("child_exploitation",), "questions": ("What has changed?",),
        "owner": "Targeted youth support", "reviewed": None, "why": "It shows what children meet.",
        "basis": "Statutory guidance", "comparator": None, "min_denominator": None,
        "statistic": header.get("kind", "flow"), "mean_of": None,
    }  # fmt: skip
    return Indicator(
        file=SqlFile(path=path, text=sql, header={}, sql=sql), ref=ref, title=title, **{**defaults, **header}
    )


INDICATORS = [
    made_up_indicator("FD01", "Contacts received", "front_door"),
    made_up_indicator(
        "RF04", "Re-referrals within 12 months", "referrals", unit="%", better="lower",
        comparator="Re-referrals within 12 months",
    ),
    made_up_indicator("MH07", "Return home interviews held within 72 hours", "missing", unit="%", better="higher"),
    made_up_indicator("CE02", "Children at risk of exploitation, <script>alert(1)</script>", "missing"),
    made_up_indicator("HE01", "=cmd referrals from health", "health"),
]  # fmt: skip


def _row(
    indicator: Indicator, period: Any, numerator: int, denominator: int | None, **more: Any
) -> dict[str, Any]:
    share = numerator if denominator is None else SCALE[indicator.unit] * numerator / denominator
    row: dict[str, Any] = {
        "authority": "370", "indicator": indicator.ref, "period_id": period.period_id,
        "window_name": period.window_name, "period_start": period.start_date, "period_end": period.end_date,
        "breakdown": "", "category": "", "numerator": numerator, "denominator": denominator,
        "value": float(share), "unit": indicator.unit, "state": "ok",
    }  # fmt: skip
    return {**row, **more}


def made_up_rows() -> list[dict[str, Any]]:
    """Two years of figures; every window is the sum of its months."""
    rows = []
    months = list(Month(2021, 4).until(Month(2023, 3)))
    for period in windows("2021-04", "2023-03"):
        first, last = Month.parse(f"{period.start_date:%Y-%m}"), Month.parse(f"{period.end_date:%Y-%m}")
        counts = [count for month, count in zip(months, COUNTS, strict=True) if first <= month <= last]
        total = sum(counts)
        contacts, rereferrals, interviews, exploitation, health = INDICATORS
        rows.append(_row(contacts, period, total, None))
        for group, share in (("Health", 5), ("Police", 2), ("School, college", 4)):
            rows.append(
                _row(contacts, period, total // share, None, breakdown="source_group", category=group)
            )
        rows.append(_row(rereferrals, period, total // 5, total))
        state: dict[str, Any] = {}
        if period.period_id == "month:2022-08":
            state = {"state": "impossible"}
        rows.append(_row(interviews, period, total * 3 // (2 if state else 4), total, **state))
        for place, numerator in (("Home", 2), ("Hospital", 4), ("Placement", 30)):
            rows.append(_row(interviews, period, numerator, 40, breakdown="missing_from", category=place))
        rows.append(_row(exploitation, period, total % 9, None))
        absent = {"numerator": None, "denominator": None, "value": None, "state": "not_supplied"}
        is_supplied = last >= Month(2022, 10) and period.window_name in ("month", "quarter")
        rows.append({**_row(health, period, total, None), **({} if is_supplied else absent)})
    return rows


def made_up_values(change: Callable[[list[dict[str, Any]]], None] | None = None) -> polars.DataFrame:
    rows = made_up_rows()
    if change:
        change(rows)
    return polars.DataFrame(rows, infer_schema_length=None)


def made_up_comparators() -> polars.DataFrame:
    """The rows of `comparators.csv` for one measure and year, as text."""
    return polars.DataFrame(
        [
            _comparator("England", "england", "22.4"),
            _comparator("Yorkshire and The Humber", "region", "22.1"),
            _comparator("Barnsley", "authority", "19.2"),
            _comparator(
                "Neighbours", "statistical_neighbours", "22.7", statistic="mean", model="2021", n="10"
            ),
            _comparator(
                "Neighbours", "statistical_neighbours", "21.0", statistic="median", model="2021", n="10"
            ),
            _comparator(
                "Neighbours", "statistical_neighbours", "23.0", statistic="mean", model="2025", n="10"
            ),
        ]
    )


def _comparator(
    area: str, kind: str, value: str, *, statistic: str = "published", model: str = "", n: str = ""
) -> dict[str, str]:
    return {
        "measure": "Re-referrals within 12 months", "area": area, "area_kind": kind, "statistic": statistic,
        "neighbour_model": model, "n": n, "year_ending": "2023", "value": value, "unit": "percent",
    }  # fmt: skip


def made_up_targets() -> polars.DataFrame:
    """Targets as text: interviews 80 with a tolerance of 10, re-referrals 15."""
    return polars.DataFrame(
        {
            "indicator": ["MH07", "RF04"],
            "target": ["80", "15"],
            "tolerance": ["10", None],
            "upper": [None, None],
            "effective_from": ["2022-04-01", "2022-04-01"],
            "set_by": ["the Executive Group", "the Executive Group"],
        }
    )


def made_up_rebases() -> polars.DataFrame:
    """New limits for re-referrals from January 2022: 9 months before, 15 after."""
    row = ["RF04", "2022-01", "The case system changed", "Performance board", "2022-02-01"]
    columns = ("indicator", "month", "reason", "decided_by", "decided_on")
    return polars.DataFrame([row], schema=list(columns), orient="row")


def made_up_provenance() -> Provenance:
    return Provenance(
        partnership_name="Made-up Safeguarding Children Partnership", authority="370", build_id="2023-03-a1b2c3",
        data_to=date(2023, 3, 31), is_made_up=True, contact="Performance team",
        sources=(
            SourceLine(source="police.missing_report", agency="Police", title="Missing children", extract_month="2023-03", received=True,
                       rows=61, accepted=60, set_aside=1, file_hash="0f3a9c21d4e7"),
            SourceLine(source="health.health_return", agency="Health", title="Health return", extract_month="2023-03", received=False),
        ),
        feeds={"MH07": ("police.missing_report",), "HE01": ("health.health_return",)},
        checks=(
            CheckLine(code="K01", title="More interviews held in time than accepted", severity="query", count=1,
                      message="The interview log contradicts itself.", remedy="Check the interview log of the month.",
                      periods=("month:2022-08",), indicators=("MH07",)),
        ),
    )  # fmt: skip


def made_up_audience() -> Audience:
    return audiences()["child_exploitation"]


def made_up_scorecard(
    change: Callable[[list[dict[str, Any]]], None] | None = None,
    *,
    quarter: str = QUARTER,
    audience: Audience | None = None,
    made: Made | None = None,
) -> Scorecard:
    reader = audience or made_up_audience()
    shown = printed(
        audience=reader, quarter=Quarter.parse(quarter), indicators=INDICATORS, values=made_up_values(change), authority="370"
    )  # fmt: skip
    return scorecard(
        audience=reader,
        quarter=quarter,
        indicators=INDICATORS,
        values=released([shown]).of(reader.name),
        comparators=made_up_comparators(),
        targets=made_up_targets(),
        rebases=made_up_rebases(),
        provenance=made_up_provenance(),
        made=made,
    )
