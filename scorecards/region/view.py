"""One window of an indicator over a region: each authority's shown figure, where it lies in the funnel and how it ranks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from scorecards.figure import NOT_APPLIED, Figure, absent, count_figure, figure, number_figure
from scorecards.indicator import Indicator
from scorecards.region.funnel import BEYOND_95, Funnel, Point, funnel
from scorecards.region.standing import COMPARABLE, FEWEST_FOR_QUARTERS, Standing
from scorecards.value import Value, Values


@dataclass(frozen=True, kw_only=True)
class Place:
    """One authority of the region; `absent` says why its figures are not there, where they are not."""

    code: str
    name: str
    received: str = ""
    absent: str = ""


@dataclass(frozen=True, kw_only=True)
class AuthorityLine:
    """One authority's figure of one window beside the others'. `place` is 0 inside the limits, up to 2 above and -2 below
    them, None where there are none."""

    code: str
    name: str
    figure: Figure
    numerator: Figure
    denominator: Figure
    rank: str
    quarter: str
    place: int | None
    way: str

    @property
    def against(self) -> str:
        """Where it lies in the funnel, and whether that is good."""
        if self.place is None:
            return NOT_APPLIED
        if not self.place:
            return "Inside the limits"
        side, level = (
            ("Above" if self.place > 0 else "Below"),
            ("95%" if abs(self.place) == BEYOND_95 else "99.8%"),
        )
        return f"{side} the {level} limit" + (f": {self.way}" if self.way else "")


@dataclass(frozen=True, kw_only=True)
class View:
    """One window of an indicator: the authorities' lines by name, their funnel where there is one, and how they rank."""

    name: str
    period_id: str
    months: str
    lines: tuple[AuthorityLine, ...]
    funnel: Funnel | None
    standing: Standing
    places: int
    unit: str

    @property
    def is_ranked(self) -> bool:
        """Whether authorities of different sizes can be compared in it at all."""
        return self.unit in COMPARABLE

    @property
    def has_quarters(self) -> bool:
        """Whether there are authorities enough to part the ranking."""
        return self.standing.number >= FEWEST_FOR_QUARTERS

    @property
    def median(self) -> Figure:
        return plain(self.standing.median, self.unit)

    @property
    def mean(self) -> Figure:
        return plain(self.standing.mean, self.unit)

    @property
    def not_shown(self) -> list[AuthorityLine]:
        """The authorities without a figure here."""
        return [line for line in self.lines if not line.figure.is_plain_number]

    @cached_property
    def best_words(self) -> str:
        """`Ashmere 92.1%`; nothing without a direction of good."""
        best = self.standing.best() if self.standing.number > 1 else None
        if best is None:
            return ""
        names = {line.code: line.name for line in self.lines}
        shown = next(line.figure.plain_words for line in self.lines if line.code == best[0][0])
        return f"{' and '.join(names[code] for code in best[0])} {shown}"

    def beyond(self, least: int) -> list[AuthorityLine]:
        """The authorities that lie so far out or further, the furthest first."""
        found = [line for line in self.lines if line.place is not None and abs(line.place) >= least]
        return sorted(found, key=lambda line: (-abs(line.place or 0), line.name))


def view_of(
    indicator: Indicator,
    name: str,
    period_id: str,
    months: str,
    places: tuple[Place, ...],
    authorities: Mapping[str, Values],
) -> View:
    """The window from the authorities' released figures by code."""
    found = {
        each.code: authorities[each.code].total(indicator.ref, period_id)
        for each in places
        if each.code in authorities
    }
    sound = {code: value for code, value in found.items() if value is not None and value.is_comparable}
    # The limits are of counts: hours and days are no children that chance could have dealt otherwise.
    is_counted = all(_is_whole(value) for value in sound.values())
    points = [_point(code, value) for code, value in sound.items() if value.denominator] if is_counted else []
    drawn = funnel(indicator.unit, points)
    standing = Standing(_ranked(indicator, sound), indicator.better)
    where = {point.code: drawn.place(point) for point in drawn.points} if drawn else {}
    lines = tuple(
        _line(indicator, place, found.get(place.code), standing, where.get(place.code)) for place in places
    )
    return View(
        name=name, period_id=period_id, months=months, lines=lines, funnel=drawn, standing=standing,
        places=len(places), unit=indicator.unit,
    )  # fmt: skip


def _is_whole(value: Value) -> bool:
    return all(count is None or count % 1 == 0 for count in (value.numerator, value.denominator))


def _point(code: str, value: Value) -> Point:
    assert value.numerator is not None and value.denominator is not None
    return Point(code=code, count=int(value.numerator), size=int(value.denominator))


def _ranked(indicator: Indicator, sound: Mapping[str, Value]) -> dict[str, float]:
    """The figures that can be ranked, rounded as they are printed; of a few a share says little and is left out."""
    if indicator.unit not in COMPARABLE:
        return {}
    least = indicator.min_denominator or 0
    return {
        code: float(shown.number)
        for code, value in sorted(sound.items())
        if (value.denominator is None or value.denominator >= least)
        and (shown := figure(value)).number is not None
    }


def _line(
    indicator: Indicator, place: Place, value: Value | None, standing: Standing, where: int | None
) -> AuthorityLine:
    way = ""
    if where and standing.has_direction:
        way = "better" if (where > 0) == (indicator.better == "higher") else "worse"
    return AuthorityLine(
        code=place.code,
        name=place.name,
        figure=figure(value),
        numerator=count_figure(value.numerator if value else None, value),
        denominator=count_figure(value.denominator if value else None, value),
        rank=standing.rank_words(place.code) or NOT_APPLIED,
        quarter=standing.quarter_words(place.code) or NOT_APPLIED,
        place=where,
        way=way,
    )


def plain(number: float | None, unit: str) -> Figure:
    """A number that is no count of anybody: a median, a middle line."""
    return absent(NOT_APPLIED) if number is None else number_figure(number, unit)
