"""What you need to know: at most eight exceptions in the order of their rules, then what went well.

highlights(pages)      ->  Highlights
  .exceptions          ->  Highlight, … (at most 8; `.more` counts those left out)
  .successes           ->  Highlight, … (at most 3)
Highlight.action       ->  Discuss, Watch, Note or Celebrate
Highlight.rule         ->  why it is here, in words: "Getting worse", "Consistently misses its target"
Highlight.title, .sentences, .boxes (four headed texts), .ref, .page
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scorecards.comparison import MIXED_DIRECTION
from scorecards.narrative_trend import signal_words
from scorecards.spc.result import CONSISTENT_FAIL
from scorecards.target import MISSES

if TYPE_CHECKING:
    from scorecards.indicator_page import IndicatorPage

DISCUSS, WATCH, NOTE, CELEBRATE = "Discuss", "Watch", "Note", "Celebrate"
CONCERN, ALWAYS_MISSES, MISSED_TWICE = (
    "Getting worse",
    "Will consistently miss its target",
    "Missed its target twice",
)
DOUBTFUL, CHANGED, BETTER = "The figure cannot be trusted yet", "Changed", "Improving"
ACTIONS = {
    CONCERN: DISCUSS,
    ALWAYS_MISSES: DISCUSS,
    MISSED_TWICE: WATCH,
    DOUBTFUL: NOTE,
    CHANGED: WATCH,
    BETTER: CELEBRATE,
}
"""The rules in the order in which they come, each with what the meeting is asked to do."""
MOST_EXCEPTIONS, MOST_SUCCESSES = 8, 3


@dataclass(frozen=True, kw_only=True)
class Highlight:
    """One indicator that the meeting should know of."""

    rule: str
    action: str
    page: "IndicatorPage"

    @property
    def ref(self) -> str:
        return self.page.ref

    @property
    def title(self) -> str:
        """The title that says the finding."""
        return self.page.finding

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the figures say, generated."""
        return tuple(statement.words for statement in self.page.statements)

    @property
    def boxes(self) -> tuple[tuple[str, str], ...]:
        """What the owner says, in four headed boxes, none of them blank."""
        return self.page.commentary.boxes


@dataclass(frozen=True, kw_only=True)
class Highlights:
    """The exceptions and the successes of one scorecard."""

    exceptions: tuple[Highlight, ...]
    successes: tuple[Highlight, ...]
    more: int


def highlights(pages: "Iterable[IndicatorPage]") -> Highlights:
    """The exceptions of the pages by rule and then in the order of the pages, and the successes."""
    found = _each_once(
        Highlight(rule=rule, action=ACTIONS[rule], page=page) for page in pages if (rule := _rule(page))
    )
    order = list(ACTIONS)
    exceptions = sorted(
        (each for each in found if each.rule != BETTER), key=lambda each: order.index(each.rule)
    )
    return Highlights(
        exceptions=tuple(exceptions[:MOST_EXCEPTIONS]),
        successes=tuple([each for each in found if each.rule == BETTER][:MOST_SUCCESSES]),
        more=max(len(exceptions) - MOST_EXCEPTIONS, 0),
    )


def action(page: "IndicatorPage") -> str:
    """What the meeting is asked to do about the indicator: Note when no rule has picked it out."""
    return ACTIONS.get(_rule(page), NOTE)


def _each_once(found: Iterable[Highlight]) -> list[Highlight]:
    """Without those that are the same news again: a rate or a breakdown of the months of one already there."""
    kept: dict[tuple[object, ...], Highlight] = {}
    for each in found:
        counted = tuple(line.numerator.number for line in each.page.months)
        kept.setdefault((each.rule, *counted) if any(counted) else (each.ref,), each)
    return list(kept.values())


def _rule(page: "IndicatorPage") -> str:
    """The first rule that the indicator meets; empty for none."""
    chart, comparison = page.control, page.comparison
    mark = chart.variation.partition("_")[0] if chart.is_signal else ""
    if mark == "concern":
        return CONCERN
    if chart.is_enough and chart.assurance == CONSISTENT_FAIL:
        return ALWAYS_MISSES
    if comparison.against_target == comparison.previous_against_target == MISSES:
        return MISSED_TWICE
    if page.is_priority and page.is_doubtful:
        return DOUBTFUL
    # A rebased phase is provisional, but what stands out in it is still the thing to ask about.
    is_provisional = chart.phase is not None and chart.phase.is_provisional and bool(signal_words(chart))
    if mark == "neutral" or is_provisional or comparison.direction == MIXED_DIRECTION:
        return CHANGED
    return BETTER if mark == "improvement" else ""
