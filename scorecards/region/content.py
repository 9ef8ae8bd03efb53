"""What a region's board reads of a quarter: the region's figures and every authority among the others, before any layout.

It is made of what was released and of nothing else: the authorities' figures as their own scorecards show them, and the
region's as far as they give nothing away. Points, limits, ranks, medians and the best are of shown figures alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from scorecards.figure import NOT_APPLIED, Figure, absent, count_figure, figure, number_figure
from scorecards.indicator import Indicator
from scorecards.indicator_page import GOOD_IS, UNIT_WORDS, words
from scorecards.period import Quarter
from scorecards.provenance import Provenance
from scorecards.region.counted import NOT_SUMMED, Counted
from scorecards.region.funnel import BEYOND_95, BEYOND_998, Funnel, Point, funnel
from scorecards.region.standing import COMPARABLE, FEWEST_FOR_QUARTERS, Standing
from scorecards.value import Value, Values

MARKING = "OFFICIAL-SENSITIVE"
READERS = "For members of the regional board."
WHY_NOT_SUMMED = {
    True: "Not summed: a region's median or highest cannot be made of its authorities'.",
    False: "Not summed: the authorities' figures are of different months.",
}


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
        return _plain(self.standing.median, self.unit)

    @property
    def mean(self) -> Figure:
        return _plain(self.standing.mean, self.unit)

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


@dataclass(frozen=True, kw_only=True)
class RegionIndicator:
    """One indicator over the region."""

    ref: str
    title: str
    section: str
    unit: str
    better: str
    definition: str
    why: str
    questions: tuple[str, ...]
    is_summed: bool
    windows: Mapping[str, Counted | None]
    views: tuple[View, ...]
    authorities: int

    @property
    def good_is(self) -> str:
        return GOOD_IS[self.better]

    @property
    def unit_words(self) -> str:
        return UNIT_WORDS.get(self.unit, self.unit[:1].upper() + self.unit[1:])

    @property
    def quarter(self) -> View:
        """The quarter's view; the other is that of the year to date."""
        return self.views[0]

    def shown(self, window: str) -> Figure:
        """The region's figure of `This quarter`, `Previous quarter` and so on."""
        found = self.windows[window]
        return found.figure if found else absent()

    def part(self, side: str) -> Figure:
        """The region's numerator or denominator of the quarter."""
        found = self.windows["This quarter"]
        if found is None or found.value.state == NOT_SUMMED:
            return absent(NOT_APPLIED) if found else absent()
        return count_figure(getattr(found.value, side), found.value)

    @property
    def coverage(self) -> str:
        """`10 of 10 authorities`, `9 of 10 authorities`, or why there is no sum."""
        found = self.windows["This quarter"]
        if found is not None and found.value.state == NOT_SUMMED:
            return WHY_NOT_SUMMED[not self.is_summed]
        return f"{len(found.counted) if found else 0} of {self.authorities} authorities"

    @property
    def is_partial(self) -> bool:
        """Whether some authority is not in the quarter's sum."""
        found = self.windows["This quarter"]
        return found is not None and len(found.counted) < self.authorities and self.is_summed


@dataclass(frozen=True, kw_only=True)
class Outlier:
    """An authority beyond a 99.8% limit in the quarter."""

    indicator: RegionIndicator
    line: AuthorityLine

    @property
    def together(self) -> Figure:
        """The middle line of the funnel."""
        made = self.indicator.quarter.funnel
        return _plain(made.middle_value if made else None, self.indicator.unit)


@dataclass(frozen=True, kw_only=True)
class RegionScorecard:
    """A region's quarter; `values` is what it shows of the region, row by row."""

    region: str
    quarter: Quarter
    provenance: Provenance
    places: tuple[Place, ...]
    indicators: tuple[RegionIndicator, ...]
    values: tuple[Value, ...] = field(default=())

    @property
    def title(self) -> str:
        return f"{self.region} scorecard"

    @property
    def marking(self) -> str:
        return f"{MARKING}. {READERS}"

    @cached_property
    def sections(self) -> list[tuple[str, list[RegionIndicator]]]:
        return [
            (name, list(found)) for name, found in groupby(self.indicators, key=lambda each: each.section)
        ]

    @cached_property
    def outliers(self) -> list[Outlier]:
        """Whoever lies beyond a 99.8% limit in the quarter: worse first, then what has no direction, then better."""
        found = [
            Outlier(indicator=each, line=line)
            for each in self.indicators
            for line in each.quarter.beyond(BEYOND_998)
        ]
        return sorted(found, key=lambda each: ("worse", "", "better").index(each.line.way))

    @property
    def compared(self) -> int:
        """How many figures were held against limits."""
        return sum(line.place is not None for each in self.indicators for line in each.quarter.lines)

    @property
    def absent(self) -> list[Place]:
        """The authorities without any figures."""
        return [each for each in self.places if each.absent]


def region_scorecard(
    *,
    region: str,
    quarter: Quarter,
    indicators: Iterable[Indicator],
    places: Iterable[Place],
    authorities: Mapping[str, Values],
    totals: Mapping[tuple[str, str], Counted],
    provenance: Provenance,
) -> RegionScorecard:
    """The region's quarter from the authorities' released figures by code and the region's by indicator and period."""
    every = tuple(sorted(places, key=lambda each: each.name))
    asked = windows(quarter)
    return RegionScorecard(
        region=region,
        quarter=quarter,
        provenance=provenance,
        places=every,
        indicators=tuple(_indicator(each, quarter, every, authorities, totals) for each in indicators),
        values=tuple(
            each.value for (_, period_id), each in sorted(totals.items()) if period_id in asked.values()
        ),
    )


def windows(quarter: Quarter) -> dict[str, str]:
    """The windows of which the region's figures are printed: their names and period ids."""
    return {
        "This quarter": quarter.period_id,
        "Previous quarter": quarter.previous.period_id,
        "Same quarter last year": quarter.year_before.period_id,
        "Year to date": quarter.year_to_date_id,
        "Rolling 12 months": quarter.rolling_12_id,
    }


def _indicator(
    indicator: Indicator,
    quarter: Quarter,
    places: tuple[Place, ...],
    authorities: Mapping[str, Values],
    totals: Mapping[tuple[str, str], Counted],
) -> RegionIndicator:
    asked = windows(quarter)
    return RegionIndicator(
        ref=indicator.ref,
        title=indicator.title,
        section=words(indicator.section),
        unit=indicator.unit,
        better=indicator.better,
        definition=indicator.definition,
        why=indicator.why or "Not written yet",
        questions=indicator.questions,
        is_summed=indicator.is_summed,
        windows={name: totals.get((indicator.ref, period_id)) for name, period_id in asked.items()},
        views=tuple(
            _view(indicator, name, asked[name], months, places, authorities)
            for name, months in (
                ("This quarter", quarter.months_name),
                ("Year to date", f"the year to {quarter.last_month.name}"),
            )
        ),
        authorities=len(places),
    )


def _view(
    indicator: Indicator,
    name: str,
    period_id: str,
    months: str,
    places: tuple[Place, ...],
    authorities: Mapping[str, Values],
) -> View:
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


def _plain(number: float | None, unit: str) -> Figure:
    return absent(NOT_APPLIED) if number is None else number_figure(number, unit)
