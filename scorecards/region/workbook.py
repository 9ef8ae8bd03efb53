"""A region's scorecard as an accessible workbook: values only, one real table a sheet, a native funnel plot with words
for each indicator that has one."""

from collections.abc import Callable
from textwrap import wrap

from openpyxl import Workbook

from scorecards.chart.funnel import chart_title, description
from scorecards.figure import NOT_APPLIED, SHORTHAND
from scorecards.period import Quarter
from scorecards.region.content import AuthorityLine, RegionIndicator, RegionScorecard
from scorecards.region.notes import absent_words, chance_words, notes, status
from scorecards.region.page import WINDOWS
from scorecards.region.workbook_funnel import CHART_COLUMNS, add_funnel, in_order, limits_of
from scorecards.sheet import LINE_CHARACTERS, Column, Sheet, SheetLink, Styles
from scorecards.sign_off import DRAFT
from scorecards.workbook_cover import face
from scorecards.workbook_document import saved

COVER, STANDS_OUT, REGION, AUTHORITIES, PLACES, DEFINITIONS, NOTES = (
    "Cover", "Who stands out", "Region", "Authorities", "What came", "Definitions", "Notes",
)  # fmt: skip
HOLDS = {
    STANDS_OUT: "Authorities beyond a 99.8% limit this quarter",
    REGION: "Every indicator's figure of the region, and of how many authorities it is",
    AUTHORITIES: "Every indicator of every authority, this quarter and the year to date",
    PLACES: "The authorities and what came from them",
    DEFINITIONS: "What every indicator counts, why it matters and what to ask",
    NOTES: "How to read the figures",
}
MARKS = "Shorthand: " + "; ".join(f"{mark} {word}" for mark, word, _ in SHORTHAND.values()) + "."
Rows = list[list[object]]


def region_workbook(content: RegionScorecard) -> bytes:
    """The bytes of the workbook: the same content gives the same bytes."""
    book = Workbook()
    styles = Styles(book)
    drawn = [each for each in content.indicators if each.quarter.funnel]
    writers: list[tuple[str, Callable[[Sheet, RegionScorecard], None]]] = [
        (COVER, lambda sheet, content: None),
        (STANDS_OUT, _stands_out),
        (REGION, _region),
        (AUTHORITIES, _authorities),
        *((sheet_name(each), _one(each)) for each in drawn),
        (PLACES, _places),
        (DEFINITIONS, _definitions),
        (NOTES, _notes),
    ]
    names = [name for name, _ in writers]
    book.worksheets[0].title = COVER
    for name in names[1:]:
        book.create_sheet(name)
    for worksheet, (name, write) in zip(book.worksheets, writers, strict=True):
        sheet = Sheet(worksheet=worksheet, styles=styles)
        if name == COVER:
            _cover(sheet, content, names[1:])
        else:
            write(sheet, content)
    return saved(
        book,
        title=f"{content.title}, {content.quarter.name}",
        marking=content.marking,
        provenance=content.provenance,
        alternatives=[(chart_title(each, each.quarter), description(each, each.quarter)) for each in drawn],
    )


def sheet_name(indicator: RegionIndicator) -> str:
    """The indicator's sheet: its ref without what Excel forbids."""
    return "".join(each for each in indicator.ref if each.isalnum() or each in "-_. ")[:31]


def _cover(sheet: Sheet, content: RegionScorecard, names: list[str]) -> None:
    made = content.provenance
    face(sheet, content.title, _when(content), content.marking, made)
    for words in absent_words(content):
        sheet.line(words, "warning")
    sheet.line(f"Period: {content.quarter.name}.")
    for name, words in status(content):
        sheet.line(f"{name}: {words}.")
    following = Quarter.ending(content.quarter.last_month.plus(1), content.quarter.year_start)
    sheet.line(f"The next scorecard is for {following.name[:1].lower()}{following.name[1:]}.")
    sheet.line(f"This worksheet contains one table, the contents. {MARKS}")
    titles = {sheet_name(each): f"{each.title}: funnel plot" for each in content.indicators}
    rows: Rows = [[SheetLink(words=name, sheet_name=name), HOLDS.get(name) or titles[name]] for name in names]
    sheet.table(
        "contents", [Column(heading="Sheet", width=26), Column(heading="What it holds", width=110)], rows
    )


def _opening(
    sheet: Sheet, content: RegionScorecard, title: str, *more: str, holds: str = "one table"
) -> None:
    sheet.line(f"{title}: {content.region}, {_when(content)}", "title")
    sheet.line(content.marking + (" Made from made-up data." if content.provenance.is_made_up else ""))
    sheet.line(DRAFT.what)
    for paragraph in more:
        for words in wrap(paragraph, LINE_CHARACTERS):
            sheet.line(words)
    sheet.line(f"This worksheet contains {holds}. {MARKS}")
    sheet.line_link("Back to the cover", COVER)


def _when(content: RegionScorecard) -> str:
    return f"quarter {content.quarter.number}, {content.quarter.months_name}"


def _stands_out(sheet: Sheet, content: RegionScorecard) -> None:
    _opening(sheet, content, STANDS_OUT, chance_words(content))
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


def _region(sheet: Sheet, content: RegionScorecard) -> None:
    _opening(
        sheet, content, "The region's figures",
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
            each.ref, each.title, each.good_is, each.unit_words, each.shown(WINDOWS[0]), each.part("numerator"),
            each.part("denominator"), each.coverage, *(each.shown(name) for name in WINDOWS[1:]), each.quarter.median,
            each.quarter.mean, each.quarter.standing.number, each.quarter.best_words or NOT_APPLIED,
        ]
        for each in content.indicators
    ]  # fmt: skip
    sheet.table("region", columns, rows)


def _authorities(sheet: Sheet, content: RegionScorecard) -> None:
    _opening(
        sheet, content, "Every authority",
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


def _one(indicator: RegionIndicator) -> Callable[[Sheet, RegionScorecard], None]:
    """The sheet of an indicator with its funnel plot; the authorities by size, those that are not plotted last."""

    def write(sheet: Sheet, content: RegionScorecard) -> None:
        view = indicator.quarter
        _opening(
            sheet, content, f"{indicator.ref} {indicator.title}",
            f"Region: {indicator.shown(WINDOWS[0]).words}, {indicator.coverage}. Good is: {indicator.good_is}.",
            description(indicator, view),
            holds="one table and one chart, which shows the same figures",
        )  # fmt: skip
        columns = [
            Column(heading="Authority", width=26),
            Column(heading="Denominator", width=14, is_number=True),
            Column(heading="This quarter", width=14, is_number=True, style="now"),
            *(Column(heading=name, width=14, is_number=True) for name in CHART_COLUMNS),
            Column(heading="Numerator", width=13, is_number=True),
            Column(heading="Rank", width=16),
            Column(heading="Quarter of the ranking", width=14),
            Column(heading="Against the limits", width=32),
        ]
        lines = in_order(view)
        rows: Rows = [_row(line, limits) for line, limits in zip(lines, limits_of(view, lines), strict=True)]
        header = sheet.table(f"funnel_{sheet_name(indicator).replace('-', '_')}", columns, rows)
        add_funnel(sheet.worksheet, indicator, lines, header_row=header)

    return write


def _row(line: AuthorityLine, limits: list[object]) -> list[object]:
    return [
        line.name,
        line.denominator,
        line.figure,
        *limits,
        line.numerator,
        line.rank,
        line.quarter,
        line.against,
    ]


def _places(sheet: Sheet, content: RegionScorecard) -> None:
    _opening(sheet, content, "The authorities and what came from them")
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


def _definitions(sheet: Sheet, content: RegionScorecard) -> None:
    _opening(sheet, content, DEFINITIONS)
    widths = {"Ref": 12, "Indicator": 40, "What it counts": 90, "Why it matters": 60, "What to ask": 60}
    rows: Rows = [
        [each.ref, each.title, each.definition, each.why, " ".join(each.questions) or "None written yet"]
        for each in content.indicators
    ]
    sheet.table("definitions", [Column(heading=name, width=width) for name, width in widths.items()], rows)


def _notes(sheet: Sheet, content: RegionScorecard) -> None:
    _opening(sheet, content, NOTES)
    columns = [Column(heading="Subject", width=30), Column(heading="Note", width=130)]
    sheet.table("notes", columns, [[subject, words] for subject, words in notes()])
