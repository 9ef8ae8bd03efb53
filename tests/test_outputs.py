"""What a reader is given: the workbook, the page and the table of values, opened again and compared."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scorecards.audience import audiences
from scorecards.chart.trend import trend as chart
from scorecards.comparator import comparators
from scorecards.figure import figure, rounded
from scorecards.page import page
from scorecards.publication import publish_files, values_csv
from scorecards.target import CLOSE, MEETS, MISSES, Target, against
from scorecards.workbook import workbook
from tests.made_up_scorecard import INDICATORS, made_up_audience, made_up_comparators, made_up_scorecard


class Tables(HTMLParser):
    """The cells of every table of a page, and the places that could fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [
            value or "" for name, value in attrs if name in ("src", "href", "srcset", "data", "action")
        ]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.is_in_cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.is_in_cell = False

    def handle_data(self, data: str) -> None:
        if self.is_in_cell:
            self.rows[-1][-1] += data


def parsed(html: str) -> Tables:
    tables = Tables()
    tables.feed(html)
    return tables


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def table_of(worksheet: Worksheet) -> list[list[Any]]:
    (table,) = worksheet.tables.values()
    return [list(row) for row in worksheet[table.ref]]


def shown(cell: Any) -> str:
    """A cell as Excel shows it, for the few number formats that the workbook uses."""
    if not isinstance(cell.value, int | float):
        return str(cell.value)
    places = len(cell.number_format.partition(".")[2].strip('"%'))
    return f"{Decimal(str(cell.value)):,.{places}f}{'%' if '%' in cell.number_format else ''}"


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(workbook(made_up_scorecard()))


@pytest.fixture(scope="module")
def html() -> str:
    return page(made_up_scorecard())


def summary_rows(book: Workbook) -> Iterator[dict[str, str]]:
    header, *rows = table_of(book["Summary"])
    for row in rows:
        yield {heading.value: shown(cell) for heading, cell in zip(header, row, strict=True)}


def test_the_page_and_the_workbook_say_the_same(book: Workbook, html: str) -> None:
    on_page = {row[0]: row for row in parsed(html).rows if len(row) == 17}
    headings = on_page.pop("Ref")
    for row in summary_rows(book):
        for heading, cell in zip(headings, on_page[row["Ref"]], strict=True):
            assert re.sub(r" 2022-23$", "", cell) == row[heading], (row["Ref"], heading)


def test_the_months_of_the_page_are_those_of_the_workbook(book: Workbook, html: str) -> None:
    months = [row for row in parsed(html).rows if re.fullmatch(r"\w+ 20\d\d", row[0])]
    in_book = [
        [shown(cell) for cell in row[1 : (4 if each.unit == "%" else 2)]]
        for each in sorted(INDICATORS, key=lambda each: made_up_audience().in_order(INDICATORS).index(each))
        for row in table_of(book[each.ref])[1:]
    ]
    assert [row[1:-1] for row in months] == in_book


def test_the_figures_are_the_counts_divided(book: Workbook) -> None:
    rows = {row["Ref"]: row for row in summary_rows(book)}
    # January to March 2023 had 71, 69 and 75 contacts.
    assert rows["FD01"]["This quarter"] == str(71 + 69 + 75)
    assert rows["RF04"]["Numerator"] == str(215 // 5)
    assert rows["RF04"]["This quarter"] == "20.0%"
    # 161 of 215 is 74.88; a target of 80 with a tolerance of 10.
    assert rows["MH07"]["This quarter"] == "74.9%"
    assert rows["MH07"]["Against target"] == CLOSE


def test_comparators_stand_with_their_own_year_and_without_colour(book: Workbook) -> None:
    rows = {row["Ref"]: row for row in summary_rows(book)}
    assert rows["RF04"]["England"] == "22.4%"
    assert rows["RF04"]["Comparators are for"].endswith("England 2022-23")
    assert "mean of 10 (2021 model) 2022-23" in rows["RF04"]["Comparators are for"]
    assert rows["FD01"]["England"] == "[x]"


def test_a_comparator_of_a_later_year_is_not_used() -> None:
    earlier = made_up_scorecard(quarter="2022-23-Q2")
    assert not any(each.comparison.beside_us for each in earlier.pages), (
        "the year 2022-23 had not ended in September"
    )


def test_an_impossible_month_is_shown_with_the_word_and_its_quarter_is_not_rated() -> None:
    content = made_up_scorecard(quarter="2022-23-Q2")
    (interviews,) = [each for each in content.pages if each.ref == "MH07"]
    assert interviews.comparison.against_target == "Not rated"
    assert interviews.quality == (
        "Query: more interviews held in time than accepted in August 2022; not rated"
    )
    august = next(line for line in interviews.months if str(line.month) == "2022-08")
    assert august.figure.words == "150.0% impossible"
    assert august.plotted is None
    assert "impossible" in chart(interviews)


def test_what_was_not_supplied_is_marked_and_says_since_when() -> None:
    (health,) = [each for each in made_up_scorecard(quarter="2022-23-Q2").pages if each.ref == "HE01"]
    assert health.comparison.this_quarter.words == "[x]"
    assert health.quality == "Not supplied"


def test_nothing_on_the_page_runs_or_is_fetched(html: str) -> None:
    found = parsed(html)
    assert "script" not in found.tags
    assert all(link.startswith("#") for link in found.links)
    assert not re.search(r"url\(|@import|https?://", html)
    assert "default-src 'none'; style-src 'unsafe-inline'" in html


def test_supplied_words_are_only_words(book: Workbook, html: str) -> None:
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in cells if cell.value == "=cmd referrals from health" and cell.quotePrefix]
    rows = list(csv.reader(StringIO(values_csv(made_up_scorecard(_with_category("=cmd")))), strict=True))
    assert "'=cmd" in rows[1] or any("'=cmd" in row for row in rows)


def _with_category(words: str) -> Any:
    def change(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            row["category"] = words if row["category"] == "Police" else row["category"]

    return change


def test_every_svg_has_a_name_and_words_with_the_numbers(html: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(drawings) == len(INDICATORS)
    for drawing in drawings:
        assert 'role="img"' in drawing
        assert re.search(r"<title [^>]*>[^<]{10,}</title><desc [^>]*>[^<]{10,}</desc>", drawing)
    contacts = next(drawing for drawing in drawings if "Contacts received" in drawing)
    assert "41 in April 2021, rising to 75 in March 2023" in contacts


def test_the_workbook_keeps_the_accessibility_checklist(book: Workbook) -> None:
    for sheet in book:
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.freeze_panes is None
        assert sheet.auto_filter.ref is None
        assert sheet["A1"].value
        assert sheet["A1"].style == "Headline 1"
        assert len(sheet.tables) == 1, sheet.title
        (table,) = sheet.tables.values()
        assert table.autoFilter is None
        header = [str(cell.value) for cell in table_of(sheet)[0]]
        assert header == [column.name for column in table.tableColumns]
        assert len({name.lower() for name in header}) == len(header)
        assert re.fullmatch(r"[a-z][a-z0-9_]+", table.displayName)
        assert sheet.max_row == int(re.findall(r"\d+", table.ref)[-1]), "nothing stands below the table"
    assert book.properties.title
    assert book.properties.language == "en-GB"
    assert book.active.title == "Cover"


def test_no_cell_of_a_table_is_blank_but_those_that_the_sheet_explains(book: Workbook) -> None:
    for sheet in book:
        header, *rows = table_of(sheet)
        for row in rows:
            blank = [
                heading.value for heading, cell in zip(header, row, strict=True) if cell.value in (None, "")
            ]
            assert set(blank) <= {"Charted"}, sheet.title


def test_every_chart_of_the_workbook_has_words() -> None:
    with ZipFile(BytesIO(workbook(made_up_scorecard()))) as package:
        drawings = [name for name in package.namelist() if name.startswith("xl/drawings/drawing")]
        words = [re.search(r'descr="([^"]*)"', package.read(name).decode()) for name in drawings]
    assert len(drawings) == len(INDICATORS)
    assert all(found and "Line chart of" in found[1] for found in words)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    first = publish_files(folder=tmp_path / "a", audience=made_up_audience(), content=made_up_scorecard())
    again = publish_files(
        folder=tmp_path / "b", audience=made_up_audience(), content=made_up_scorecard(list.reverse)
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert {path.suffix for path in first} == {".xlsx", ".html", ".csv"}


@pytest.mark.parametrize("ref", ["CE02", "MH07"])
def test_a_hidden_count_leaves_no_trace(ref: str, tmp_path: Path) -> None:
    """Whether a withheld count is 2, 3 or 4, every file is the same to the byte."""

    def made_with(count: int) -> list[bytes]:
        def change(rows: list[dict[str, Any]]) -> None:
            for row in rows:
                few = row["numerator"] is not None and 0 < row["numerator"] <= 5
                if row["indicator"] == ref and few:
                    row["numerator"] = count
                    row["value"] = float(
                        count if row["denominator"] is None else 100 * count / row["denominator"]
                    )

        folder = tmp_path / str(count)
        files = publish_files(folder=folder, audience=made_up_audience(), content=made_up_scorecard(change))
        return [path.read_bytes() for path in files]

    assert made_with(2) == made_with(3) == made_with(4)


def test_an_audience_without_indicators_still_gets_a_sound_workbook() -> None:
    book = opened(workbook(made_up_scorecard(audience=audiences()["policy_workforce"])))
    header, row = table_of(book["Summary"])
    assert [cell.value for cell in row] == ["None"] + ["[z]"] * (len(header) - 1)


def test_withheld_figures_are_marked_in_every_file(book: Workbook, html: str) -> None:
    breakdown = [[shown(cell) for cell in row] for row in table_of(book["Breakdowns"])]
    hidden = [row for row in breakdown if row[3] in ("Home", "Hospital")]
    assert [row[5:] for row in hidden] == [["[c]"] * 3] * 2
    assert "withheld" in html
    rows = csv.DictReader(StringIO(values_csv(made_up_scorecard())))
    withheld = [row for row in rows if row["state"] == "withheld"]
    assert withheld
    assert not any(row["numerator"] or row["denominator"] or row["value"] for row in withheld)


def test_every_audience_is_named_and_the_operational_group_sees_everything() -> None:
    found = audiences()
    assert found["operational_business"].in_order(INDICATORS)[0].section == "front_door"
    assert len(found["operational_business"].in_order(INDICATORS)) == len(INDICATORS)
    assert found["child_neglect"].in_order(INDICATORS) == []


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [(20.35, 1, "20.4"), (0.25, 1, "0.3"), (99.95, 1, "100.0"), (2.5, 0, "3"), (100 * 2 / 3, 1, "66.7")],
)
def test_numbers_are_rounded_half_up(number: float, places: int, expected: str) -> None:
    assert str(rounded(number, places)) == expected


@pytest.mark.parametrize(
    ("better", "value", "word"),
    [
        ("higher", 90, MEETS), ("higher", 89.9, CLOSE), ("higher", 85, CLOSE), ("higher", 84.99, MISSES),
        ("lower", 90, MEETS), ("lower", 95, CLOSE), ("lower", 95.01, MISSES), ("lower", 12, MEETS),
        ("band", 90, MEETS), ("band", 86, CLOSE), ("band", 96, MISSES),
    ],
)  # fmt: skip
def test_a_figure_at_the_edge_is_on_the_better_side(better: str, value: float, word: str) -> None:
    assert (
        against(
            Target(
                indicator="A",
                target=90,
                tolerance=5,
                effective_from=date(2022, 4, 1),
                set_by="the Executive Group",
            ),
            value,
            better,
        )
        == word
    )


def test_only_neighbours_of_the_chosen_model_and_regions_and_england_compare() -> None:
    found = {each.kind: each.value for each in comparators(made_up_comparators())}
    assert found == {"England": 22.4, "Region": 22.1, "Statistical neighbours": 22.7}


def test_a_value_never_counted_is_not_available() -> None:
    assert figure(None).words == "[x]"
