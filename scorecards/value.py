"""One figure as it was counted, before anything is rounded, compared or withheld, and an index over many."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

import polars

OK = "ok"
NOT_SUPPLIED = "not_supplied"
NOT_APPLICABLE = "not_applicable"
IMPOSSIBLE = "impossible"
WITHHELD = "withheld"

REVISED, PROVISIONAL, ENTERED = "r", "p", "e"
"""Marks of a figure that is shown: published otherwise before, or still to change as what is late is recorded."""


@dataclass(frozen=True, kw_only=True)
class Value:
    """One indicator counted for one window; `breakdown` and `category` are empty on the total."""

    authority: str
    indicator: str
    period_id: str
    window_name: str
    period_start: date
    period_end: date
    breakdown: str
    category: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None
    unit: str
    state: str
    marks: tuple[str, ...] = ()

    @property
    def is_total(self) -> bool:
        return self.breakdown == ""

    @property
    def is_comparable(self) -> bool:
        """Whether it may be set against anything: impossible and unseen figures may not."""
        return self.state == OK and self.value is not None


COLUMNS = tuple(name for name in Value.__annotations__ if name != "marks")
"""What a build counts of a figure; the marks come when it is shown."""


@dataclass(frozen=True)
class Values:
    """Figures by indicator, period and category."""

    rows: tuple[Value, ...]

    @classmethod
    def of(cls, rows: Iterable[Value]) -> "Values":
        """The figures in an order that does not depend on how they were counted."""
        order = sorted(rows, key=lambda row: (row.indicator, row.period_id, row.breakdown, row.category))
        return cls(tuple(order))

    @classmethod
    def from_frame(cls, frame: polars.DataFrame) -> "Values":
        """The figures of a frame that has a column for each field of a value."""
        decimals = polars.col("numerator", "denominator").cast(polars.Decimal(18, 2))
        typed = frame.select(COLUMNS).with_columns(decimals)
        return cls.of(Value(**row) for row in typed.iter_rows(named=True))

    @cached_property
    def _by_place(self) -> dict[tuple[str, str, str, str], Value]:
        return {(row.indicator, row.period_id, row.breakdown, row.category): row for row in self.rows}

    @cached_property
    def _parts(self) -> dict[tuple[str, str], dict[str, list[Value]]]:
        found: dict[tuple[str, str], dict[str, list[Value]]] = {}
        for row in self.rows:
            if not row.is_total:
                breakdowns = found.setdefault((row.indicator, row.period_id), {})
                breakdowns.setdefault(row.breakdown, []).append(row)
        return found

    def total(self, indicator: str, period_id: str) -> Value | None:
        """The indicator's figure for the period as a whole, if it was counted.

        An indicator whose categories overlap has no whole anywhere: it is not applicable, never "not supplied".
        """
        found = self._by_place.get((indicator, period_id, "", ""))
        part = self._without_whole.get(indicator)
        if found is not None or part is None:
            return found
        return replace(
            part,
            period_id=period_id,
            breakdown="",
            category="",
            numerator=None,
            denominator=None,
            value=None,
            state=NOT_APPLICABLE,
        )

    @cached_property
    def _without_whole(self) -> dict[str, Value]:
        """A row of each indicator that has categories but no total in any period."""
        whole = {row.indicator for row in self.rows if row.is_total}
        supplied = (row for row in self.rows if row.state != NOT_SUPPLIED)
        return {row.indicator: row for row in supplied if row.indicator not in whole}

    def breakdowns(self, indicator: str, period_id: str) -> dict[str, list[Value]]:
        """The period's figures by breakdown, each in the order of its categories."""
        return self._parts.get((indicator, period_id), {})
