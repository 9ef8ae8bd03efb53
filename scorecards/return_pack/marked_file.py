"""The supplier's own workbook back, marked, with its issues in front."""

from scorecards.marking.mark import Mark
from scorecards.marking.results import Results
from scorecards.marking.workbook import marked
from scorecards.period import day_name
from scorecards.return_pack.content import Line, Pack, SentFile, confidential, many

HEADINGS = (
    "Where",
    "Your reference",
    "What happens",
    "What we expected",
    "What to do",
    "Why it matters",
    "Rule",
    "Issue",
)
WIDTHS = (26, 20, 18, 56, 40, 44, 10, 16)


def marked_workbook(data: bytes, pack: Pack, file: SentFile) -> bytes:
    """The supplier's workbook with its marks. Raises CannotMark."""
    lines = pack.of_file(file.number)
    marks = [
        Mark(
            sheet=line.sheet_number,
            row=line.row,
            column=line.column_number,
            heading=f"{line.severity_words} ({line.rule})",
            words=tuple(filter(None, (line.message, line.remedy))),
        )
        for line in lines
        if line.sheet_number is not None
    ]
    cells = len({(line.sheet_number, line.row, line.column_number) for line in lines if line.row is not None})
    results = Results(
        title=f"Check results: {file.name}",
        lines=(
            confidential(pack),
            f"{many(len(lines), 'issue')} in {many(cells, 'marked cell')}. A marked cell is filled, has a heavy border "
            "and a comment. Every other cell is as you sent it. This sheet has one table.",
            "Correct the records in your own system, not in this copy, and send them with your next return; "
            f"or answer in issues.xlsx by {day_name(pack.deadline)}.",
        ),
        headings=HEADINGS,
        widths=WIDTHS,
        rows=[row(line) for line in lines],
        links=[line.link for line in lines],
    )
    return marked(data, marks, results)


def row(line: Line) -> tuple[str, ...]:
    """A line under `HEADINGS`."""
    return (
        line.place,
        line.reference,
        line.severity_words,
        line.message,
        line.remedy,
        line.why,
        line.rule,
        line.issue,
    )
