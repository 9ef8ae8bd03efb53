"""What the review says of figures: how far each could move, and which are no longer what they were."""

from collections.abc import Mapping, Sequence

import polars as pl

from pipelines.review.catalogue import Catalogue
from pipelines.review.effect import Effect
from pipelines.review.issues import period_words
from scorecards.review.content import RestatedLine


def effect_words(
    effects: list[Effect], catalogue: Catalogue, authorities: Mapping[str, Sequence[str]] | None = None
) -> tuple[str, ...]:
    """A sentence for each figure that could move, and one for each reason why that cannot be told."""
    moved: list[str] = []
    cannot: dict[str, list[str]] = {}
    for each in effects:
        if each.now is None or each.low is None or each.high is None:
            cannot.setdefault(each.cannot, []).append(each.indicator)
        else:
            low, now, high = (_figure(value, each.unit) for value in (each.low, each.now, each.high))
            title = catalogue.indicators[each.indicator].title + _WINDOWS[each.window]
            named = [] if authorities is None else (authorities.get(each.authority) or [each.authority])
            whose = f"{named[0]}: " if named else ""
            moved.append(
                f"{whose}{_if(each)}, {each.indicator} ({title}) is {now} all the same."
                if low == high
                else f"{whose}{_if(each)}, {each.indicator} ({title}) lies between {low} and {high}; now {now}."
            )
    return (
        *moved,
        *(f"Cannot be told for {', '.join(dict.fromkeys(refs))}: {why}." for why, refs in cannot.items()),
    )


_WINDOWS = {"year_to_date": "", "quarter": ", the quarter", "month": ", the month"}
"""What is said of a window; of the year so far nothing, because the heading says it."""


def _if(effect: Effect) -> str:
    if effect.is_set_aside:
        return "Depending on the row" if effect.rows == 1 else f"Depending on the {effect.rows:,} rows"
    return "If the row is wrong" if effect.rows == 1 else f"If all {effect.rows:,} rows are wrong"


def _figure(value: float, unit: str) -> str:
    if unit == "count":
        return f"{value:,.0f}"
    return f"{value:.1f}%" if unit == "%" else f"{value:,.1f}"


def restated_lines(found: pl.DataFrame, catalogue: Catalogue) -> tuple[RestatedLine, ...]:
    """A line for each figure that is no longer what it was."""
    lines = []
    for row in found.iter_rows(named=True):
        indicator = catalogue.indicators.get(row["indicator"])
        unit = indicator.unit if indicator else ""
        before, now = (_stated(row[name], row[f"{name}_state"], unit) for name in ("before", "now"))
        moved = row["now"] is not None and row["before"] is not None
        places = 0 if unit == "count" else 1
        lines.append(
            RestatedLine(
                ref=row["indicator"],
                title=indicator.title if indicator else "",
                period=period_words(row["period_id"]),
                before=before,
                now=now,
                change=f"{row['now'] - row['before']:+,.{places}f}" if moved else "",
            )
        )
    return tuple(lines)


def _stated(value: float | None, state: str, unit: str) -> str:
    if value is None:
        return {"not_supplied": "not supplied", "not_applicable": "not applicable"}.get(state, state)
    return _figure(value, unit) + (" (impossible)" if state == "impossible" else "")
