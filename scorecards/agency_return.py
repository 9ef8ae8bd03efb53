"""What each agency is told of its own contacts and referrals, beside the partnership's.

The section 11 audit asks every agency how it tracks what became of its referrals; this answers it. A return holds
nothing that was not released: its figures are the agency's category of the breakdowns by source.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from scorecards.disclosure.release import Release
from scorecards.figure import Figure, count_figure, figure
from scorecards.indicator import Indicator
from scorecards.indicator_page import GOOD_IS, UNIT_WORDS
from scorecards.period import Quarter
from scorecards.provenance import Provenance, SourceLine
from scorecards.value import Value, Values

BREAKDOWN = "source_group"
# The groups of referrers that are agencies, with the suppliers whose files are theirs.
AGENCIES = {
    "Police": ("Police",),
    "Health": ("Health providers",),
    "Schools/Education": (),
    "Local Authority": ("Mosaic", "EISI", "Workforce"),
}


@dataclass(frozen=True, kw_only=True)
class AgencyFigure:
    """One window of one measure: the agency's figure with its counts, and the partnership's."""

    ours: Figure
    numerator: Figure
    denominator: Figure
    partnership: Figure


@dataclass(frozen=True, kw_only=True)
class AgencyLine:
    """One measure: the quarter and the rolling twelve months."""

    ref: str
    title: str
    definition: str
    why: str
    good_is: str
    unit_words: str
    quarter: AgencyFigure
    rolling_12: AgencyFigure


@dataclass(frozen=True, kw_only=True)
class AgencyReturn:
    """One agency's quarter; `sources` are its own deliveries, empty for one that sends none."""

    agency: str
    quarter: Quarter
    provenance: Provenance
    marking: str
    lines: tuple[AgencyLine, ...]
    sources: tuple[SourceLine, ...]

    @property
    def title(self) -> str:
        return f"What became of your contacts: {self.agency}"

    @property
    def file_name(self) -> str:
        return file_name(self.agency)


def file_name(agency: str) -> str:
    """`schools-education` for Schools/Education."""
    return "".join(each if each.isalnum() else "-" for each in agency.lower())


def agency_marking(agency: str) -> str:
    return f"OFFICIAL-SENSITIVE. For {agency} and the partnership's business unit."


def agency_returns(
    *, release: Release, indicators: Iterable[Indicator], quarter: Quarter, provenance: Provenance
) -> list[AgencyReturn]:
    """A return for every agency that the release shows anything of."""
    shown = Values.of(release.rows)
    by_source = [each for each in indicators if BREAKDOWN in each.breakdowns]
    found = []
    for agency, suppliers in AGENCIES.items():
        lines = [line for each in by_source if (line := _line(each, agency, quarter, shown))]
        if lines:
            found.append(
                AgencyReturn(
                    agency=agency,
                    quarter=quarter,
                    provenance=provenance,
                    marking=agency_marking(agency),
                    lines=tuple(lines),
                    sources=tuple(line for line in provenance.sources if line.agency in suppliers),
                )
            )
    return found


def _line(indicator: Indicator, agency: str, quarter: Quarter, shown: Values) -> AgencyLine | None:
    """The measure as the agency sees it; none where it has no such category, or where the release shows none."""
    now, year = (
        _figure(indicator.ref, agency, period, shown) for period in (quarter.period_id, quarter.rolling_12_id)
    )
    if now is None or year is None:
        return None
    return AgencyLine(
        ref=indicator.ref,
        title=indicator.title,
        definition=indicator.definition,
        why=indicator.why or "Not written yet",
        good_is=GOOD_IS[indicator.better],
        unit_words=UNIT_WORDS.get(indicator.unit, indicator.unit[:1].upper() + indicator.unit[1:]),
        quarter=now,
        rolling_12=year,
    )


def _figure(ref: str, agency: str, period_id: str, shown: Values) -> AgencyFigure | None:
    categories = shown.breakdowns(ref, period_id).get(BREAKDOWN, [])
    mine: Value | None = next((row for row in categories if row.category == agency), None)
    if mine is None:
        return None
    return AgencyFigure(
        ours=figure(mine),
        numerator=count_figure(mine.numerator, mine),
        denominator=count_figure(mine.denominator, mine),
        partnership=figure(shown.total(ref, period_id)),
    )
