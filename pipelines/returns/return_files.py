"""One delivered file on its way back: its issues in its supplier's own words, and the copy that shows them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.home import Home
from pipelines.intake.staging import names_of
from pipelines.settings import password
from schemas.issue import SEVERITIES, STATES, placed
from scorecards.period import Month
from scorecards.return_pack.content import Line, Pack, SentFile
from sources.preflight.password import opened as unlocked
from sources.preflight.refusal import UnreadableFile

if TYPE_CHECKING:
    from scorecards.return_pack.readable_copy import Rows
    from sources.quoting import Quotes

_LONGEST_FOUND = 200
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, kw_only=True, eq=False)
class Opened:
    """A delivered file that has issues: what is known of it, its lines, its quoted sheets by number, and the password
    that it came under."""

    digest: str
    file: SentFile
    lines: tuple[Line, ...]
    quotes: "dict[int, Quotes]"
    password: str | None = None


def file_name(home: Home, digest: str) -> str:
    """The name under which a file came last; only its supplier is told it, because people put names into names."""
    return names_of(home.store, digest)[-1]


def opened(home: Home, digest: str, number: int, issues: pl.DataFrame) -> Opened:
    """The issues of one file (`schemas.issue`), each with the cell and the reference that the supplier wrote."""
    file = SentFile(number=number, name=file_name(home, digest), month=Month.parse(issues["month"][0]).name)
    quotes: dict[int, Quotes] = {}
    secret = None
    try:
        secret = _password(home, digest, issues["agency"][0])
        quotes = _quotes(home, digest, issues, secret)
    except UnreadableFile:
        file = replace(file, obstacle="it could not be read")
    with (home.store / digest).open("rb") as stored:
        is_xml = stored.read(8).removeprefix(b"\xef\xbb\xbf").startswith(b"<")
    told = lines(_placed(issues, quotes, is_xml=is_xml), number, quotes)
    return Opened(digest=digest, file=file, lines=tuple(told), quotes=quotes, password=secret)


def marked_copy(home: Home, file: Opened, pack: Pack, stem: str) -> tuple[SentFile, bytes]:
    """The file itself, marked, and what is said of it; no bytes where it cannot be marked, and why."""
    from scorecards.marking.package import CannotMark
    from scorecards.return_pack.marked_file import marked_workbook

    if file.file.obstacle or not any(line.row is not None for line in file.lines):
        return replace(file.file, obstacle=file.file.obstacle or "the issue is with the file as a whole"), b""
    data = (home.store / file.digest).read_bytes()
    if file.password:
        data = unlocked(data, file.password)
    kind = "xlsm" if b"xl/vbaProject.bin" in data else "xlsx"
    done = replace(file.file, returned=f"{stem}-file-{file.file.number}-marked.{kind}", is_marked=True)
    try:
        return done, marked_workbook(data, pack, done)
    except CannotMark as reason:
        is_quoted = any(quotes.rows for quotes in file.quotes.values())
        return replace(
            file.file, returned=f"{stem}-rows.xlsx" if is_quoted else "", obstacle=str(reason)
        ), b""


def readable_rows(file: Opened, said: SentFile) -> "list[Rows]":
    """The rows with issues of a file that cannot be marked, for the readable copy."""
    from scorecards.return_pack.readable_copy import Rows

    return [
        Rows(
            file=said,
            number=number,
            title=quotes.grid.title,
            headings=quotes.headings,
            columns=quotes.grid.column_numbers,
            cells=quotes.rows,
        )
        for number, quotes in sorted(file.quotes.items())
        if quotes.rows and said.returned and not said.is_marked
    ]


def lines(issues: pl.DataFrame, number: int, quotes: "dict[int, Quotes]") -> Iterable[Line]:
    """The issues as their supplier reads them; `number` is the file's in the pack, 0 for none."""
    for each in issues.iter_rows(named=True):
        row, column = each["row_number"], each["column_number"]
        quoted = quotes.get(each["sheet_number"])
        yield Line(
            issue=each["issue"],
            rule=each["rule"],
            severity=each["severity"],
            severity_words=SEVERITIES[each["severity"]],
            state_words=STATES[each["state"]],
            first_seen=Month.parse(each["first_seen"]).short_name,
            file=number,
            sheet_number=each["sheet_number"],
            row=row,
            column_number=column,
            place=each["place"],
            link=_link(each),
            column=each["column"] or "",
            reference=quoted.reference(row, column) if quoted else "",
            found=quoted.found(row, column)[:_LONGEST_FOUND] if quoted else "",
            message=each["message"],
            why=each["why"] or _touched(each["indicators"] or []),
            remedy=each["remedy"],
        )


def _password(home: Home, digest: str, agency: str) -> str | None:
    """The agency's password where the file came under one."""
    from sources.preflight.legacy import Container

    data = (home.store / digest).read_bytes()
    return password(home.settings, agency) if data.startswith(_OLE) and Container(data).is_protected else None


def _quotes(home: Home, digest: str, issues: pl.DataFrame, secret: str | None) -> "dict[int, Quotes]":
    """The sheets with issues, read by a process of its own, as every file of a supplier is."""
    from pipelines.intake.children import readers
    from sources.catalogue import sources
    from sources.quoting import quotes

    placed = issues.drop_nulls(["sheet_number", "row_number"])
    wanted: dict[int, set[int]] = {}
    for sheet, row in placed.select("sheet_number", "row_number").unique().iter_rows():
        wanted.setdefault(sheet, set()).add(row)
    if not wanted:
        return {}
    grids = readers().read(home.store / digest, password=secret).result().grids
    return quotes(grids, sources(issues["agency"][0]), home.settings.overlay, wanted)


def _placed(issues: pl.DataFrame, quotes: "dict[int, Quotes]", *, is_xml: bool) -> pl.DataFrame:
    """The issues with the sheet and column that the file itself tells, where a check over joined tables could not, and
    with the path of an XML file's element."""
    titles = {number: each.grid.title for number, each in quotes.items()}
    columns = [
        (number, heading, column)
        for number, heading in issues.select("sheet_number", "column").unique().iter_rows()
        if number in quotes and (column := quotes[number].column_number(heading)) is not None
    ]
    known = pl.DataFrame(
        columns, schema={"sheet_number": pl.Int32, "column": pl.String, "known": pl.Int32}, orient="row"
    )
    title = pl.col("sheet_number").replace_strict(titles, default=None, return_dtype=pl.String)
    found = issues.join(known, on=["sheet_number", "column"], how="left", maintain_order="left").with_columns(
        pl.coalesce("sheet", pl.when(title != "").then(title)).alias("sheet"),
        pl.coalesce("column_number", "known").alias("column_number"),
    )
    if is_xml:
        path = pl.col("sheet") + pl.coalesce(pl.format("/{}", pl.col("column")), pl.lit(""))
        found = found.with_columns(path=pl.coalesce("path", path), sheet=pl.lit(None, pl.String))
    told = placed(found.drop("known")).with_columns(
        pl.when(pl.col("row_number").is_null()).then(issues["place"]).otherwise("place").alias("place")
    )
    return told.select(issues.columns)


def _link(issue: dict[str, Any]) -> str:
    """The issue's place as a link of a workbook; empty where there is no sheet."""
    if not issue["sheet"]:
        return ""
    place = str(issue["place"])
    return place if issue["row_number"] else f"{place.removeprefix('sheet ')}!A1"


def _touched(indicators: list[str]) -> str:
    return f"It touches {', '.join(indicators)}." if indicators else ""
