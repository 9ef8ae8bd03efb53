"""The sheets that a reader opens first, and the notes that come last."""

from scorecards.exceptions import Highlight
from scorecards.notes import notes, status
from scorecards.period import Quarter
from scorecards.provenance import Provenance
from scorecards.scorecard import Scorecard
from scorecards.sign_off import DRAFT
from scorecards.workbook.names import (
    HOLDS,
    SHORTHAND_LINE,
    Described,
    opening,
    sheet_name,
    when,
    where_and_when,
)
from scorecards.workbook.sheet import Column, Sheet, SheetLink


def face(sheet: Sheet, title: str, period: str, marking: str, made: Provenance) -> None:
    """The first lines of every workbook of figures: what it is, of whom and when, its marking, whether it is signed, and
    whether everybody in it is made up."""
    sheet.line(f"{title}: {made.partnership_name}, {period}", "title")
    sheet.line(marking, "marking")
    for line in DRAFT.lines:
        sheet.line(line, "marking")
    if made.is_made_up:
        sheet.line(
            "Made from made-up data. No figure here is about a real child, worker or agency.", "warning"
        )


def cover(sheet: Sheet, content: Scorecard, names: list[str]) -> None:
    """Marking, the state of the data, who to ask, when the next comes, and the contents."""
    made = content.provenance
    face(sheet, content.title, when(content), content.marking, made)
    titles = {sheet_name(page): f"{page.finding}" for page in content.pages}
    contents(sheet, content, status(content), {name: titles.get(name) or HOLDS[name] for name in names})


def contents(sheet: Sheet, content: Described, said: list[tuple[str, str]], holds: dict[str, str]) -> None:
    """The lines of a cover below its face: the period, what is `said` of the data, when the next comes, and what each
    sheet holds, by its name."""
    sheet.line(f"Period: {content.quarter.name}.")
    for name, words in said:
        sheet.line(f"{name}: {words}.")
    following = Quarter.ending(content.quarter.last_month.plus(1), content.quarter.year_start)
    sheet.line(f"The next scorecard is for {following.name[:1].lower()}{following.name[1:]}.")
    sheet.line(f"This worksheet contains one table, the contents. {SHORTHAND_LINE}")
    rows = [[SheetLink(words=name, sheet_name=name), words] for name, words in holds.items()]
    sheet.table(
        "contents", [Column(heading="Sheet", width=26), Column(heading="What it holds", width=110)], rows
    )


def need_to_know(sheet: Sheet, content: Scorecard) -> None:
    """The exceptions in the order of their rules, then what went well."""
    found = content.highlights
    more = f"{found.more} more meet a rule: see the column What to do of the summary." if found.more else ""
    opening(
        sheet,
        content,
        f"What you need to know: {content.audience.title}, {where_and_when(content)}",
        "Exceptions come first, by these rules in order: getting worse; will consistently miss its target; missed its "
        "target twice; a figure that cannot be trusted yet; changed. What went well follows.",
        more,
    )
    columns = [
        Column(heading="Kind", width=14),
        Column(heading="What to do", width=14, is_judged=True),
        Column(heading="Why it is here", width=24),
        Column(heading="Ref", width=9),
        Column(heading="Finding", width=40),
        Column(heading="This quarter", width=13, is_number=True, style="now"),
        Column(heading="What the figures say", width=76),
        Column(heading="What is happening", width=34),
        Column(heading="What we are doing", width=34),
        Column(heading="By whom and by when", width=26),
        Column(heading="What we need from this meeting", width=34),
    ]
    rows = [_highlight("Exception", each) for each in found.exceptions]
    rows += [_highlight("Went well", each) for each in found.successes]
    sheet.table("need_to_know", columns, rows)


def _highlight(kind: str, highlight: Highlight) -> list[object]:
    return [
        kind,
        highlight.action,
        highlight.rule,
        SheetLink(words=highlight.ref, sheet_name=sheet_name(highlight.page)),
        highlight.title,
        highlight.page.comparison.this_quarter,
        " ".join(highlight.sentences),
        *(words for _, words in highlight.boxes),
    ]


def notes_sheet(sheet: Sheet, content: Scorecard) -> None:
    """How to read the figures."""
    opening(sheet, content, f"Notes: {content.title}, {where_and_when(content)}")
    columns = [Column(heading="Subject", width=24), Column(heading="Note", width=130)]
    sheet.table("notes", columns, [[subject, words] for subject, words in notes(content)])
