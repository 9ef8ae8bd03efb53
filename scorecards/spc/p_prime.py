"""P′ charts (Laney 2002): percentages of changing and small denominators, each with limits of its own.

The spread that chance gives a percentage depends on how many it is of. A P′ chart counts every month in units of that
spread, takes the mean moving range of those as an XmR chart does, and gives it back to each month in its own size. So
a month of nine interviews has wide limits, a month of ninety narrow ones, and what varies more than binomial chance
alone is allowed for.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scorecards.spc.charting import chart
from scorecards.spc.limits import Lines, around, mean_moving_range
from scorecards.spc.rebase import Rebase
from scorecards.spc.result import ControlChart
from scorecards.spc.rules import NHSR, SpcRules
from scorecards.spc.series import Series, ordered


@dataclass(frozen=True)
class Share:
    """So many of so many: the numerator counts some of the denominator."""

    numerator: float
    denominator: float

    @property
    def percent(self) -> float:
        return 100 * self.numerator / self.denominator

    @property
    def is_sound(self) -> bool:
        return (
            math.isfinite(self.denominator)
            and self.denominator > 0
            and 0 <= self.numerator <= self.denominator
        )


def p_prime(
    series: Series[Share],
    *,
    better: str = "neither",
    target: float | None = None,
    rules: SpcRules | str = NHSR,
    rebases: Iterable[Rebase] = (),
    gaps: Mapping[date, str] | None = None,
    why: str = "",
) -> ControlChart:
    """The P′ chart of a share or None for each date, in percent; arguments and errors as in `xmr`.

    A date without a share has a mean and no limits, for it has no denominator to make them from.
    """
    return chart(
        "P′",
        ordered(series, lambda share: share.is_sound),
        lambda share: share.percent,
        p_prime_lines,
        better=better,
        target=target,
        rules=rules,
        rebases=rebases,
        gaps=gaps,
        natural=(0.0, 100.0),
        why=why,
    )


def p_prime_lines(shares: list[Share | None], rules: SpcRules) -> list[Lines]:
    """The lines of every date of a phase: the share of all, and the spread of each date's own denominator."""
    baseline = shares[: rules.baseline]
    present = [share for share in baseline if share is not None]
    if not present or sum(share is not None for share in shares) < rules.limits_from:
        return [Lines()] * len(shares)
    centre = sum(share.numerator for share in present) / sum(share.denominator for share in present)
    spread = mean_moving_range([_in_sigmas(share, centre) for share in baseline], rules)
    return [_lines(share, centre, spread, rules) for share in shares]


def _sigma(share: Share, centre: float) -> float:
    """What binomial chance alone gives a share of this denominator, in percent."""
    return 100 * math.sqrt(centre * (1 - centre) / share.denominator)


def _in_sigmas(share: Share | None, centre: float) -> float | None:
    if share is None:
        return None
    sigma = _sigma(share, centre)
    return (share.percent - 100 * centre) / sigma if sigma else 0.0


def _lines(share: Share | None, centre: float, spread: float | None, rules: SpcRules) -> Lines:
    if share is None or spread is None:
        return Lines(mean=100 * centre)
    return around(100 * centre, spread * _sigma(share, centre), rules)
