"""The rules of a control chart as named presets: what two charts must share before they can be compared.

`nhsr-0.2.2` is what the R package NHSRplotthedots 0.2.2 does; `mdc-excel` is what the NHS Making Data Count
Excel tool does (runs of six, no screening, every point beyond two sigma counts towards two in three, limits and
icons only from thirteen points). Both are read from those tools' own code, vignettes and issue threads.
"""

from dataclasses import dataclass, replace

NEAR_ONLY, BEYOND_TWO_SIGMA = "between_two_and_three_sigma", "beyond_two_sigma"


@dataclass(frozen=True, kw_only=True)
class SpcRules:
    """How limits are set and which patterns are signals; `name` and the numbers are printed under every chart."""

    name: str
    shift: int
    """So many points in a row on one side of the mean are a shift."""
    trend: int
    """So many points in a row, each beyond the last, are a trend."""
    two_in_three: str
    """Whether a point outside the limits counts among the two (`beyond_two_sigma`) or not."""
    screen: bool
    """Whether moving ranges not below 3.267 times their mean are left out once, before the limits are set."""
    improvement_wins: bool = False
    """Whether a point that signals both ways is shown as an improvement; otherwise the first rule decides."""
    limits_from: int = 1
    """The fewest points from which limits and point types are worked out at all."""
    enough: int = 13
    """The fewest points from which a reader is told what the chart says."""
    sigmas: float = 2.66
    """Mean moving ranges from the mean to a limit: 3 divided by 1.128, as the NHS rounds it."""
    screening: float = 3.267
    baseline: int | None = None
    """The first so many points of each phase that set the limits; all of them when not given."""
    described: str = ""
    """The rules in words, where the numbers above do not tell them."""

    def with_baseline(self, points: int | None) -> "SpcRules":
        """These rules with limits fixed after so many points of each phase. Raises ValueError for fewer than 12."""
        if points is not None and points < 12:
            raise ValueError(f"Expected a baseline of 12 points or more; found {points}. Use a longer one.")
        return replace(self, baseline=points)

    @property
    def words(self) -> str:
        """`Rules nhsr-0.2.2: mean ± 2.66 mean moving ranges, outlying ranges screened, …`."""
        if self.described:
            return f"Rules {self.name}: {self.described}"
        screened = "outlying ranges screened" if self.screen else "ranges not screened"
        fixed = f", limits from the first {self.baseline} points" if self.baseline else ""
        return (
            f"Rules {self.name}: mean ± {self.sigmas:g} mean moving ranges, {screened}, "
            f"shift {self.shift}, trend {self.trend}, two in three{fixed}"
        )


NHSR = SpcRules(name="nhsr-0.2.2", shift=7, trend=7, two_in_three=NEAR_ONLY, screen=True)
MDC_EXCEL = SpcRules(
    name="mdc-excel",
    shift=6,
    trend=6,
    two_in_three=BEYOND_TWO_SIGMA,
    screen=False,
    improvement_wins=True,
    limits_from=13,
)
PRESETS = {rules.name: rules for rules in (NHSR, MDC_EXCEL)}


def preset(name: str) -> SpcRules:
    """The rules of that name. Raises ValueError for a name that is not a preset's."""
    if name not in PRESETS:
        raise ValueError(f"Expected a preset of {', '.join(PRESETS)}; found {name!r}. Choose one of them.")
    return PRESETS[name]
