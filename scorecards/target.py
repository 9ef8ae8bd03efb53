"""What the partnership aims for, and the word for how a figure stands against it. Colour follows the word."""

from dataclasses import dataclass
from datetime import date

import polars

from scorecards.period import day_name

MEETS, CLOSE, MISSES = "Meets target", "Close to target", "Misses target"
NO_TARGET, NOT_RATED, SMALL_NUMBERS = "No target", "Not rated", "Small numbers, not rated"
RATINGS = (MEETS, CLOSE, MISSES)
SMALLEST_RATED_DENOMINATOR = 10
HAIR = 1e-9
BAND_ENDS = "expected both ends of a band; found its lower end only. Fill in `upper`."
NO_BAND = "expected one value, for more or less of it is good; found a band. Empty `upper`."


class TargetNotUnderstood(ValueError):
    """A target that does not say what is aimed for, by whom it was set and from when."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """An aim for one indicator; with `upper` it is a band from `target` to `upper`, both included."""

    indicator: str
    target: float
    upper: float | None = None
    tolerance: float = 0.0
    effective_from: date
    effective_to: date | None = None
    set_by: str

    def is_in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    @property
    def origin(self) -> str:
        """`, set by the Executive Group from 1 April 2022`."""
        return f", set by {self.set_by} from {day_name(self.effective_from)}"


def targets(frame: polars.DataFrame) -> list[Target]:
    """The rows of `targets.csv`, read as text; tolerance, upper and effective_to may be missing or blank.

    Raises TargetNotUnderstood for a row that lacks anything else: a target that nobody set is none.
    """
    return [_target(number, row) for number, row in enumerate(frame.iter_rows(named=True), start=2)]


def _target(number: int, row: dict[str, str]) -> Target:
    given = {name: cell for name, cell in row.items() if cell}
    for name in ("indicator", "target", "effective_from", "set_by"):
        if name not in given:
            raise TargetNotUnderstood(f"targets.csv, row {number}: expected {name}; found none. Fill it in.")
    try:
        found = Target(
            indicator=given["indicator"],
            target=float(given["target"]),
            upper=float(given["upper"]) if "upper" in given else None,
            tolerance=float(given.get("tolerance", 0)),
            effective_from=date.fromisoformat(given["effective_from"]),
            effective_to=date.fromisoformat(given["effective_to"]) if "effective_to" in given else None,
            set_by=given["set_by"],
        )
    except ValueError:
        raise TargetNotUnderstood(
            f"targets.csv, row {number}: expected numbers and days such as 2022-04-01; found something else. "
            "Correct the row."
        ) from None
    # Nothing compares true with what is not a number, so that is refused here too.
    if not (found.tolerance >= 0 and found.target <= (found.target if found.upper is None else found.upper)):
        raise TargetNotUnderstood(
            f"targets.csv, row {number}: expected a tolerance of 0 or more and an upper end not below the target; "
            "found otherwise. Correct the row."
        )
    return found


def in_force(aims: list[Target], indicator: str, on: date) -> Target | None:
    """The indicator's target on the day; of several the one that began last."""
    fitting = [aim for aim in aims if aim.indicator == indicator and aim.is_in_force(on)]
    return max(fitting, key=lambda aim: aim.effective_from, default=None)


def aimed(target: Target | None, better: str) -> Target | None:
    """The target, if more, less or a band of it can be good; what is neither good nor bad has none.

    Raises TargetNotUnderstood for a band without its upper end, or an upper end where there is no band.
    """
    if target is None or better == "neither":
        return None
    if (target.upper is None) == (better == "band"):
        words = BAND_ENDS if better == "band" else NO_BAND
        raise TargetNotUnderstood(f"targets.csv, {target.indicator}: {words}")
    return target


def against(target: Target, value: float, better: str) -> str:
    """The word for the unrounded value; a value exactly at the target, or at its tolerance, is on the better side."""
    if better == "neither":
        return NO_TARGET
    lower, upper = target.target, target.target if target.upper is None else target.upper
    below, above = max(lower - value, 0.0), max(value - upper, 0.0)
    shortfall = {"higher": below, "lower": above}.get(better, below + above)
    # A hair's breadth of binary fraction is not a miss: 90 - 89.9 is 0.0999999.
    if shortfall <= HAIR:
        return MEETS
    return CLOSE if shortfall <= target.tolerance + HAIR else MISSES
