"""A trend in words: the text alternative of its drawing, the same on the page and in the workbook."""

from itertools import groupby, pairwise

from scorecards.figure import SHORTHAND
from scorecards.indicator_page import IndicatorPage
from scorecards.month_line import MonthLine
from scorecards.period import Month
from scorecards.value import IMPOSSIBLE

STATE_WORDS = {IMPOSSIBLE: "impossible", **{state: word for state, (_, word, _) in SHORTHAND.items()}}


def chart_title(page: IndicatorPage) -> str:
    return f"{page.title}, {_from_to(page.months[0], page.months[-1])}"


def description(page: IndicatorPage) -> str:
    """Where the trend starts, ends and turns, what is missing from it, its expected range and its target."""
    shown = [line for line in page.months if line.plotted is not None]
    if not shown:
        return f"Line chart of {page.title} by {page.step}. No {page.step} has a figure that can be shown. {_absent(page)}".strip()
    first, last = shown[0], shown[-1]
    low = min(shown, key=lambda line: line.plotted or 0)
    high = max(shown, key=lambda line: line.plotted or 0)
    return (
        f"Line chart of {page.title} by {page.step}: {first.figure.words} in {first.month.months_name}, "
        f"{_movement(first, last)} {last.figure.words} in {last.month.months_name}. "
        f"Lowest {low.figure.words} in {low.month.months_name}, highest {high.figure.words} in {high.month.months_name}. "
        f"{_breaks(page)}{_range(page)}{_signals(page)}{_absent(page)}{_target(page)}"
    ).strip()


def _from_to(first: MonthLine, last: MonthLine) -> str:
    return f"{Month.of(first.month.first_day).name} to {Month.of(last.month.last_day).name}"


def _movement(first: MonthLine, last: MonthLine) -> str:
    start, end = first.plotted or 0, last.plotted or 0
    return "the same at" if start == end else ("rising to" if end > start else "falling to")


def _range(page: IndicatorPage) -> str:
    last = next((line for line in reversed(page.months) if line.plotted is not None), None)
    if last is None or last.lower_figure.number is None:
        return ""
    return f"Expected range now {last.lower_figure.words} to {last.upper_figure.words}, mean {last.mean_figure.words}. "


def break_words(page: IndicatorPage, line: MonthLine) -> str:
    """What is new from the month on with which a phase begins: `New limits`."""
    rebase = page.control.phases[line.phase].rebase
    return rebase.starts if rebase else "New limits"


def _breaks(page: IndicatorPage) -> str:
    begun = [after for before, after in pairwise(page.months) if before.phase != after.phase]
    return "".join(
        f"{break_words(page, line)} from {Month.of(line.month.first_day).name}. " for line in begun
    )


def _signals(page: IndicatorPage) -> str:
    marked = _spans([line.is_signal for line in page.months], page)
    return f"Marked as unlike chance: {marked}. " if marked else ""


def _absent(page: IndicatorPage) -> str:
    sentences = []
    for state, word in STATE_WORDS.items():
        months = _spans([line.state == state for line in page.months], page)
        if months:
            sentences.append(f"{word.capitalize()}: {months}. ")
    return "".join(sentences)


def _spans(wanted: list[bool], page: IndicatorPage) -> str:
    """The months that are wanted, those in a row as first to last: `May 2021 to July 2021, March 2022`."""
    spans = []
    for is_wanted, run in groupby(zip(wanted, page.months, strict=True), key=lambda pair: pair[0]):
        lines = [line for _, line in run]
        if is_wanted:
            spans.append(lines[0].month.months_name if len(lines) == 1 else _from_to(lines[0], lines[-1]))
    return ", ".join(spans)


def _target(page: IndicatorPage) -> str:
    has_target = page.comparison.target.number is not None
    return f"The target is {page.comparison.target_words}." if has_target else ""
