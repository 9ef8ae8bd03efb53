"""The sheets behind the summary: breakdowns, other areas, definitions, data quality and deliveries."""

from collections.abc import Iterable

from scorecards.figure import NOT_AVAILABLE
from scorecards.indicator_page import IndicatorPage
from scorecards.provenance import SourceLine
from scorecards.scorecard import Scorecard
from scorecards.workbook.names import opening, where_and_when
from scorecards.workbook.sheet import Column, Sheet


def breakdowns(sheet: Sheet, content: Scorecard) -> None:
    opening(sheet, content, f"This quarter by category: {content.audience.title}, {where_and_when(content)}")
    breakdown_table(sheet, content.pages)


def breakdown_table(sheet: Sheet, pages: Iterable[IndicatorPage]) -> None:
    """The quarter by category, a row each."""
    columns = [
        Column(heading="Ref", width=18),
        Column(heading="Indicator", width=44),
        Column(heading="Broken down by", width=22),
        Column(heading="Category", width=32),
        Column(heading="Unit", width=14),
        *(
            Column(heading=name, width=14, is_number=True)
            for name in ("This quarter", "Numerator", "Denominator")
        ),
    ]
    rows = [
        [
            page.ref,
            page.title,
            breakdown.name,
            each.name,
            page.unit_words,
            each.figure,
            each.numerator,
            each.denominator,
        ]
        for page in pages
        for breakdown in page.breakdowns
        for each in breakdown.categories
    ]
    sheet.table("breakdowns", columns, rows)


def other_areas(sheet: Sheet, content: Scorecard) -> None:
    opening(sheet, content, f"Beside other areas: {content.audience.title}, {where_and_when(content)}")
    columns = [
        Column(heading="Ref", width=18),
        Column(heading="Indicator", width=44),
        Column(heading="Area", width=46),
        Column(heading="Year", width=22),
        Column(heading="Unit", width=18),
        Column(heading="Theirs", width=12, is_number=True),
        Column(heading="Ours that year", width=12, is_number=True),
    ]
    rows = [
        [page.ref, page.title, each.area, each.year, page.unit_words, each.figure, each.ours]
        for page in content.pages
        for each in page.comparison.beside_us
    ]
    sheet.table("other_areas", columns, rows)


def definitions(sheet: Sheet, content: Scorecard) -> None:
    opening(sheet, content, f"Definitions: {content.audience.title}, {where_and_when(content)}")
    widths = {
        "Ref": 12, "Indicator": 32, "What it counts": 64, "Why it matters": 44, "What to ask": 44,
        "How it is worked out": 34, "What a period holds": 28, "Good is": 11, "Read from": 26, "Basis": 34, "Owner": 22,
        "Version": 13,
    }  # fmt: skip
    rows = [
        [
            page.ref, page.title, page.definition, page.why, " ".join(page.questions) or "None written yet", page.formula,
            page.counted, page.good_is, page.read_from, page.basis, page.owner, page.version,
        ]
        for page in content.pages
    ]  # fmt: skip
    sheet.table("definitions", [Column(heading=name, width=width) for name, width in widths.items()], rows)


def data_quality(sheet: Sheet, content: Scorecard) -> None:
    opening(sheet, content, f"Data quality: {content.audience.title}, {where_and_when(content)}")
    columns = [
        Column(heading="Check", width=18),
        Column(heading="What is wrong", width=40),
        Column(heading="Severity", width=12),
        Column(heading="Found", width=10, is_number=True),
        Column(heading="What it means", width=64),
        Column(heading="What to do", width=64),
        Column(heading="Indicators", width=24),
    ]
    rows: list[list[object]] = [
        [
            check.code,
            check.title,
            check.severity_words,
            check.count,
            check.message,
            check.remedy,
            _refs(check.indicators),
        ]
        for check in content.checks
    ]
    sheet.table("data_quality", columns, rows)


def _refs(indicators: tuple[str, ...]) -> str:
    return ", ".join(indicators) or "All"


def deliveries(sheet: Sheet, content: Scorecard) -> None:
    opening(
        sheet,
        content,
        f"Deliveries: {content.audience.title}, {where_and_when(content)}",
        f"{content.provenance.received_words}.",
    )
    columns = [
        Column(heading="Agency", width=18),
        Column(heading="Source", width=34),
        Column(heading="Extract", width=18),
        Column(heading="Received", width=12),
        *(
            Column(heading=name, width=12, is_number=True)
            for name in ("Rows", "Accepted", "Set aside", "Ignored")
        ),
        Column(heading="File", width=18),
        Column(heading="Shared under", width=64),
    ]
    sheet.table("deliveries", columns, [_delivery(line) for line in content.provenance.sources])


def _delivery(line: SourceLine) -> list[object]:
    counts: list[object] = [line.rows, line.accepted, line.set_aside, line.ignored]
    if not line.received:
        counts = [NOT_AVAILABLE] * 4
    elif line.hides_counts:
        counts = ["[c]"] * 4
    received = "Yes" if line.received else "No"
    file = line.file_hash or NOT_AVAILABLE
    return [line.agency, line.title, line.month_words, received, *counts, file, line.shared_words]
