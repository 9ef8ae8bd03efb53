"""The sheets of a scorecard's workbook in their order: the cover, the summary and one for each indicator."""

from collections.abc import Callable

from scorecards.chart.words import STATE_WORDS
from scorecards.comparator import ENGLAND, NEIGHBOURS, REGION
from scorecards.figure import SHORTHAND
from scorecards.indicator_page import IndicatorPage
from scorecards.period import Month, day_name
from scorecards.provenance import SourceLine
from scorecards.scorecard import Scorecard
from scorecards.sheet import Column, Sheet, SheetLink
from scorecards.workbook_chart import add_chart
from scorecards.workbook_tables import (
    COVER,
    breakdowns,
    data_quality,
    definitions,
    deliveries,
    opening,
    other_areas,
    when,
)

SUMMARY = "Summary"

Writer = Callable[[Sheet, Scorecard], None]


def sheets(content: Scorecard) -> list[tuple[str, Writer]]:
    """The names of the sheets in order, each with what writes it."""
    found: list[tuple[str, Writer]] = [(COVER, _cover), (SUMMARY, _summary)]
    found += [(sheet_name(page), _indicator(page)) for page in content.pages]
    if any(page.breakdowns for page in content.pages):
        found.append(("Breakdowns", breakdowns))
    if any(page.comparison.beside_us for page in content.pages):
        found.append(("Other areas", other_areas))
    found.append(("Definitions", definitions))
    if content.checks:
        found.append(("Data quality", data_quality))
    found.append(("Deliveries", deliveries))
    return found


def sheet_name(page: IndicatorPage) -> str:
    """The name of the indicator's sheet: its ref without what Excel forbids."""
    return "".join(each for each in page.ref if each.isalnum() or each in "-_. ")[:31]


def _cover(sheet: Sheet, content: Scorecard) -> None:
    made = content.provenance
    sheet.line(f"{content.title}: {made.partnership_name}, {when(content)}", "title")
    sheet.band(content.marking, "marking", 2)
    if made.is_made_up:
        sheet.band(
            "Made from made-up data. No figure here is about a real child, worker or agency.", "warning", 2
        )
    sheet.line(f"Period: {content.quarter.name}.")
    sheet.line(f"Data to {day_name(made.data_to)}. Build {made.build_id}.")
    sheet.line(f"Deliveries: {made.received_words}.")
    for agency, lines in _by_agency(made.sources).items():
        sheet.line(f"{agency}: {_completeness(lines)}.")
    if made.contact:
        sheet.line(f"Contact: {made.contact}.")
    sheet.line("Shorthand", "heading")
    for mark, _, meaning in SHORTHAND.values():
        sheet.line(f"{mark} {meaning}")
    sheet.line(
        "A month with figures that contradict each other is marked impossible and never compared or rated."
    )
    sheet.line("Contents", "heading")
    rows = [[SheetLink(words=name, sheet_name=name), holds] for name, holds in _contents(content)]
    sheet.table(
        "contents", [Column(heading="Sheet", width=18), Column(heading="What it holds", width=110)], rows
    )


def _contents(content: Scorecard) -> list[tuple[str, str]]:
    titles = {sheet_name(page): f"{page.title}: its months and their chart" for page in content.pages}
    others = {
        SUMMARY: "Every indicator: this quarter beside its past, its target and other areas",
        "Breakdowns": "This quarter's figures by category",
        "Other areas": "Published figures of other areas beside our own figure for the same year",
        "Definitions": "What every indicator counts, how, and from what",
        "Data quality": "What the checks found and what to do",
        "Deliveries": "The files behind this scorecard",
    }
    return [(name, titles.get(name) or others[name]) for name, _ in sheets(content) if name != COVER]


def _by_agency(sources: tuple[SourceLine, ...]) -> dict[str, list[SourceLine]]:
    agencies = sorted({line.agency for line in sources})
    return {agency: [line for line in sources if line.agency == agency] for agency in agencies}


def _completeness(lines: list[SourceLine]) -> str:
    received = [line for line in lines if line.received]
    said = f"{len(received)} of {len(lines)} files received"
    if not received:
        return said
    latest = Month.parse(max(line.extract_month for line in received))
    return f"{said}, latest extract {latest.name}"


def _summary(sheet: Sheet, content: Scorecard) -> None:
    glance = ". ".join(f"{label}: {count}" for label, count in content.at_a_glance)
    opening(
        sheet,
        content,
        f"{content.title}, {when(content)}: all indicators",
        f"{glance}.",
        "Comparators stand with the year they were published for and are never coloured.",
    )
    numbers = (
        "This quarter", "Numerator", "Denominator", "Previous quarter", "Same quarter last year", "Year to date",
        "Rolling 12 months", "Target",
    )  # fmt: skip
    columns = [
        Column(heading="Ref", width=9),
        Column(heading="Indicator", width=40),
        Column(heading="Good is", width=10),
        Column(heading="Unit", width=13),
        *(
            Column(heading=name, width=12, is_number=True, style="now" if name == numbers[0] else "text")
            for name in numbers
        ),
        Column(heading="Against target", width=18),
        *(Column(heading=kind, width=12, is_number=True) for kind in (NEIGHBOURS, REGION, ENGLAND)),
        Column(heading="Comparators are for", width=40),
        Column(heading="Data quality", width=42),
    ]
    sheet.table("summary", columns, [_summary_row(page) for page in content.pages])


def _summary_row(page: IndicatorPage) -> list[object]:
    beside = page.comparison
    return [
        SheetLink(words=page.ref, sheet_name=sheet_name(page)),
        page.title,
        page.good_is,
        page.unit_words,
        beside.this_quarter,
        beside.numerator,
        beside.denominator,
        beside.previous_quarter,
        beside.same_quarter_last_year,
        beside.year_to_date,
        beside.rolling_12,
        beside.target,
        beside.against_target,
        *(beside.beside_quarter(kind) for kind in (NEIGHBOURS, REGION, ENGLAND)),
        beside.comparator_years,
        page.quality,
    ]


def _indicator(page: IndicatorPage) -> Writer:
    """What writes the sheet of one indicator: its months and their chart."""

    def write(sheet: Sheet, content: Scorecard) -> None:
        beside, is_gapped = (
            page.comparison,
            page.has_trend and any(line.plotted is None for line in page.months),
        )
        blank = "Cells of the column Charted are blank where the chart has a gap." if is_gapped else ""
        opening(
            sheet,
            content,
            f"{page.ref} {page.title}, {when(content)}",
            page.definition,
            f"This quarter: {beside.this_quarter.words}. Previous quarter: {beside.previous_quarter.words}. "
            f"Same quarter last year: {beside.same_quarter_last_year.words}. "
            f"{_target_sentence(page)} Good is: {page.good_is.lower()}.",
            f"Data quality: {page.quality}. Owner: {page.owner}. {blank}",
            holds="one table and one chart" if page.has_trend else "one table",
        )
        columns, rows = _month_table(page, is_gapped=is_gapped)
        header_row = sheet.table(f"months_{_table_name(page)}", columns, rows)
        headings = [column.heading for column in columns]
        if not page.has_trend:
            return
        add_chart(
            sheet.worksheet,
            page,
            header_row=header_row,
            plotted=headings.index("Charted") + 1 if is_gapped else 2,
            target=headings.index("Target") + 1 if "Target" in headings else None,
            anchor=f"{'ABCDEFGHIJ'[len(columns) + 1]}{header_row}",
        )

    return write


def _target_sentence(page: IndicatorPage) -> str:
    beside = page.comparison
    if beside.target.number is None:
        return "No target has been set."
    return f"Target: {beside.target_words}. {beside.against_target}."


def _month_table(page: IndicatorPage, *, is_gapped: bool) -> tuple[list[Column], list[list[object]]]:
    has_target = page.comparison.target.number is not None
    counts = ("Numerator", "Denominator") if page.has_denominator else ()
    numbers = [
        page.unit_words,
        *counts,
        *(["Target"] if has_target else []),
        *(["Charted"] if is_gapped else []),
    ]
    columns = [
        Column(heading="Month", width=18),
        *(Column(heading=name, width=19, is_number=True) for name in numbers),
    ]
    columns.append(Column(heading="Note", width=16))
    rows: list[list[object]] = []
    for line in page.months:
        row: list[object] = [line.month.short_name, line.figure]
        row += [line.numerator, line.denominator] if counts else []
        row += [page.comparison.target] if has_target else []
        row += [line.figure if line.plotted is not None else None] if is_gapped else []
        rows.append([*row, STATE_WORDS.get(line.state, "shown").capitalize()])
    return columns, rows


def _table_name(page: IndicatorPage) -> str:
    return "".join(each if each.isalnum() else "_" for each in page.ref.lower())
