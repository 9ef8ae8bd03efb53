"""A finished page as the attack reads it: its tables and its drawings, each with what it is about."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

MONTH, QUARTER = "Month", "Quarter ending"
Table = tuple[str, list[str], list[list[str]]]
"""What stands above a table (the ref it is about, where one is), its headings and its rows, as text."""


@dataclass
class Drawing:
    """A trend: the ref it is about, the paths of its line and marks, and the words that are read in its place."""

    about: str
    paths: list[str]
    words: str


@dataclass(frozen=True)
class FinishedPage:
    """What a page shows."""

    tables: list[Table]
    drawings: list[Drawing]


def page_of(html: str) -> FinishedPage:
    """The tables and trends of a page. A table belongs to the article that it stands in or, when it is of a breakdown, to
    its caption."""
    page = FinishedPage([], [])
    for each in etree.HTML(html).iter("table", "svg"):
        article = next((around.get("id", "") for around in each.iterancestors("article")), "")
        if each.tag == "svg" and each.get("class") == "trend":
            lines = [path.get("d", "") for path in each.iter("path") if path.get("class") == "line"]
            page.drawings.append(Drawing(article, lines, "".join(map(_words, each.iter("desc")))))
        rows = [[_cell(cell) for cell in row.iterchildren("td", "th")] for row in each.iter("tr")]
        if rows:
            headings, *others = rows
            whole = [row for row in others if len(row) == len(headings)]
            is_breakdown = bool(article) and headings[0] not in (MONTH, QUARTER)
            caption = "".join(map(_words, each.iter("caption")))
            page.tables.append((caption if is_breakdown else article, headings, whole))
    return page


def _words(element: Any) -> str:
    return "".join(element.itertext())


def _cell(element: Any) -> str:
    return "".join(words.strip() for words in element.itertext())
