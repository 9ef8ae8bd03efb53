"""How far a figure could move if everything that a rule asks about were wrong.

A row that was set aside might belong in the figure or not. A row that is kept and asked about might count otherwise
than it does, or not at all. Both ends are worked out with the indicator's own query, once with the rows in doubt and
once without them, for the longest window that ends with the month and is supplied; nothing is guessed from the rule's words.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl

from pipelines.builds import SQL
from pipelines.database import database, rows
from pipelines.figures.completing import SCALES
from pipelines.review.catalogue import Catalogue
from pipelines.review.doubt import Doubt
from scorecards.core_table import core_tables
from scorecards.indicator import Indicator
from scorecards.period import Month

AMOUNTS = ("health.health_return", "workforce.post", "partnership.training")
"""Tables whose rows hold amounts, so that a row is more or less than one in a count."""

WINDOWS = ("year_to_date", "quarter", "month")

COUNTED_UNITS = ("count", "%", "per 10,000")


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a rule's open issues in one table could do to one figure. `window` is the one that it was worked out for.

    `now`, `low` and `high` are the figure as it is and its bounds; where they cannot be told, `cannot` says why.
    """

    rule: str
    source: str
    authority: str
    indicator: str
    rows: int
    unit: str
    is_set_aside: bool
    window: str = ""
    now: float | None = None
    low: float | None = None
    high: float | None = None
    cannot: str = ""


Counts = tuple[Decimal, Decimal | None]


class Effects:
    """The effects of open issues on the figures of one build, of each authority on its own. Use `of` once."""

    def __init__(self, build: Path, month: Month, catalogue: Catalogue) -> None:
        self._build = build
        self._ends = f"date '{month.last_day}'"
        self._catalogue = catalogue
        self._core = {table.name: table for table in core_tables(SQL)}
        self._doubt = Doubt(build, self._core)

    def of(self, issues: pl.DataFrame) -> list[Effect]:
        """The effects of the open issues that set rows aside or ask about them (`rule`, `source`, `severity`,
        `authority`, `record_key`, `subject`, `indicators`), by rule, table and authority."""
        asked = issues.filter(
            pl.col("severity").is_in(["reject", "query"])
            & pl.col("source").is_not_null()
            & pl.col("authority").is_not_null()
        )
        if asked.is_empty():
            return []
        found: list[Effect] = []
        with database(reaches=[self._build.parent]) as connection:
            self._doubt.open(connection, f"end_date = {self._ends} and window_name in {WINDOWS}")
            by = ("rule", "source", "severity", "authority")
            for (rule, source, severity, authority), group in asked.sort(by).group_by(
                by, maintain_order=True
            ):
                subjects = group["subject"].drop_nulls().unique().sort()
                refs = sorted(set(group["indicators"].explode().drop_nulls()))
                doubted = subjects.len()
                self._doubt.leave_out(
                    connection, str(source), subjects if severity == "query" else subjects.clear()
                )
                for ref in refs:
                    known = self._catalogue.indicators.get(ref)
                    if known is not None:
                        found.append(
                            self._effect(
                                connection,
                                str(rule),
                                str(source),
                                str(severity),
                                str(authority),
                                known,
                                doubted,
                            )
                        )
        return found

    def _effect(
        self,
        connection: duckdb.DuckDBPyConnection,
        rule: str,
        source: str,
        severity: str,
        authority: str,
        indicator: Indicator,
        doubted: int,
    ) -> Effect:
        known = Effect(
            rule=rule,
            source=source,
            authority=authority,
            indicator=indicator.ref,
            rows=doubted,
            unit=indicator.unit,
            is_set_aside=severity == "reject",
        )
        cannot = self._cannot(known, indicator)
        if cannot:
            return replace(known, cannot=cannot)
        for window, period_id, now in self._now(connection, indicator, authority):
            rest = now if known.is_set_aside else self._counts(connection, indicator, authority, period_id)
            is_share = indicator.unit == "%"
            is_in_whole = is_share and self._adds_rows(source, indicator)
            low, high = bounds(rest, doubted, is_share=is_share, is_in_whole=is_in_whole)
            scale = SCALES.get(indicator.unit, 1)
            value = _value(now, scale)
            low, high = min(low * scale, value), max(high * scale, value)
            return replace(known, window=window, now=value, low=low, high=high)
        return replace(known, cannot="the figure is not supplied")

    def _cannot(self, effect: Effect, indicator: Indicator) -> str:
        """Why an effect cannot be told; empty where it can."""
        if effect.source in AMOUNTS:
            return "a row of this table holds an amount, not one case"
        if indicator.unit not in COUNTED_UNITS:
            return "the figure is an average or a highest value"
        if not effect.rows:
            return "the rule is told once a column, not record by record"
        if not effect.is_set_aside and not self._doubt.can_leave_out(effect.source, indicator):
            return "the record does not stand alone in the figure"
        return ""

    def _adds_rows(self, source: str, indicator: Indicator) -> bool:
        """Whether a record of the table is a case of the figure, and not only a fact about one."""
        return any(source in self._core[name].rows for name in indicator.tables if name in self._core)

    def _now(
        self, connection: duckdb.DuckDBPyConnection, indicator: Indicator, authority: str
    ) -> list[tuple[str, str, Counts]]:
        """The figure as the build has it for the longest window that is supplied: window, period and counts."""
        found = rows(
            connection,
            f"""select window_name, period_id, numerator, denominator from build.scorecard.value
            where authority = ? and indicator = ? and breakdown = '' and state in ('ok', 'impossible')
              and period_end = {self._ends} and window_name in {WINDOWS}
            order by period_start, window_name limit 1""",
            [authority, indicator.ref],
        )
        return [(window, period_id, (part, whole)) for window, period_id, part, whole in found]

    def _counts(
        self, connection: duckdb.DuckDBPyConnection, indicator: Indicator, authority: str, period_id: str
    ) -> Counts:
        """The same counts without the rows in doubt."""
        total = " and ".join(f"{name} is null" for name in indicator.breakdowns) or "true"
        denominator = "denominator" if indicator.has_denominator else "null"
        found = rows(
            connection,
            f"""select cast(numerator as decimal(18, 2)), cast({denominator} as decimal(18, 2))
            from ({indicator.sql}) as counted where authority = ? and period_id = ? and {total}""",
            [authority, period_id],
        )
        if not found:
            return Decimal(0), Decimal(0) if indicator.has_denominator else None
        return found[0][0] or Decimal(0), found[0][1]


def bounds(rest: Counts, doubted: int, *, is_share: bool, is_in_whole: bool = True) -> tuple[float, float]:
    """The lowest and highest figure, unscaled, that `doubted` further records can give to what is sure.

    Each may be no part of the figure, or a part of the whole only, or of both: the lowest share has all of them in the
    whole and none in the part, the highest has all of them in both. Records that are no cases themselves, only facts
    about cases that are counted anyway, leave the whole as it is. Of a count or a rate none or all of them are in it.
    """
    numerator = float(rest[0])
    whole = (float(rest[1]) if rest[1] is not None else 1.0) + (doubted if is_share and is_in_whole else 0)
    if not whole:
        return 0.0, 0.0
    highest = (numerator + doubted) / whole
    return numerator / whole, min(highest, 1.0) if is_share else highest


def _value(counts: Counts, scale: int) -> float:
    whole = float(counts[1]) if counts[1] is not None else 1.0
    return scale * float(counts[0]) / whole if whole else 0.0
