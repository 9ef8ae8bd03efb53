"""A region's scorecard as an accessible workbook: values only, one real table a sheet, a native funnel plot with words
for each indicator that has one."""

from collections.abc import Callable

from scorecards.chart.funnel import chart_title, description
from scorecards.region.content import RegionScorecard
from scorecards.region.notes import absent_words, status
from scorecards.region.workbook_funnel import funnel_sheet
from scorecards.region.workbook_tables import (
    authorities,
    by_category,
    definitions,
    notes_sheet,
    over_time,
    places,
    region,
    stands_out,
)
from scorecards.workbook.book import Book
from scorecards.workbook.cover import contents, face
from scorecards.workbook.names import COVER, sheet_name, when
from scorecards.workbook.sheet import Sheet

Writer = Callable[[Sheet, RegionScorecard], None]
BEFORE: dict[str, tuple[Writer, str]] = {
    "Who stands out": (stands_out, "Authorities beyond a 99.8% limit this quarter"),
    "Region": (region, "Every indicator's figure of the region, and of how many authorities it is"),
    "Over time": (over_time, "Every indicator by month or quarter: the region and every authority"),
    "By category": (by_category, "The region's quarter by category"),
    "Authorities": (authorities, "Every indicator of every authority, this quarter and the year to date"),
}
BEHIND: dict[str, tuple[Writer, str]] = {
    "What came": (places, "The authorities and what came from them"),
    "Definitions": (definitions, "What every indicator counts, why it matters and what to ask"),
    "Notes": (notes_sheet, "How to read the figures"),
}
"""The sheets before and behind those of the indicators: what writes each, and what it holds."""


def region_workbook(content: RegionScorecard) -> bytes:
    """The bytes of the workbook: the same content gives the same bytes."""
    book = Book()
    drawn = [each for each in content.indicators if each.quarter.funnel]
    sheets = {
        **BEFORE,
        **{sheet_name(each.page): (funnel_sheet(each), f"{each.title}: funnel plot") for each in drawn},
        **BEHIND,
    }
    cover = book.sheet(COVER)
    face(cover, content.title, when(content), content.marking, content.provenance)
    for words in absent_words(content):
        cover.line(words, "warning")
    contents(cover, content, status(content), {name: holds for name, (_, holds) in sheets.items()})
    for name, (write, _) in sheets.items():
        write(book.sheet(name), content)
    return book.of_figures(
        title=f"{content.title}, {content.quarter.name}",
        marking=content.marking,
        provenance=content.provenance,
        alternatives=[(chart_title(each, each.quarter), description(each, each.quarter)) for each in drawn],
    )
