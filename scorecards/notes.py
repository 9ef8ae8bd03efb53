"""What a reader may want to know about the scorecard itself: the notes of its page and of its workbook."""

from collections.abc import Iterable

from scorecards.figure import MARKS, SHORTHAND
from scorecards.period import day_name
from scorecards.provenance import SourceLine
from scorecards.scorecard import Scorecard

BREAK = (
    "[b]",
    "Break: limits start afresh here, for the reason given under the drawing. Where the definition or the source of the "
    "figures is new, figures from before it are not compared with later ones.",
)
DEPARTURES = (
    "The workbook keeps every essential item of the Analysis Function's checklist for accessible spreadsheets. It departs "
    "from one desirable item: the columns Against target, Variation and What to do are filled with colour. The same cell "
    "says in words what the colour means, and words and ground stand 4.5 to 1 apart or more."
)

HOW_TO_READ = (
    (
        "Where a figure comes from",
        "Every figure can be walked back to the files it was counted from: name this file, its sheet and its cell to the "
        "data team (`scorecard trace --workbook FILE --cell 'MH07!B14'`).",
    ),
    (
        "Impossible",
        "Figures of a month that contradict each other are shown with this word and neither compared nor rated.",
    ),
    (
        "Rounding",
        "Figures are rounded half up where they are shown; they are compared with targets unrounded.",
    ),
    (
        "Good is",
        "High or low: which way is better. In a band: neither too high nor too low. "
        "Context: no way is better, never rated.",
    ),
    (
        "Against target",
        "At the target counts as met. Close: within the tolerance that was set. "
        "No target: none was set, and none is made up.",
    ),
    (
        "Variation",
        "Whether the latest month differs from the months before it by more than chance explains.",
    ),
    (
        "What to do",
        "Discuss: getting worse, or will miss its target. Watch: missed twice, or changed. "
        "Celebrate: improving. Note: nothing stands out, or the figure cannot be trusted yet.",
    ),
    (
        "Other areas",
        "The latest published year, named beside the figure; "
        "a figure of another year or another basis is never compared.",
    ),
    (
        "Small counts",
        "Counts that could show a child are withheld, with others from which they could be worked out; "
        "the mark does not say which is which.",
    ),
)


def status(content: Scorecard) -> list[tuple[str, str]]:
    """The strip under the title."""
    made = content.provenance
    doubtful = sum(page.is_doubtful for page in content.pages)
    return [
        ("Data to", day_name(made.data_to)),
        ("Extracted", extracted(made.sources)),
        ("Files on time", f"{sum(line.received for line in made.sources)} of {len(made.sources)}"),
        ("Late or missing", "; ".join(made.shortfalls) or ", ".join(late_agencies(made.sources)) or "None"),
        ("Figures in doubt", f"{doubtful} of {len(content.pages)}"),
        ("Build", made.build_id),
        ("Contact", made.contact),
    ]


def extracted(sources: Iterable[SourceLine]) -> str:
    """The newest extract month of the files in force."""
    months = sorted((line.extract_month, line.month_words) for line in sources if line.extract_month)
    return f"{months[-1][1]} extract" if months else "[x]"


def late_agencies(sources: Iterable[SourceLine]) -> list[str]:
    """The agencies of which a file is missing or older than the month, with how many."""
    rows = list(sources)
    late = {
        line.agency: sum(not each.received for each in rows if each.agency == line.agency) for line in rows
    }
    return [f"{agency} ({count})" for agency, count in sorted(late.items()) if count]


def notes(content: Scorecard) -> list[tuple[str, str]]:
    """Subject and words of each note."""
    rules = {page.control.rules.name: page.control.rules.words for page in content.pages}
    marks = [(mark, meaning) for mark, _, meaning in (*SHORTHAND.values(), *MARKS.values())]
    return [
        *marks,
        BREAK,
        *HOW_TO_READ,
        *((f"Rules {name}", words) for name, words in sorted(rules.items())),
        ("Accessibility", DEPARTURES),
    ]
