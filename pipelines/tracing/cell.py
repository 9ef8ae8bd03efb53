"""Which figure is meant: found by ref, period, window and category in a build, with its definition."""

from dataclasses import dataclass
from typing import Any

from pipelines.builds import SQL
from pipelines.database import rows
from pipelines.questions.answers import NotAsked
from pipelines.settings import Settings
from scorecards.definition_history import Version, fingerprint, history
from scorecards.indicator import Indicator, indicators
from scorecards.value import COLUMNS, Value

NATURAL = ("month", "quarter", "year")
"""The windows that a period such as 2022-08, 2022-23-Q2 or 2022-23 means when none is named."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asks for: a ref, a period such as 2022-08, and where wanted a window and one category; in a region
    also the code of the authority."""

    ref: str
    period: str
    window: str = ""
    breakdown: str = ""
    category: str = ""
    authority: str = ""

    @classmethod
    def of(
        cls, ref: str, period: str, window: str | None, breakdown: str | None, authority: str = ""
    ) -> "Asked":
        """As a person types it; `breakdown` is NAME=CATEGORY. Raises NotAsked."""
        name, equals, category = (breakdown or "").partition("=")
        if breakdown and not (name and equals and category):
            raise NotAsked("Expected --breakdown NAME=CATEGORY, such as ward=Central; found another form.")
        return cls(
            ref=ref,
            period=period,
            window=window or "",
            breakdown=name,
            category=category,
            authority=authority,
        )


def indicator_of(settings: Settings, ref: str) -> Indicator:
    """The indicator of a ref. Raises NotAsked."""
    known = {each.ref: each for each in indicators(SQL, settings.overlay)}
    if ref not in known:
        raise NotAsked(
            f"Expected the ref of an indicator; found none like it. Refs: {', '.join(sorted(known))}."
        )
    return known[ref]


def version_of(indicator: Indicator) -> Version | None:
    """The version of the definition that is in use, or None for one that its history does not know."""
    mine = fingerprint(indicator)
    known = history(indicator.path.parents[1] / "history.csv").get(indicator.ref, [])
    return next((each for each in reversed(known) if each.fingerprint == mine), None)


def value_of(connection: Any, asked: Asked, authority: str) -> Value:
    """The figure as the build has it. Raises NotAsked."""
    query = f"""select {", ".join(COLUMNS)} from scorecard.value
        where authority = ? and indicator = ? and (period_id = ? or split_part(period_id, ':', 2) = ?)"""
    found = [Value(**dict(zip(COLUMNS, row, strict=True)))
             for row in rows(connection, query, [authority, asked.ref, asked.period, asked.period])]  # fmt: skip
    wanted = [asked.window] if asked.window else NATURAL
    of_window = [row for row in found if row.window_name in wanted or row.period_id == asked.period]
    if not of_window:
        windows = ", ".join(sorted({row.window_name for row in found}))
        raise NotAsked(
            f"Expected a period that the build covers, with one of the windows {windows}; found another."
            if found
            else "Expected a period such as 2022-08, 2022-23-Q2 or 2022-23 that the build covers; found none."
        )
    for row in of_window:
        if (row.breakdown, row.category) == (asked.breakdown, asked.category):
            return row
    names = ", ".join(sorted({row.breakdown for row in of_window if row.breakdown})) or "none"
    categories = ", ".join(sorted(row.category for row in of_window if row.breakdown == asked.breakdown))
    raise NotAsked(
        f"Expected a breakdown of {asked.ref} ({names})"
        + (f" and one of its categories: {categories}" if categories and asked.breakdown else "")
        + "; found another."
    )
