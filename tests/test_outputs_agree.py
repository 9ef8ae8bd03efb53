"""Every number on a page is the workbook's cell and the value behind it: cell by cell, for every audience."""

import csv
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

import pytest

from pipelines.publication.publication import Publication
from scorecards.audience import audiences
from scorecards.page import page
from scorecards.period import Quarter
from scorecards.publication import values_csv
from scorecards.scorecard import Scorecard
from scorecards.workbook.scorecard import workbook
from tests import made_up_partnership
from tests.made_up_scorecard import QUARTER, made_up_scorecard
from tests.read_outputs import Page, Rows, opened, parsed, words_of

SEED = 0
PLACES = {"count": 0}
MARKS = {"withheld": "[c]", "not_supplied": "[x]", "not_applicable": "[z]"}
Files = tuple[Page, dict[str, Rows], list[dict[str, str]]]


def read(content: Scorecard) -> Files:
    """The page, the tables of the workbook by sheet, and the rows of values."""
    book = opened(workbook(content))
    rows = list(csv.DictReader(StringIO(values_csv(content))))
    return parsed(page(content)), {sheet.title: words_of(sheet) for sheet in book}, rows


def agrees(content: Scorecard) -> int:
    """Compares every table of the page with the workbook and every figure with its value; how many cells."""
    html, book, values = read(content)
    compared = _summary(content, html, book)
    for each in content.pages:
        compared += _same(html.tables.pop(f"{each.title} by {each.step}"), book[each.ref])
        compared += _read_beside(each.ref, html, book)
    compared += _breakdowns(content, html, book)
    compared += _other_areas(content, html, book)
    compared += _whole(html, book, "What the checks found", "Data quality")
    compared += _whole(html, book, "Files behind this scorecard", "Deliveries")
    assert not html.tables, f"the workbook has nothing for {sorted(html.tables)}"
    return compared + _values(content, book, values)


def _same(on_page: Rows, in_book: Rows) -> int:
    assert on_page == in_book
    return sum(map(len, on_page))


def _summary(content: Scorecard, html: Page, book: dict[str, Rows]) -> int:
    rows = html.tables.pop(f"Every indicator, {content.quarter.months_name}")
    header, *body = [row for row in rows if len(row) > 1]
    trend = header.index("Trend")
    book_header, *book_rows = book["Summary"]
    places = [book_header.index(name) for name in header if name != "Trend"]
    if not content.pages:
        return len(header)
    wanted = [[row[place] for place in places] for row in book_rows]
    found = [[_bare(cell) for place, cell in enumerate(row) if place != trend] for row in body]
    assert found == wanted
    assert book["All columns"][0][:4] == header[:4]
    whole = {row[0]: dict(zip(book["All columns"][0], row, strict=True)) for row in book["All columns"][1:]}
    for row in book_rows:
        for name, cell in zip(book_header, row, strict=True):
            assert whole[row[0]][name] == cell
    return sum(map(len, found))


def _bare(cell: str) -> str:
    """A comparator without the year that stands below it."""
    return re.sub(r"^(\S*\d%?) (20\d\d-\d\d|\d+ [A-Z][a-z]+ 20\d\d)$", r"\1", cell)


def _breakdowns(content: Scorecard, html: Page, book: dict[str, Rows]) -> int:
    found = []
    for each in content.pages:
        for breakdown in each.breakdowns:
            for name, *numbers in html.tables.pop(f"{each.ref}, this quarter by {breakdown.name.lower()}")[
                1:
            ]:
                counts = numbers if each.has_denominator else [*numbers, numbers[0], "[z]"]
                found.append([each.ref, each.title, breakdown.name, name, each.unit_words, *counts])
    in_book = book.get("Breakdowns", [[]])[1:]
    # Of a count the page leaves out numerator and denominator: they are the count itself and nothing.
    assert [row[:6] for row in found] == [row[:6] for row in in_book]
    assert [row for row in found if row[4] != "Count"] == [row for row in in_book if row[4] != "Count"]
    return sum(map(len, found))


def _other_areas(content: Scorecard, html: Page, book: dict[str, Rows]) -> int:
    found = [
        [each.ref, each.title, area, year, each.unit_words, theirs, ours]
        for each in content.pages
        if each.comparison.beside_us
        for area, year, theirs, ours in html.tables.pop(f"{each.ref}, beside other areas")[1:]
    ]
    assert found == book.get("Other areas", [[]])[1:]
    return sum(map(len, found))


def _read_beside(ref: str, html: Page, book: dict[str, Rows]) -> int:
    """What an indicator is read beside shows the figures of the workbook's row of each."""
    header, *rows = html.tables.pop(f"{ref} is read beside", [[]])
    columns, *lines = book["All columns"]
    known = {line[0]: dict(zip(columns, line, strict=True)) for line in lines}
    for row in rows:
        line = known[row[0].partition(" ")[0]]
        assert row[header.index("This quarter")] == line["This quarter"]
        assert row[header.index("Of")] in ("", f"{line['Numerator']} of {line['Denominator']}")
    return len(rows)


def _whole(html: Page, book: dict[str, Rows], caption: str, sheet: str) -> int:
    if caption not in html.tables:
        assert sheet not in book
        return 0
    return _same(html.tables.pop(caption), book[sheet])


def _values(content: Scorecard, book: dict[str, Rows], values: list[dict[str, str]]) -> int:
    """Every figure of the totals and months beside the plain value, rounded here by itself."""
    totals = {(row["indicator"], row["period_id"]): row for row in values if not row["breakdown"]}
    compared = 0
    for found, ref, period_id in _figures(content, book):
        row = totals.get((ref, period_id))
        if row is None:
            assert found in ("[x]", "[z]"), (ref, period_id)
            continue
        number, _, word = re.sub(r" \[[pre]\]", "", found).partition(" ")
        assert word == ("impossible" if row["state"] == "impossible" else "")
        assert number == _rounded(row, number), (ref, period_id)
        compared += 1
    assert compared or not content.pages
    return compared


def _figures(content: Scorecard, book: dict[str, Rows]) -> Iterator[tuple[str, str, str]]:
    """What the workbook shows, with the indicator and period that it is of."""
    quarter = content.quarter
    periods = {
        "This quarter": quarter.period_id,
        "Previous quarter": quarter.previous.period_id,
        "Same quarter last year": quarter.year_before.period_id,
        "Year to date": quarter.year_to_date_id,
        "Rolling 12 months": quarter.rolling_12_id,
    }
    header, *rows = book["All columns"]
    for row in rows if content.pages else []:
        for name, period_id in periods.items():
            yield row[header.index(name)], row[0], period_id
    for each in content.pages:
        for line, row in zip(each.months, book[each.ref][1:], strict=True):
            yield row[1], each.ref, line.month.period_id


def _rounded(row: dict[str, str], like: str) -> str:
    if row["state"] in MARKS:
        return MARKS[row["state"]]
    # One more place than usual is shown where rounding would hide a miss.
    usual = PLACES.get(row["unit"], 1)
    places = max(usual, len(like.rstrip("%").partition(".")[2]))
    assert places - usual in (0, 1)
    meant = Decimal(f"{float(row['value']):.9f}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{meant:,}{'%' if row['unit'] == '%' else ''}"


@pytest.mark.parametrize("quarter", [QUARTER, "2022-23-Q2"])
@pytest.mark.parametrize("name", sorted(audiences()))
def test_page_workbook_and_values_agree(name: str, quarter: str) -> None:
    content = made_up_scorecard(audience=audiences()[name], quarter=quarter)
    assert agrees(content) > (100 if content.pages else 0)


@pytest.mark.slow
def test_page_workbook_and_values_of_a_whole_partnership_agree() -> None:
    made_up_partnership.built(SEED, made_up_partnership.LAST)
    publication = Publication(made_up_partnership.home(SEED), Quarter.parse(QUARTER))
    compared = {
        name: agrees(publication.content(audience)) for name, audience in publication.audiences.items()
    }
    assert compared["operational_business"] > 5000
    assert min(compared.values()) > 100
