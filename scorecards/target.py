"""What the partnership aims for, and the word for how a figure stands against it. Colour follows the word."""

from dataclasses import dataclass
from datetime import date

import polars

MEETS, CLOSE, MISSES = "Meets target", "Close to target", "Misses target"
NO_TARGET, NOT_RATED, SMALL_NUMBERS = "No target", "Not rated", "Small numbers, not rated"
RATINGS = (MEETS, CLOSE, MISSES)
SMALLEST_RATED_DENOMINATOR = 10


@dataclass(frozen=True, kw_only=True)
class Target:
    """An aim for one indicator; with `upper` it is a band from `target` to `upper`, both included."""

    indicator: str
    target: float
    upper: float | None = None
    tolerance: float = 0.0
    effective_from: date | None = None
    effective_to: date | None = None
    set_by: str | None = None

    def is_in_force(self, on: date) -> bool:
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.effective_to is None or on <= self.effective_to)


def targets(frame: polars.DataFrame) -> list[Target]:
    """The rows of `targets.csv`, read as text; all but indicator and target may be missing or blank."""
    return [_target(row) for row in frame.iter_rows(named=True) if row["target"]]


def _target(row: dict[str, str]) -> Target:
    given = {name: cell for name, cell in row.items() if cell}
    days = {
        name: date.fromisoformat(given[name]) for name in ("effective_from", "effective_to") if name in given
    }
    return Target(
        indicator=given["indicator"],
        target=float(given["target"]),
        upper=float(given["upper"]) if "upper" in given else None,
        tolerance=float(given.get("tolerance", 0)),
        set_by=given.get("set_by"),
        **days,
    )


def in_force(aims: list[Target], indicator: str, on: date) -> Target | None:
    """The indicator's target on the day; of several the one that began last."""
    fitting = [aim for aim in aims if aim.indicator == indicator and aim.is_in_force(on)]
    return max(fitting, key=lambda aim: aim.effective_from or date.min, default=None)


def against(target: Target, value: float, better: str) -> str:
    """The word for the unrounded value; a value exactly at the target, or at its tolerance, is on the better side."""
    if better == "neither":
        return NO_TARGET
    lower, upper = target.target, target.target if target.upper is None else target.upper
    below, above = max(lower - value, 0.0), max(value - upper, 0.0)
    shortfall = {"higher": below, "lower": above}.get(better, below + above)
    if shortfall == 0:
        return MEETS
    # A hair's breadth of binary fraction is not a miss: 90 - 89.9 is 0.0999999.
    return CLOSE if shortfall <= target.tolerance + 1e-9 else MISSES
