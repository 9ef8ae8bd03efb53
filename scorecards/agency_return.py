"""What each agency is told of its own contacts and referrals, beside the partnership's.

The section 11 audit asks every agency how it tracks what became of its referrals; this answers it. A return holds
nothing that was not released: its figures are the agency's own categories of the breakdowns by source and by agency, and
the totals beside them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from scorecards.composition import is_composition
from scorecards.disclosure.release import Release
from scorecards.figure import NOT_APPLIED, Figure, count_figure, figure, rounded
from scorecards.indicator import Indicator
from scorecards.indicator_words import GOOD_IS, unit_words, words
from scorecards.period import Quarter
from scorecards.provenance import Provenance, SourceLine
from scorecards.restatement import Restated, key_of
from scorecards.value import Value, Values

SOURCE = "source_group"
# The breakdowns by what an agency does itself: it came, reported, trained, raised a concern, sent its files.
PARTS = ("agency", "raised_by")
# The groups of referrers that are agencies, each with the names under which it is counted elsewhere and the suppliers
# whose files are its own.
AGENCIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Police": (("Police",), ("Police",)),
    "Health": (
        (
            "Health", "Health providers", "GP", "Health visiting", "School nursing", "0-19 Service", "Hospital",
            "Mental health trust", "NHS ICB",
        ),
        ("Health providers",),
    ),
    "Schools/Education": (("School", "Education", "Schools/Education"), ()),
    "Local Authority": (
        ("Children's social care", "Early help", "Mosaic", "EISI", "Workforce", "Local Authority"),
        ("Mosaic", "EISI", "Workforce"),
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AgencyFigure:
    """One window of one measure: the agency's figure with its counts, and the partnership's."""

    ours: Figure
    numerator: Figure
    denominator: Figure
    partnership: Figure

    @property
    def beside(self) -> str:
        """The agency's figure beside the partnership's, of the two as they are shown: `5.2 percentage points higher`;
        of a count its share: `12% of all`."""
        ours, theirs = self.ours, self.partnership
        if (
            not (ours.is_plain_number and theirs.is_plain_number)
            or ours.number is None
            or theirs.number is None
        ):
            return ours.shorthand or theirs.shorthand or NOT_APPLIED
        if ours.unit == "count":
            return (
                f"{rounded(100 * ours.number / theirs.number, 0)}% of all" if theirs.number else NOT_APPLIED
            )
        gap = ours.number - theirs.number
        unit = "percentage points " if ours.unit == "%" else ""
        return f"{abs(gap)} {unit}{'higher' if gap > 0 else 'lower'}" if gap else "The same"


@dataclass(frozen=True, kw_only=True)
class AgencyLine:
    """One measure: the quarter and the rolling twelve months."""

    ref: str
    title: str
    counted_as: str
    """`Source group: Police`: the breakdown and the category that are the agency's."""
    definition: str
    why: str
    questions: tuple[str, ...]
    good_is: str
    unit_words: str
    quarter: AgencyFigure
    rolling_12: AgencyFigure


@dataclass(frozen=True, kw_only=True)
class AgencyReturn:
    """One agency's quarter: `lines` are about the contacts and referrals that it made, `parts` about what it did itself,
    and `sources` are its own deliveries, empty for one that sends none."""

    agency: str
    quarter: Quarter
    provenance: Provenance
    marking: str
    lines: tuple[AgencyLine, ...]
    parts: tuple[AgencyLine, ...]
    sources: tuple[SourceLine, ...]
    revised: tuple[Restated, ...] = ()
    """Both figures of everything here that has the mark [r]."""

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
    *,
    release: Release,
    indicators: Iterable[Indicator],
    quarter: Quarter,
    provenance: Provenance,
    marked: Iterable[Value] = (),
    revised: Iterable[Restated] = (),
) -> list[AgencyReturn]:
    """A return for every agency that the release shows anything of. `marked` are the rows that audiences are shown
    unrounded with a mark, such as provisional or revised, and `revised` both figures of the latter."""
    marks = {key_of(row): row.marks for row in marked}
    shown = Values.of(replace(row, marks=marks.get(key_of(row), ())) for row in release.rows)
    both = {(each.indicator, each.period_id, each.breakdown, each.category): each for each in revised}
    known = list(indicators)
    found = []
    for agency, (names, suppliers) in AGENCIES.items():
        lines = _lines(known, SOURCE, (agency,), quarter, shown)
        parts = [line for breakdown in PARTS for line in _lines(known, breakdown, names, quarter, shown)]
        if lines:
            found.append(
                AgencyReturn(
                    agency=agency,
                    quarter=quarter,
                    provenance=provenance,
                    marking=agency_marking(agency),
                    lines=tuple(lines),
                    parts=tuple(parts),
                    sources=tuple(line for line in provenance.sources if line.agency in suppliers),
                    revised=tuple(
                        both[key] for key in _keys([*lines, *parts], quarter, (agency, *names)) if key in both
                    ),
                )
            )
    return found


def _keys(
    lines: Iterable[AgencyLine], quarter: Quarter, names: Iterable[str]
) -> Iterable[tuple[str, str, str, str]]:
    """What names the figures of the lines, each once: those of the agency's own categories and the totals beside them."""
    cells = [
        ("", ""),
        *((breakdown, name) for breakdown in (SOURCE, *PARTS) for name in dict.fromkeys(names)),
    ]
    for ref in dict.fromkeys(line.ref for line in lines):
        for period_id in (quarter.period_id, quarter.rolling_12_id):
            yield from ((ref, period_id, breakdown, category) for breakdown, category in cells)


def _lines(
    indicators: list[Indicator], breakdown: str, names: Iterable[str], quarter: Quarter, shown: Values
) -> list[AgencyLine]:
    """A line for every measure that the release shows by one of these names."""
    return [
        line
        for each in indicators
        for name in names
        # Of a composition everybody's figure is 100%.
        if breakdown in each.breakdowns
        and not is_composition(each.ref, quarter.period_id, shown)
        and (line := _line(each, breakdown, name, quarter, shown))
    ]


def _line(
    indicator: Indicator, breakdown: str, name: str, quarter: Quarter, shown: Values
) -> AgencyLine | None:
    """The measure of one name; none where there is no such category, or where the release shows none."""
    now, year = (
        _figure(indicator.ref, breakdown, name, period, shown)
        for period in (quarter.period_id, quarter.rolling_12_id)
    )
    if now is None or year is None:
        return None
    return AgencyLine(
        ref=indicator.ref,
        title=indicator.title,
        counted_as=f"{words(breakdown)}: {name}",
        definition=indicator.definition,
        why=indicator.why or "Not written yet",
        questions=indicator.questions,
        good_is=GOOD_IS[indicator.better],
        unit_words=unit_words(indicator.unit),
        quarter=now,
        rolling_12=year,
    )


def _figure(ref: str, breakdown: str, name: str, period_id: str, shown: Values) -> AgencyFigure | None:
    categories = shown.breakdowns(ref, period_id).get(breakdown, [])
    mine: Value | None = next((row for row in categories if row.category == name), None)
    if mine is None:
        return None
    return AgencyFigure(
        ours=figure(mine),
        numerator=count_figure(mine.numerator, mine),
        denominator=count_figure(mine.denominator, mine),
        partnership=figure(shown.total(ref, period_id)),
    )
