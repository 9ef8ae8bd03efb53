"""The control chart of an indicator's months, from the figures that its reader may see and from nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import polars

from scorecards.period import Month
from scorecards.spc.result import ControlChart, Rebase
from scorecards.spc.rules import NHSR, SpcRules
from scorecards.spc.xmr import xmr
from scorecards.value import NOT_SUPPLIED, Value

if TYPE_CHECKING:
    from scorecards.indicator import Indicator

NATURAL: dict[str, tuple[float | None, float | None]] = {"%": (0.0, 100.0)}


@dataclass(frozen=True, kw_only=True)
class RebaseRow:
    """One row of the partnership's `rebases.csv`: `indicator` is a ref or a pattern such as `CN*`."""

    indicator: str
    rebase: Rebase


def rebases(frame: polars.DataFrame) -> list[RebaseRow]:
    """The rows of `rebases.csv`, read as text: indicator, month (`2022-06`), reason, decided_by.

    Raises ValueError for a row without a reason, PeriodNotUnderstood for one without a month.
    """
    return [
        RebaseRow(
            indicator=row["indicator"],
            rebase=Rebase(
                on=Month.parse(row["month"]).first_day,
                reason=row["reason"] or "",
                decided_by=row["decided_by"] or "",
            ),
        )
        for row in frame.iter_rows(named=True)
    ]


def monthly_chart(
    indicator: "Indicator",
    months: Sequence[tuple[Month, Value | None]],
    *,
    target: float | None = None,
    rebased: Iterable[RebaseRow] = (),
    rules: SpcRules = NHSR,
) -> ControlChart:
    """One point a month, in the order given; only a sound, shown figure has a value, every other is a gap.

    An impossible figure stays out of mean and limits; a withheld one is not known here at all.
    """
    series = {month.first_day: _shown(value) for month, value in months}
    gaps = {
        month.first_day: NOT_SUPPLIED if value is None else value.state
        for month, value in months
        if _shown(value) is None
    }
    return xmr(
        series,
        better=indicator.better,
        target=target,
        rules=rules,
        rebases=_of(indicator.ref, series, rebased),
        gaps=gaps,
        natural=NATURAL.get(indicator.unit, (0.0, None)),
    )


def _shown(value: Value | None) -> float | None:
    return value.value if value is not None and value.is_comparable else None


def _of(ref: str, series: dict[date, float | None], rows: Iterable[RebaseRow]) -> list[Rebase]:
    """The rebases of the indicator that fall inside the months shown; of several in one month the last written."""
    later = sorted(series)[1:]
    found = {row.rebase.on: row.rebase for row in rows if fnmatchcase(ref, row.indicator)}
    return [found[on] for on in later if on in found]
