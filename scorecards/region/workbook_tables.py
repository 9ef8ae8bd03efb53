"""The sheets of a region's workbook that are one table each: who stands out, the region's figures, over time and by
category, every authority, what came, definitions and notes."""

from scorecards.figure import NOT_APPLIED
from scorecards.period import Month
from scorecards.region.content import RegionScorecard
from scorecards.region.notes import chance_words, notes
from scorecards.region.printed import WINDOWS
from scorecards.trace_key import PERIOD, REGION, STEP
from scorecards.workbook.names import opening, when
from scorecards.workbook.sheet import Column, Sheet
from scorecards.workbook.tables import breakdown_table

Rows = list[list[object]]


def title(content: RegionScorecard, name: str) -> str:
    """The first line of a sheet."""
    return f"{name}: {content.region}, {when(content)}"


def stands_out(sheet: Sheet, content: RegionScorecard) -> None:
    opening(sheet, content, title(content, "Who stands out"), chance_words(content))
    columns = [
        Column(heading="Ref", width=10),
        Column(heading="Indicator", width=50),
        Column(heading="Authority", width=26),
        Column(heading="Where it lies", width=34),
        Column(heading="This quarter", width=14, is_number=True, style="now"),
        Column(heading="All plotted together", width=14, is_number=True),
    ]
    rows: Rows = [
        [
            each.indicator.ref,
            each.indicator.title,
            each.line.name,
            each.line.against,
            each.line.figure,
            each.together,
        ]
        for each in content.outliers
    ]
    sheet.table("stands_out", columns, rows)


def region(sheet: Sheet, content: RegionScorecard) -> None:
    opening(
        sheet, content, title(content, "The region's figures"),
        "The authorities' counts added up; shares and rates are worked out from these sums. Medians and the best are of the "
        "authorities' shown figures.",
    )  # fmt: skip
    columns = [
        Column(heading="Ref", width=10),
        Column(heading="Indicator", width=46),
        Column(heading="Good is", width=11),
        Column(heading="Unit", width=14),
        Column(heading=WINDOWS[0], width=13, is_number=True, style="now"),
        Column(heading="Numerator", width=13, is_number=True),
        Column(heading="Denominator", width=14, is_number=True),
        Column(heading="Counted", width=26),
        *(Column(heading=name, width=13, is_number=True) for name in WINDOWS[1:]),
        Column(heading="Median of authorities", width=14, is_number=True),
        Column(heading="Mean of authorities", width=14, is_number=True),
        Column(heading="Authorities ranked", width=13, is_number=True),
        Column(heading="Best authority", width=30),
    ]
    rows: Rows = [
        [
            each.ref, each.title, each.page.good_is, each.unit_words, each.shown(WINDOWS[0]), each.part("numerator"),
            each.part("denominator"), each.coverage, *(each.shown(name) for name in WINDOWS[1:]), each.quarter.median,
            each.quarter.mean, each.quarter.standing.number, each.quarter.best_words or NOT_APPLIED,
        ]
        for each in content.indicators
    ]  # fmt: skip
    sheet.table("region", columns, rows)


def authorities(sheet: Sheet, content: RegionScorecard) -> None:
    opening(
        sheet, content, title(content, "Every authority"),
        "Each authority's figures as its own scorecard shows them. Ranks are among the authorities whose figure is shown: the "
        "best first where high or low is good, else the highest first.",
    )  # fmt: skip
    columns = [
        Column(heading="Ref", width=10),
        Column(heading="Indicator", width=44),
        Column(heading="Authority", width=24),
        Column(heading="Unit", width=14),
        Column(heading="This quarter", width=13, is_number=True, style="now"),
        Column(heading="Numerator", width=13, is_number=True),
        Column(heading="Denominator", width=14, is_number=True),
        Column(heading="Rank", width=16),
        Column(heading="Quarter of the ranking", width=14),
        Column(heading="Against the limits", width=32),
        Column(heading="Year to date", width=13, is_number=True),
        Column(heading="Rank in the year to date", width=16),
        Column(heading="Against the limits in the year to date", width=32),
    ]
    rows: Rows = [
        [
            each.ref, each.title, now.name, each.unit_words, now.figure, now.numerator, now.denominator, now.rank,
            now.quarter, now.against, year.figure, year.rank, year.against,
        ]
        for each in content.indicators
        for now, year in zip(each.views[0].lines, each.views[1].lines, strict=True)
    ]  # fmt: skip
    sheet.table("authorities", columns, rows)


def over_time(sheet: Sheet, content: RegionScorecard) -> None:
    opening(
        sheet, content, title(content, "Over time"),
        "The region's figure and every authority's, month by month, or by quarter where most months would be too small to show.",
    )  # fmt: skip
    columns = [
        Column(heading="Ref", width=10),
        Column(heading="Indicator", width=46),
        Column(heading="Unit", width=14),
        Column(heading=STEP, width=10),
        Column(heading=PERIOD, width=16),
        Column(heading=REGION, width=13, is_number=True, style="now"),
        *(Column(heading=each.name, width=15, is_number=True) for each in content.places),
    ]
    rows: Rows = [
        [
            each.ref, each.title, each.unit_words, each.page.step.capitalize(), Month.of(line.period.last_day).first_day,
            line.region, *line.authorities,
        ]
        for each in content.indicators
        for line in each.trend
    ]  # fmt: skip
    sheet.table("over_time", columns, rows)


def by_category(sheet: Sheet, content: RegionScorecard) -> None:
    opening(sheet, content, title(content, "This quarter by category"))
    breakdown_table(sheet, [each.page for each in content.indicators])


def places(sheet: Sheet, content: RegionScorecard) -> None:
    opening(sheet, content, title(content, "The authorities and what came from them"))
    columns = [
        Column(heading="Code", width=12),
        Column(heading="Authority", width=30),
        Column(heading="What came", width=34),
        Column(heading="Figures", width=100),
    ]
    rows: Rows = [
        [each.code, each.name, each.received or "Nothing", each.absent or "In its own scorecard, and here"]
        for each in content.places
    ]
    sheet.table("places", columns, rows)


def definitions(sheet: Sheet, content: RegionScorecard) -> None:
    opening(sheet, content, title(content, "Definitions"))
    widths = {"Ref": 12, "Indicator": 40, "What it counts": 90, "Why it matters": 60, "What to ask": 60}
    rows: Rows = [
        [each.ref, each.title, each.definition, each.why, " ".join(each.questions) or "None written yet"]
        for each in (indicator.page for indicator in content.indicators)
    ]
    sheet.table("definitions", [Column(heading=name, width=width) for name, width in widths.items()], rows)


def notes_sheet(sheet: Sheet, content: RegionScorecard) -> None:
    opening(sheet, content, title(content, "Notes"))
    columns = [Column(heading="Subject", width=30), Column(heading="Note", width=130)]
    sheet.table("notes", columns, [[subject, words] for subject, words in notes()])
