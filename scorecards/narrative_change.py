"""What changed between two figures of one basis, in words made of the numbers that are shown."""

from scorecards.figure import Figure, rounded

FEWEST_FOR_PERCENT = 20
"""A count below twenty changes by a child or two: no percentage is made of it."""
NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def change_sentence(name: str, statistic: str, before: Figure, then: str, after: Figure, now: str) -> str:
    """`Contacts received (total of the quarter) rose from 1,204 (January to March 2022) to 1,310 (…), up 106 (9%).`

    Both figures as they are shown, of one basis and to the same decimal places; empty when either is not there.
    """
    if before.number is None or after.number is None:
        return ""
    said = f"{name} ({statistic})" if statistic else name
    if before.number == after.number:
        return f"{said}: unchanged at {after.words} ({then} and {now})."
    verb = "rose" if after.number > before.number else "fell"
    return (
        f"{said} {verb} from {before.words} ({then}) to {after.words} ({now}), {difference(before, after)}."
    )


def difference(before: Figure, after: Figure) -> str:
    """`up 37 (2%)`, `down 3.0 percentage points`, `unchanged`: of the numbers shown, so that a reader can check it."""
    if before.number is None or after.number is None:
        return ""
    gap = after.number - before.number
    if gap == 0:
        return "unchanged"
    moved = f"{'up' if gap > 0 else 'down'} {abs(gap):,}"
    if after.unit == "%":
        return f"{moved} percentage point{'' if abs(gap) == 1 else 's'}"
    if after.unit != "count" or min(before.number, after.number) < FEWEST_FOR_PERCENT:
        return moved
    percent = rounded(100 * abs(gap) / before.number, 0)
    return f"{moved} ({f'{percent:,}%' if percent else 'less than 1%'})"


def way(before: Figure, after: Figure) -> int:
    """1 where the shown number rose, -1 where it fell, 0 where it stayed or either is not there."""
    if before.number is None or after.number is None:
        return 0
    return (after.number > before.number) - (after.number < before.number)
