"""What a reader is given: the workbook, the page and the table of values, opened again and compared."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from openpyxl.workbook import Workbook

from scorecards.accessibility.check import check
from scorecards.audience import audiences
from scorecards.chart.trend import trend as chart
from scorecards.comparator import comparators
from scorecards.disclosure.tier import PUBLIC
from scorecards.figure import figure, rounded
from scorecards.page import page
from scorecards.publication import publish_files, values_csv
from scorecards.scorecard import Made, Scorecard
from scorecards.target import CLOSE, MEETS, MISSES, Target, against
from scorecards.thin import thin
from scorecards.workbook.scorecard import workbook
from tests.made_up_scorecard import INDICATORS, made_up_audience, made_up_comparators, made_up_scorecard
from tests.read_outputs import opened, parsed, shown, table_of


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(workbook(made_up_scorecard()))


@pytest.fixture(scope="module")
def html() -> str:
    return page(made_up_scorecard())


def summary_rows(book: Workbook) -> Iterator[dict[str, str]]:
    header, *rows = table_of(book["All columns"])
    for row in rows:
        yield {heading.value: shown(cell) for heading, cell in zip(header, row, strict=True)}


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


@pytest.mark.keeps("P1", "P10")
def test_what_was_not_supplied_is_marked_and_says_since_when() -> None:
    (health,) = [each for each in made_up_scorecard(quarter="2022-23-Q2").pages if each.ref == "HE01"]
    assert health.comparison.this_quarter.words == "[x]"
    assert health.quality == "Not supplied"


def test_a_figure_that_went_missing_is_in_doubt_and_one_that_never_was_supplied_is_no_news() -> None:
    def without_the_quarter(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row["indicator"] == "HE01" and row["period_end"] > date(2022, 12, 31):
                row.update(numerator=None, denominator=None, value=None, state="not_supplied")

    def doubtful(content: Scorecard) -> set[str]:
        return {page.ref for page in content.pages if page.is_doubtful}

    everything = audiences()["operational_business"]
    # Health came from October 2022 on; the interviews of August 2022 contradict each other.
    assert doubtful(made_up_scorecard(quarter="2022-23-Q2", audience=everything)) == {"MH07"}
    assert doubtful(made_up_scorecard(without_the_quarter, audience=everything)) == {"HE01"}


@pytest.mark.keeps("SEC-17")
def test_nothing_on_the_page_runs_or_is_fetched(html: str) -> None:
    found = parsed(html)
    assert "script" not in found.tags
    assert all(link.startswith("#") for link in found.links)
    assert not re.search(r"url\(|@import|https?://", html)
    assert "default-src 'none'; style-src 'unsafe-inline'" in html


@pytest.mark.keeps("SEC-17")
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


def test_every_drawing_has_a_name_and_words_or_is_hidden_beside_words(html: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    told = [drawing for drawing in drawings if "aria-hidden=true" not in drawing.partition(">")[0]]
    assert sum("class=trend" in drawing for drawing in told) == len(INDICATORS)
    assert sum("class=bars" in drawing for drawing in told) == 1
    for drawing in told:
        assert "role=img" in drawing
        assert re.search(r"<title [^>]*>[^<]{10,}</title><desc [^>]*>[^<]{10,}</desc>", drawing)
    contacts = next(drawing for drawing in told if "Contacts received" in drawing)
    assert "41 in April 2021, rising to 75 in March 2023" in contacts


@pytest.mark.parametrize("quarter", ["2022-23-Q4", "2022-23-Q2"])
@pytest.mark.parametrize("name", ["child_exploitation", "operational_business", "child_neglect"])
def test_the_workbook_keeps_every_item_of_the_accessibility_checklist(name: str, quarter: str) -> None:
    content = made_up_scorecard(audience=audiences()[name], quarter=quarter)
    found = check(workbook(content), f"{content.audience.file_name}-scorecard-{quarter.lower()}.xlsx")
    assert [finding.sentence for finding in found] == []


def test_the_workbook_opens_on_its_cover_and_names_its_maker(book: Workbook) -> None:
    assert book.active.title == "Cover"
    assert book.properties.creator == "Made-up Safeguarding Children Partnership"
    assert book.properties.subject.startswith("OFFICIAL-SENSITIVE")
    assert [cell.value for cell in book["Cover"]["A"][:2]] == [
        "Child Exploitation scorecard: Made-up Safeguarding Children Partnership, quarter 4, January to March 2023",
        "OFFICIAL-SENSITIVE. For members of the Child Exploitation subgroup.",
    ]


def test_no_cell_of_a_table_is_blank(book: Workbook) -> None:
    for sheet in book:
        assert not [cell.coordinate for row in table_of(sheet) for cell in row if cell.value in (None, "")]


def test_every_chart_of_the_workbook_has_words() -> None:
    with ZipFile(BytesIO(workbook(made_up_scorecard()))) as package:
        drawings = [name for name in package.namelist() if name.startswith("xl/drawings/drawing")]
        words = [re.search(r'descr="([^"]*)"', package.read(name).decode()) for name in drawings]
    assert len(drawings) == len(INDICATORS)
    assert all(found and "Line chart of" in found[1] for found in words)


@pytest.mark.keeps("P5")
def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    first = publish_files(folder=tmp_path / "a", audience=made_up_audience(), content=made_up_scorecard())
    again = publish_files(
        folder=tmp_path / "b", audience=made_up_audience(), content=made_up_scorecard(list.reverse)
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    assert {path.suffix for path in first} == {".xlsx", ".html", ".csv"}


def test_what_audiences_are_shown_alike_is_made_once_and_what_they_are_not_is_not() -> None:
    def fewer(rows: list[dict[str, Any]]) -> None:
        row = next(row for row in rows if (row["indicator"], row["period_id"]) == ("FD01", "month:2022-08"))
        row["numerator"], row["value"] = row["numerator"] - 1, row["value"] - 1

    made: Made = {}
    known = audiences()
    everybody = known["operational_business"]
    public = replace(everybody, tier=replace(everybody.tier, name=PUBLIC))
    for change, audience in (
        (None, everybody),
        (None, known["child_exploitation"]),
        (None, public),
        (fewer, public),
    ):
        content = made_up_scorecard(change, audience=audience, made=made)
        alone = made_up_scorecard(change, audience=audience)
        assert content.pages == alone.pages
    assert len(made) == len(INDICATORS) * 2 + 1


@pytest.mark.keeps("P9")
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


def test_no_sheet_lies_in_a_folder_for_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed there, the process would leave a subgroup's figures where anybody of the machine may look."""
    name = "openpyxl.worksheet._writer.create_temporary_file"
    monkeypatch.setattr(name, lambda *given: pytest.fail("Expected no temporary file; found one."))
    assert opened(workbook(made_up_scorecard())).sheetnames


def test_an_audience_without_indicators_still_gets_a_sound_workbook() -> None:
    book = opened(workbook(made_up_scorecard(audience=audiences()["policy_workforce"])))
    header, row = table_of(book["Summary"])
    assert [cell.value for cell in row] == ["None"] + ["[z]"] * (len(header) - 1)


@pytest.mark.keeps("P10", "P9")
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


@settings(max_examples=60)
@given(st.text())
def test_a_thin_page_is_the_same_document(words: str) -> None:
    full = str(escape(words))
    html = (
        f'<!DOCTYPE html><html lang="en-GB"><style>\na::after {{ content: "b"; }} </style>\n<table>\n<caption>{full}</caption>'
        f'<tr><th scope="row" data-of="a b">{full}</th><td class="n">{full}</td></tr>\n<tr><td>1</td></tr>\n</table>\n'
        f"<dl><dt>{full}</dt><dd>{full}</dd></dl><ul><li>{full}</li>\n<li>{full}</li></ul></html>"
    )
    assert parsed(thin(html)).tables == parsed(html).tables
    assert thin(thin(html)) == thin(html)
    assert len(thin(html)) < len(html)
    assert 'content: "b"' in thin(html)
