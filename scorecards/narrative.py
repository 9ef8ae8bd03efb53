"""Sentences made from shown numbers alone: what changed, whether chance explains it, the target, the comparison.

    statements(...)  ->  tuple[Statement, ...], in the order in which they are read; caveats come first
    Statement.kind   ->  caveat, change, mixed, variation, target or comparator
    finding(...)     ->  the title that says the finding: "Children in need: higher than expected since January 2023"

They never say why, never call a change significant, give percentage points for percentages and no percentage of
counts under twenty, and say "unchanged" where two figures look the same as they are shown.
"""

from dataclasses import dataclass
from itertools import groupby

from scorecards.comparison import MIXED_DIRECTION, Comparison
from scorecards.composition import WORDS as ALWAYS_WHOLE
from scorecards.figure import SHORTHAND
from scorecards.narrative_change import change_sentence
from scorecards.narrative_trend import signal_words, variation_sentence
from scorecards.period import Quarter
from scorecards.quality import Quality
from scorecards.spc.result import ControlChart
from scorecards.target import CLOSE, MEETS, MISSES, SMALL_NUMBERS

CAVEAT, CHANGE, MIXED = "caveat", "change", "mixed"
VARIATION, TARGET, COMPARATOR = "variation", "target", "comparator"
FEWEST_CHILDREN = 10
STANDING = {
    MEETS: "The quarter's figure meets the target",
    CLOSE: "The quarter's figure is close to the target",
    MISSES: "The quarter's figure misses the target",
}
ASSURED = {
    "consistent_pass": "Left as it is, it will meet the target every month.",
    "consistent_fail": "Left as it is, it will miss the target every month.",
    "inconsistent": "Left as it is, it may or may not meet the target in any one month.",
}


@dataclass(frozen=True)
class Statement:
    """One or more sentences of one kind."""

    kind: str
    words: str


def statements(
    *,
    title: str,
    unit: str,
    quarter: Quarter,
    comparison: Comparison,
    chart: ControlChart,
    quality: Quality,
    entered: str = "",
) -> tuple[Statement, ...]:
    """Everything that the figures say of the quarter, from what the reader is shown. `entered` says which of them
    nobody counted, and whose they are."""
    if chart.unjudged == ALWAYS_WHOLE:
        return (Statement(CAVEAT, "Its total is always 100%: read how it divides in the breakdown."),)
    made = (
        Statement(CAVEAT, " ".join([*_caveats(quarter, comparison, chart, quality), entered]).strip()),
        _change(title, quarter, comparison),
        Statement(VARIATION, variation_sentence(chart, unit)),
        Statement(TARGET, _target(comparison, chart)),
        Statement(COMPARATOR, _comparators(comparison)),
    )
    return tuple(statement for statement in made if statement.words)


def finding(title: str, comparison: Comparison, chart: ControlChart, quality: Quality) -> str:
    """The indicator's name and, in a few words, the one thing to know."""
    return f"{title}: {_finding(comparison, chart, quality)}"


def _finding(comparison: Comparison, chart: ControlChart, quality: Quality) -> str:
    current = comparison.this_quarter
    if current.is_impossible or not quality.is_rated:
        return "an impossible figure, not rated"
    if current.number is None:
        return next((word for mark, word, _ in SHORTHAND.values() if mark == current.shorthand), "no figure")
    if chart.is_signal:
        return signal_words(chart)
    if chart.phase and chart.phase.is_provisional and signal_words(chart):
        return f"{signal_words(chart)} (provisional limits)"
    if comparison.direction == MIXED_DIRECTION:
        return "average and month end point different ways"
    if chart.unjudged == ALWAYS_WHOLE:
        return "how its total divides"
    if chart.unjudged:
        return chart.unjudged[:1].lower() + chart.unjudged[1:]
    missed = "misses its target, " if comparison.against_target == MISSES else ""
    return f"{missed}{'within expected variation' if chart.is_enough else 'too few points to tell a change from chance'}"


def _caveats(quarter: Quarter, comparison: Comparison, chart: ControlChart, quality: Quality) -> list[str]:
    """What a reader must know before the figures: breaks in the series, doubtful and small figures."""
    said = [
        f"Break in {each.brief}; figures from before it {'may not compare' if each.compares else 'are not compared'}."
        for each in (phase.rebase for phase in chart.phases)
        if each
    ]
    if comparison.this_quarter.shorthand:
        mark = comparison.this_quarter.shorthand
        word = next((word for each, word, _ in SHORTHAND.values() if each == mark), "not available")
        said.append(f"The figure for {quarter.months_name} is {word}.")
    elif not quality.is_rated or quality.words.startswith("Partial"):
        said.append(f"{quality.words.rstrip('.')}.")
    denominator = comparison.denominator.number
    if comparison.this_quarter.unit == "%" and denominator is not None and denominator < FEWEST_CHILDREN:
        said.append("Based on fewer than 10 children or events.")
    return said


def _change(title: str, quarter: Quarter, comparison: Comparison) -> Statement:
    """This quarter beside the figure most like it or, where average and month end disagree, both."""
    if comparison.month_ends is not None and comparison.direction == MIXED_DIRECTION:
        return Statement(MIXED, comparison.month_ends.words)
    if comparison.compared_with is None:
        return Statement(CHANGE, "")
    before, period = comparison.compared_with
    then, now = comparison.when(period), comparison.when(quarter)
    words = comparison.statistic_words
    return Statement(CHANGE, change_sentence(title, words, before, then, comparison.this_quarter, now))


def _target(comparison: Comparison, chart: ControlChart) -> str:
    """How the quarter stands, and whether the process as it is will keep meeting the target."""
    if comparison.against_target == SMALL_NUMBERS:
        return "The numbers are too small to be set against the target."
    standing = STANDING.get(comparison.against_target)
    if standing is None:
        return ""
    said = f"{standing} of {comparison.target_words}{comparison.target_origin}."
    assured = ASSURED.get(chart.assurance, "") if chart.is_enough else ""
    return f"{said} {assured}".rstrip()


def _comparators(comparison: Comparison) -> str:
    """Other areas in the year that each is of, beside our own figure of that year, and our place among them all."""
    said = []
    for (year, ours), group in groupby(comparison.beside_us, key=lambda each: (each.year, each.ours)):
        others = ", ".join(f"{each.area} {each.figure.words}" for each in group)
        mine = f"this area {ours.words}, " if ours.is_plain_number else ""
        # A day is a date with a month's name; a year is 2022-23 or 2022.
        said.append(f"{'On' if ' ' in year else 'In'} {year}: {mine}{others}.")
    if comparison.national_rank:
        said.append(f"Published rank: {comparison.national_rank}.")
    return " ".join(said)
