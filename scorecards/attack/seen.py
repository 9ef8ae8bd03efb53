"""What a reader who holds every finished pack sees: each figure shown or marked, read from the files themselves."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

WITHHELD = "withheld"
KNOWN_STATES = ("ok", "impossible")
AVERAGES = ("hours", "days")

Name = tuple[str, str, str, str]
Span = tuple[date, date]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One line as a reader sees it. `counts` holds what can be read off it, by side: n, d and c for those of the
    denominator who are not in the numerator; empty when it is withheld, or was shown and is another by now."""

    indicator: str
    period_id: str
    breakdown: str
    category: str
    span: Span
    unit: str
    is_withheld: bool
    counts: dict[str, int]

    @property
    def sides(self) -> tuple[str, ...]:
        """The counts of people or events that the line would show."""
        if self.unit in AVERAGES:
            return ("d",)
        return ("n", "d", "c") if self.unit == "%" else ("n",)

    @property
    def base(self) -> str:
        """The side that a share is of; nothing for any other line."""
        return "d" if self.unit == "%" else ""

    def name(self, side: str) -> Name:
        return (self.indicator, side, self.breakdown, self.category)

    @property
    def words(self) -> str:
        part = f", {self.breakdown} {self.category}" if self.breakdown else ""
        return f"{self.indicator} {self.period_id}{part}"


def seen_in(lines: Iterable[dict[str, str]]) -> list[Seen]:
    """The lines of a published `values.csv`, as dictionaries of text; what was never supplied says nothing."""
    return [_seen(line) for line in lines if line["state"] in (*KNOWN_STATES, WITHHELD)]


def read(path: Path) -> list[Seen]:
    """The lines of one published `values.csv`."""
    with path.open(encoding="utf-8", newline="") as file:
        return seen_in(csv.DictReader(file))


def _seen(line: dict[str, str]) -> Seen:
    start, end = date.fromisoformat(line["period_start"]), date.fromisoformat(line["period_end"])
    is_withheld = line["state"] == WITHHELD
    return Seen(
        indicator=line["indicator"],
        period_id=line["period_id"],
        breakdown=line["breakdown"],
        category=line["category"],
        span=(start, end),
        unit=line["unit"],
        is_withheld=is_withheld,
        counts={} if is_withheld else _counts(line),
    )


def _counts(line: dict[str, str]) -> dict[str, int]:
    numerator, denominator = _whole(line["numerator"]), _whole(line["denominator"])
    found: dict[str, int | None] = {}
    if line["unit"] not in AVERAGES:
        found["n"] = numerator
    if line["unit"] in ("%", *AVERAGES):
        found["d"] = denominator
    if line["unit"] == "%" and numerator is not None and denominator is not None and numerator <= denominator:
        found["c"] = denominator - numerator
    return {side: count for side, count in found.items() if count is not None}


def _whole(text: str) -> int | None:
    count = Decimal(text) if text else None
    return int(count) if count is not None and count % 1 == 0 else None
