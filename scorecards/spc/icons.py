"""The two icons of a chart: what its latest value is, and whether its limits meet the target."""

from scorecards.spc.judging import BETTER
from scorecards.spc.result import (
    COMMON,
    CONSISTENT_FAIL,
    CONSISTENT_PASS,
    IMPROVEMENT,
    INCONSISTENT,
    NEUTRAL_HIGH,
    NEUTRAL_LOW,
    Phase,
    SpcPoint,
)


def variation(latest: SpcPoint | None, better: str) -> str:
    """`common_cause`, `improvement_high`, `concern_low`, `neutral_high`, …; empty without a value or a mean."""
    if latest is None or latest.mean is None:
        return ""
    if latest.type in (COMMON, NEUTRAL_HIGH, NEUTRAL_LOW):
        return latest.mark
    goes_up = (better == "higher") == (latest.type == IMPROVEMENT)
    return f"{latest.mark}_{'high' if goes_up else 'low'}"


def assurance(last: Phase | None, target: float | None, better: str) -> str:
    """Whether a target is met by every value that the limits of the last phase hold, by none or by some.

    A target exactly at a limit is met by some; so has NHSRplotthedots it. Empty where neither way is good.
    """
    direction = BETTER[better]
    if target is None or direction == 0 or last is None or last.lower is None or last.upper is None:
        return ""
    # A constant series: there is no range to be inside of, only the one value that it always has.
    if last.lower == last.upper:
        is_met = last.lower >= target if direction > 0 else last.lower <= target
        return CONSISTENT_PASS if is_met else CONSISTENT_FAIL
    if last.lower <= target <= last.upper:
        return INCONSISTENT
    is_beyond = target < last.lower if direction > 0 else target > last.upper
    return CONSISTENT_PASS if is_beyond else CONSISTENT_FAIL
