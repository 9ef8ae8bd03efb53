"""A made-up region's scorecard of ten authorities: one far out, one withheld here and there, one of which nothing came."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from pipelines.builds import SQL
from scorecards.indicator import Indicator, indicators
from scorecards.indicator_page import trend_of
from scorecards.period import Quarter
from scorecards.provenance import Provenance
from scorecards.region.content import RegionScorecard, region_scorecard
from scorecards.region.counted import NOT_SUMMED, PARTIAL, Counted
from scorecards.region.printed import windows
from scorecards.region.view import Place
from scorecards.value import NOT_SUPPLIED, OK, WITHHELD, Value, Values

QUARTER = Quarter.parse("2022-23-Q4")
NAMES = {
    "Z001": "Ashmere", "Z002": "Brackenford", "Z003": "Coldharbour", "Z004": "Dunmore", "Z005": "Eastcliffe",
    "Z006": "Fenwick Vale", "Z007": "Greyholm", "Z008": "Harrowgate Moor", "Z009": "Ivinghall", "Z010": "Jarrowby",
}  # fmt: skip
OUTLIER, HIDDEN, ABSENT = "Z003", "Z005", "Z010"
REFS = ("RF01", "RF07", "AS02", "AS03D", "CP01", "CP02", "WF01", "WF02")
SCALES = {"%": 100.0, "per 10,000": 10_000.0}
OVER_TIME = "CP02"
"""The one that has months too."""


def periods(ref: str) -> list[str]:
    """The windows that are printed of an indicator, and the months of one."""
    months = [each.period_id for each in trend_of(QUARTER, "month")] if ref == OVER_TIME else []
    return [*windows(QUARTER).values(), *months]


def made_up_values(secret: int = 3) -> dict[str, Values]:
    """Every authority's figures as its scorecard shows them; `secret` is the number that is withheld of one of them, before
    it is."""
    chance = Random(1)
    known = {each.ref: each for each in indicators(SQL)}
    found: dict[str, Values] = {}
    for code in NAMES:
        size = chance.randint(300, 2_000)
        rows = [
            _value(
                code, known[ref], period_id, size, 0.9 if (code, ref) == (OUTLIER, "AS02") else 0.4, chance
            )
            for ref in REFS
            for period_id in windows(QUARTER).values()
        ]
        months = Random(code)
        rows += [
            _value(code, known[OVER_TIME], each, size, 0.4, months)
            for each in periods(OVER_TIME)[len(windows(QUARTER)) :]
        ]
        if code == HIDDEN:
            rows = [_withheld(row, secret) if row.indicator == "RF07" else row for row in rows]
        if code == ABSENT:
            rows = [
                replace(row, numerator=None, denominator=None, value=None, state=NOT_SUPPLIED) for row in rows
            ]
        found[code] = Values.of(rows)
    return found


def _value(code: str, indicator: Indicator, period_id: str, size: int, share: float, chance: Random) -> Value:
    population = size * 30
    whole = {"per 10,000": population, "children per FTE": size // 20}.get(indicator.unit, size)
    count = {"per 10,000": size // 4, "children per FTE": size}.get(indicator.unit, round(size * share))
    count = max(0, count + chance.randint(-12, 12))
    numerator, denominator = (count, whole) if indicator.has_denominator else (count, None)
    value = numerator / denominator if denominator else float(numerator)
    return Value(
        authority=code, indicator=indicator.ref, period_id=period_id, window_name=period_id.partition(":")[0],
        period_start=date(2023, 1, 1), period_end=date(2023, 3, 31), breakdown="", category="",
        numerator=Decimal(numerator), denominator=None if denominator is None else Decimal(denominator),
        value=value * SCALES.get(indicator.unit, 1.0), unit=indicator.unit, state=OK,
    )  # fmt: skip


def _withheld(row: Value, secret: int) -> Value:
    true = replace(row, numerator=Decimal(secret))
    return replace(true, numerator=None, denominator=None, value=None, state=WITHHELD)


def made_up_totals(values: Mapping[str, Values]) -> dict[tuple[str, str], Counted]:
    """The region's sums of whoever shows a figure."""
    known = {each.ref: each for each in indicators(SQL)}
    found = {}
    for ref in REFS:
        for period_id in periods(ref):
            rows = {code: each.total(ref, period_id) for code, each in values.items()}
            shown = {code: row for code, row in rows.items() if row is not None and row.state == OK}
            first = next(iter(shown.values()))
            numerator = sum((row.numerator or Decimal(0) for row in shown.values()), Decimal(0))
            denominator = sum((row.denominator or Decimal(0) for row in shown.values()), Decimal(0))
            value = float(numerator / denominator) if first.denominator is not None else float(numerator)
            total = replace(
                first, authority="ZR", numerator=numerator, state=PARTIAL,
                denominator=None if first.denominator is None else denominator,
                value=value * SCALES.get(first.unit, 1.0),
            )  # fmt: skip
            if not known[ref].is_summed:
                total = replace(total, numerator=None, denominator=None, value=None, state=NOT_SUMMED)
            if HIDDEN not in shown:
                total = replace(total, numerator=None, denominator=None, value=None, state=WITHHELD)
            found[ref, period_id] = Counted(
                value=total, counted=tuple(code for code in NAMES if code != ABSENT)
            )
    return found


def made_up_region(secret: int = 3) -> RegionScorecard:
    """The whole content."""
    values = made_up_values(secret)
    known = {each.ref: each for each in indicators(SQL)}
    return region_scorecard(
        region="Made-up Region",
        quarter=QUARTER,
        indicators=[known[ref] for ref in REFS],
        places=[
            Place(code=code, name=name, received="" if code == ABSENT else "36 of 36 files",
                  absent="Nothing that any of its figures needs was delivered." if code == ABSENT else "")
            for code, name in NAMES.items()
        ],
        authorities={code: each for code, each in values.items() if code != ABSENT},
        shown=made_up_totals(values).values(),
        provenance=Provenance(
            partnership_name="Made-up Region Safeguarding Children Board", authority="ZR", build_id="0123456789ab",
            data_to=date(2023, 3, 31), is_made_up=True,
        ),
    )  # fmt: skip
