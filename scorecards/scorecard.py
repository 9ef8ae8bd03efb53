"""The content of one audience's scorecard for one quarter: everything a reader sees, before any layout."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from types import MappingProxyType

import polars

from scorecards.audience import Audience
from scorecards.commentary import Commentary, commentaries
from scorecards.comparator import comparators as comparators_in
from scorecards.definition_history import Version, definition_breaks
from scorecards.disclosure.tier import PUBLIC
from scorecards.entered import Entered, Key, entered_words, marked, source_breaks
from scorecards.exceptions import Highlights, highlights
from scorecards.indicator import Indicator
from scorecards.indicator_page import IndicatorPage, indicator_page, with_beside
from scorecards.period import Quarter
from scorecards.provenance import CheckLine, Provenance
from scorecards.restatement import Restated
from scorecards.spc.rebases import rebases as rebases_in
from scorecards.spc.rules import NHSR, preset
from scorecards.target import RATINGS
from scorecards.target import targets as targets_in
from scorecards.value import Value, Values

Made = dict[tuple[str, str, bool, tuple[Value, ...]], IndicatorPage]
"""Pages by what differs between audiences: ref, step, whether for the public, and the figures that are shown."""


@dataclass(frozen=True, kw_only=True)
class Scorecard:
    """One audience's quarter; `values` is the same content row by row, already withheld."""

    audience: Audience
    quarter: Quarter
    provenance: Provenance
    pages: tuple[IndicatorPage, ...]
    checks: tuple[CheckLine, ...]
    values: tuple[Value, ...]
    revised: tuple[Restated, ...] = ()
    """Its figures that were published otherwise before."""

    @property
    def title(self) -> str:
        return f"{self.audience.title} scorecard"

    @property
    def marking(self) -> str:
        return f"{self.audience.marking}. {self.audience.members}"

    @property
    def sections(self) -> list[tuple[str, list[IndicatorPage]]]:
        return [(section, list(pages)) for section, pages in groupby(self.pages, lambda page: page.section)]

    @cached_property
    def highlights(self) -> Highlights:
        """What the meeting needs to know."""
        return highlights(self.pages)

    @property
    def at_a_glance(self) -> list[tuple[str, int]]:
        """How many indicators there are of each standing."""
        words = [page.comparison.against_target for page in self.pages]
        rated = [(rating, words.count(rating)) for rating in RATINGS]
        shown = [page.comparison.this_quarter.shorthand for page in self.pages]
        queries = sum("Query" in page.quality for page in self.pages)
        return [
            ("Indicators", len(self.pages)),
            *rated,
            ("Not supplied", shown.count("[x]")),
            ("With a query", queries),
        ]


def scorecard(
    *,
    audience: Audience,
    quarter: str,
    indicators: list[Indicator],
    values: Values,
    comparators: polars.DataFrame,
    targets: polars.DataFrame,
    provenance: Provenance,
    rebases: polars.DataFrame | None = None,
    commentary: Iterable[Commentary] = (),
    versions: Mapping[str, Sequence[Version]] = MappingProxyType({}),
    spc_rules: str = NHSR.name,
    year_start: int = 4,
    revised: tuple[Restated, ...] = (),
    entered: Mapping[Key, Entered] = MappingProxyType({}),
    readings: Mapping[str, str] = MappingProxyType({}),
    made: Made | None = None,
) -> Scorecard:
    """The audience's scorecard for the quarter, from what was released to it and the reference tables read as text.

    `made` holds the pages of other audiences' scorecards of the same quarter and facts: what several are shown alike is
    made once.
    """
    made = {} if made is None else made
    period = Quarter.parse(quarter, year_start)
    seen = audience.in_order(indicators)
    refs = {each.ref for each in seen}
    checks = tuple(
        check for check in provenance.checks if not check.indicators or refs & set(check.indicators)
    )
    others, aims = comparators_in(comparators), targets_in(targets)
    for_public = audience.tier.name == PUBLIC
    written = commentaries(commentary, for_public=for_public)
    rules = preset(spc_rules)
    breaks = [] if rebases is None else rebases_in(rebases)
    breaks += definition_breaks(version for known in versions.values() for version in known)
    values = marked(values, entered)
    breaks += source_breaks(values, entered)
    shown = {(row.indicator, row.period_id) for row in values.rows if row.is_total}
    said = {
        each.ref: entered_words(
            known for key, known in entered.items() if key[0] == each.ref and key in shown
        )
        for each in seen
    }
    figures: dict[str, list[Value]] = {}
    for row in values.rows:
        figures.setdefault(row.indicator, []).append(row)
    by_ref = {}
    for each in seen:
        step = audience.step_of(each.ref)
        key = (each.ref, step, for_public, tuple(figures.get(each.ref, ())))
        if key not in made:
            made[key] = indicator_page(
                each,
                period,
                values,
                others,
                aims,
                checks,
                breaks,
                written,
                provenance.behind(each.ref),
                rules,
                versions.get(each.ref, ()),
                said[each.ref],
                reading=readings.get(each.ref, ""),
                step=step,
            )
        by_ref[each.ref] = made[key]
    pages = tuple(with_beside(by_ref[each.ref], each.beside, by_ref) for each in seen)
    return Scorecard(
        audience=audience,
        quarter=period,
        provenance=provenance,
        pages=pages,
        checks=checks,
        values=values.rows,
        revised=revised,
    )
