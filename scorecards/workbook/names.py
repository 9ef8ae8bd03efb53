"""The sheets of a scorecard's workbook by name, and the lines with which each begins."""

from textwrap import wrap
from typing import Protocol

from scorecards.figure import MARKS, SHORTHAND
from scorecards.indicator_page import IndicatorPage
from scorecards.period import Quarter
from scorecards.provenance import Provenance
from scorecards.sign_off import DRAFT
from scorecards.workbook.sheet import LINE_CHARACTERS, REVISED_FIGURES, Sheet

COVER, NEED_TO_KNOW, SUMMARY, ALL_COLUMNS = "Cover", "What you need to know", "Summary", "All columns"
BREAKDOWNS, OTHER_AREAS, DEFINITIONS = "Breakdowns", "Other areas", "Definitions"
DATA_QUALITY, DELIVERIES, NOTES = "Data quality", "Deliveries", "Notes"
HOLDS = {
    NEED_TO_KNOW: "What stands out this quarter and what went well, with what to do",
    SUMMARY: "Every indicator: this quarter beside its past, its target and other areas",
    ALL_COLUMNS: "Every indicator with everything that is known of its quarter, a row each",
    BREAKDOWNS: "This quarter's figures by category",
    OTHER_AREAS: "Published figures of other areas beside our own figure for the same year",
    DEFINITIONS: "What every indicator counts, why it matters and what to ask",
    REVISED_FIGURES: "Figures that were published otherwise before, both figures and why",
    DATA_QUALITY: "What the checks found and what to do",
    DELIVERIES: "The files behind this scorecard",
    NOTES: "How to read the figures, the shorthand and the rules",
}
SHORTHAND_LINE = (
    "Shorthand: "
    + "; ".join(f"{mark} {word}" for mark, word, _ in (*SHORTHAND.values(), *MARKS.values()))
    + "; [b] break."
)


class Described(Protocol):
    """What a workbook of figures, an audience's or a region's, says of itself on every sheet."""

    @property
    def marking(self) -> str: ...

    @property
    def provenance(self) -> Provenance: ...

    @property
    def quarter(self) -> Quarter: ...


def sheet_name(page: IndicatorPage) -> str:
    """The name of the indicator's sheet: its ref without what Excel forbids."""
    return "".join(each for each in page.ref if each.isalnum() or each in "-_. ")[:31]


def when(content: Described) -> str:
    return f"quarter {content.quarter.number}, {content.quarter.months_name}"


def where_and_when(content: Described) -> str:
    return f"{content.provenance.partnership_name}, {when(content)}"


def opening(sheet: Sheet, content: Described, title: str, *more: str, holds: str = "one table") -> None:
    """The lines above a sheet's table: title, marking, paragraphs, what the sheet holds, and the way back."""
    sheet.line(title, "title")
    sheet.line(content.marking + (" Made from made-up data." if content.provenance.is_made_up else ""))
    sheet.line(DRAFT.what)
    for paragraph in more:
        for words in wrap(paragraph, LINE_CHARACTERS):
            sheet.line(words)
    sheet.line(f"This worksheet contains {holds}. {SHORTHAND_LINE}")
    sheet.line_link("Back to the cover", COVER)
