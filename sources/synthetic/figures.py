"""The published figures that the partner agencies' books reproduce (`calibration_agencies.csv`)."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Figures:
    """Published figures by measure, period and category; empty for an authority that has published none."""

    values: dict[tuple[str, str, str], int]

    def get(self, measure: str, period: str, category: str = "") -> int | None:
        """One figure, or nothing when none was published."""
        return self.values.get((measure, period, category))

    def categories(self, measure: str, period: str) -> dict[str, int]:
        """The figures of a measure and period by category."""
        found = self.values.items()
        return {
            category: value for (name, when, category), value in found if (name, when) == (measure, period)
        }


@cache
def published_figures() -> Figures:
    """The figures printed by the partnership."""
    text = files("sources.synthetic").joinpath("calibration_agencies.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return Figures({(row["measure"], row["period"], row["category"]): int(row["value"]) for row in rows})
