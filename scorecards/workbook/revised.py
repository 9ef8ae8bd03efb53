"""The sheet of revised figures: what was published, what is known now, and why it changed."""

from collections.abc import Iterable

from scorecards.restatement import Restated
from scorecards.scorecard import Scorecard
from scorecards.workbook.names import opening, where_and_when
from scorecards.workbook.sheet import Column, Sheet

REVISED_HEADINGS = (
    "Ref",
    "Indicator",
    "Period",
    "Of",
    "As first published",
    "Now",
    "Change",
    "Why",
    "First published in",
)


def revised_figures(sheet: Sheet, content: Scorecard) -> None:
    """One row for every figure of the workbook that has the mark [r]."""
    opening(
        sheet,
        content,
        f"Revised figures: {content.audience.title}, {where_and_when(content)}",
        "Every figure with the mark [r], as it was first published and as it is known now. Figures that are withheld, "
        "now or then, are not listed.",
    )
    revised_table(sheet, content.revised)


def revised_table(sheet: Sheet, lines: Iterable[Restated]) -> None:
    """Both figures of each, with why they differ."""
    widths = dict(zip(REVISED_HEADINGS, (10, 48, 26, 36, 14, 14, 28, 40, 46), strict=True))
    numbers = ("As first published", "Now")
    columns = [Column(heading=name, width=width, is_number=name in numbers) for name, width in widths.items()]
    sheet.table("revised_figures", columns, [_row(each) for each in lines])


def _row(line: Restated) -> list[object]:
    return [
        line.indicator, line.title, line.period_words, line.part_words, line.was, line.now, line.change_words,
        line.why_words, line.edition,
    ]  # fmt: skip
