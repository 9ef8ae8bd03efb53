"""A finished page as the attack reads it: its tables and its drawings, each with what it is about."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

MONTH, QUARTER = "Month", "Quarter ending"
Table = tuple[str, list[str], list[list[str]]]
"""What stands above a table (the ref it is about, where one is), its headings and its rows, as text."""


@dataclass
class Drawing:
    """A trend: the ref it is about, the paths of its line and marks, and the words that are read in its place."""

    about: str
    paths: list[str] = field(default_factory=list)
    words: str = ""


@dataclass(frozen=True)
class FinishedPage:
    """What a page shows."""

    tables: list[Table]
    drawings: list[Drawing]


def page_of(html: str) -> FinishedPage:
    """The tables and trends of a page."""
    read = _Reader()
    read.feed(html)
    return FinishedPage(read.tables, read.drawings)


class _Reader(HTMLParser):
    """A table belongs to the article that it stands in or, when it is of a breakdown, to its caption."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.drawings: list[Drawing] = []
        self._article = ""
        self._caption = ""
        self._rows: list[list[str]] = []
        self._inside = ""
        self._drawing: Drawing | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "article":
            self._article = given.get("id") or ""
        if tag == "svg" and given.get("class") == "trend":
            self._drawing = Drawing(self._article)
            self.drawings.append(self._drawing)
        if tag == "path" and self._drawing is not None and given.get("class") == "line":
            self._drawing.paths.append(given.get("d") or "")
        if tag == "table":
            self._caption, self._rows = "", []
        if tag == "tr":
            self._rows.append([])
        if tag in ("td", "th", "caption", "desc"):
            self._inside = tag
            if tag in ("td", "th") and self._rows:
                self._rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "caption", "desc"):
            self._inside = ""
        if tag == "article":
            self._article = ""
        if tag == "svg":
            self._drawing = None
        if tag == "table" and self._rows:
            headings, *rows = self._rows
            whole = [row for row in rows if len(row) == len(headings)]
            is_breakdown = bool(self._article) and headings[0] not in (MONTH, QUARTER)
            self.tables.append((self._caption if is_breakdown else self._article, headings, whole))
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "caption":
            self._caption += data
        elif self._inside == "desc":
            if self._drawing is not None:
                self._drawing.words += data
        elif self._inside and self._rows and self._rows[-1]:
            self._rows[-1][-1] += data.strip()
