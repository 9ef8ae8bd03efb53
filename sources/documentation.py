"""The page on sources, written from the tables themselves: `python -m sources.documentation`."""

import csv
from pathlib import Path

from schemas import finding, normalising
from schemas.code_list import FOLDER
from schemas.column import Column
from schemas.column_words import kind_words, needed_words
from schemas.rule import Rule
from schemas.table import columns, key, rules
from sources.catalogue import AGENCIES, AGENCY_NAMES, sources
from sources.source import Delivery, Source

PAGE = Path(__file__).parent.parent / "docs" / "sources.md"

_DELIVERIES: dict[Delivery, str] = {
    "snapshot": "The whole history, each month; the latest accepted one counts.",
    "month": "The month's rows, and earlier ones that changed; all accepted months together count.",
    "year_to_date": "The financial year so far; the latest accepted one of each year counts.",
    "as_at": "The position on the month's last day; each month stands by itself.",
}
_SEVERITIES = {"reject": "sets the row aside", "query": "asks", "note": "tells"}
_OPENING = """# Sources

What each agency delivers, column by column. This page is written from the tables in `schemas/` by
`python -m sources.documentation`; change it there.

A report is recognised by its headings, whatever the file or the sheet is called. Upper and lower case, punctuation
and white space in headings do not matter, the order of columns does not matter, and further columns are ignored and
listed. A blank cell is not known; it is never no and never zero. A cell that cannot be read sets its row aside.
A rule that asks keeps the row; a rule that tells needs no answer.
"""


_RULES_HEADING = ("| Rule | What it does | Expected and found | Why | What to do |", "|---|---|---|---|---|")


def page() -> str:
    """The whole page."""
    parts = [_OPENING]
    for agency in AGENCIES:
        parts.append(f"## {AGENCY_NAMES[agency]}\n")
        parts.extend(_section(source) for source in sources(agency))
    parts.append(_general())
    parts.append("## Code lists\n")
    parts.extend(_code_list(path) for path in sorted(FOLDER.glob("*.csv")))
    return "\n".join(parts).rstrip() + "\n"


def _section(source: Source) -> str:
    table = source.table
    about = {name: column.description for name, column in table.to_schema().columns.items()}
    taught = _taught(source.name)
    rows = [
        f"| {_headings(column, taught.get(name, []))} | `{name}` | {kind_words(column)} | {needed_words(column)} | {about[name]} |"
        for name, column in columns(table).items()
    ]
    lines = [
        f"### `{source.name}`\n",
        f"{table.__doc__} {table.Config.__doc__} {_DELIVERIES[source.delivery]}",
        f"A row is known by {', '.join(f'`{name}`' for name in key(table))}.\n",
        "| Heading | Column | Kind | Needed | What it is |",
        "|---|---|---|---|---|",
        *rows,
    ]
    if rules(table):
        lines += ["", *_RULES_HEADING, *(_rule(rule) for rule in rules(table).values())]
    return "\n".join(lines) + "\n"


def _taught(table: str) -> dict[str, list[str]]:
    """The further headings of each column of a table, from `schemas/headings.csv`."""
    taught: dict[str, list[str]] = {}
    with (FOLDER.parent / "headings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["table"] == table:
                taught.setdefault(row["column"], []).append(row["heading"])
    return taught


def _headings(column: Column, taught: list[str]) -> str:
    return " or ".join(f"`{heading}`" for heading in (*column.headings, *taught)) or "none"


def _rule(rule: Rule) -> str:
    return f"| {rule.code} | {_SEVERITIES[rule.severity]} | {rule.message} | {rule.why} | {rule.remedy} |"


def _general() -> str:
    """The rules that every report is read by, and what reading tells of itself."""
    found = {
        rule.code: rule
        for module in (finding, normalising)
        for rule in vars(module).values()
        if isinstance(rule, Rule)
    }
    return "\n".join(
        ["## Every report\n", *_RULES_HEADING, *(_rule(found[code]) for code in sorted(found)), ""]
    )


def _code_list(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            f"| `{row['code']}` | {row['label']} | {_spellings(row['spellings'])} |"
            for row in csv.DictReader(file)
        ]
    return "\n".join(
        [f"### {path.stem}\n", "| Code | Label | Further spellings |", "|---|---|---|", *rows, ""]
    )


def _spellings(spellings: str) -> str:
    return ", ".join(filter(None, spellings.split("|")))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
