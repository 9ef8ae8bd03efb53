"""Where a number stands on a drawing: a round scale over everything that is drawn."""

import math
from dataclasses import dataclass

from scorecards.indicator_page import IndicatorPage

WIDTH, HEIGHT = 720, 262
LEFT, RIGHT, TOP, BOTTOM = 56, 104, 26, 40


@dataclass(frozen=True, kw_only=True)
class Scale:
    """From months and numbers to places on the drawing."""

    months: int
    low: float
    high: float
    step: float

    def x(self, place: float) -> float:
        inner = WIDTH - LEFT - RIGHT
        return LEFT + (inner * place / (self.months - 1) if self.months > 1 else inner / 2)

    def y(self, number: float) -> float:
        share = (number - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    @property
    def ticks(self) -> list[float]:
        steps = round((self.high - self.low) / self.step)
        return [self.low + self.step * number for number in range(steps + 1)]


def scale(page: IndicatorPage) -> Scale:
    """A scale over what is drawn; it starts at nought unless that would flatten the line."""
    numbers = [line.plotted for line in page.months if line.plotted is not None]
    numbers += [each for line in page.months for each in (line.lower, line.upper) if each is not None]
    target = page.comparison.target.number
    if target is not None:
        numbers.append(float(target))
    lowest, highest = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
    is_high_up = lowest > 0.6 * highest and (page.unit != "count" or highest > 20)
    # A few points of a percentage must not fill the drawing as if they were a change.
    least = 10.0 if page.unit == "%" else 0.15 * highest
    base = max(min(lowest, highest - least), 0.0) if is_high_up else 0.0
    step = round_step(max(highest - base, 1.0 if page.unit == "count" else 0.1), whole=page.unit == "count")
    low = math.floor(base / step) * step
    if low >= step and any(line.plotted is None for line in page.months):
        low -= step  # Room for the words on the base line.
    high = max(math.ceil(highest / step) * step, low + step)
    if page.unit == "%" and highest <= 100:
        high = min(high, 100.0)
    return Scale(months=len(page.months), low=low, high=high, step=step)


def round_step(spread: float, *, whole: bool) -> float:
    """A round step that makes about four lines."""
    power = 10.0 ** math.floor(math.log10(spread / 4))
    step = next(power * size for size in (1, 2, 2.5, 5, 10) if power * size >= spread / 4)
    return max(1.0, math.ceil(step)) if whole else step


def tick_words(number: float, step: float, unit: str) -> str:
    places = 0 if float(step).is_integer() else (1 if float(step * 10).is_integer() else 2)
    return f"{number:,.{places}f}{'%' if unit == '%' else ''}"
