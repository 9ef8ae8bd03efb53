"""The blank workbook of a return: what it asks for is what intake takes in, without a finding."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from schemas.code_list import labels
from schemas.column import Column
from schemas.health_return import COUNTS, MEASURES
from schemas.table import columns
from scorecards.accessibility.check import check
from sources.catalogue import AGENCIES, sources
from tests.made_up_inbox import Partnership

HEADS = 4
"""The row of a report sheet in which its headings stand."""

BELIEVABLE: dict[str, Any] = {
    "cinf_assessment_factors_json": "4B",
    "cinp_cin_plan_end_date": date(2023, 3, 20),
    "cppl_cp_plan_end_date": date(2023, 3, 20),
    "pers_common_child_id": "9990000018",
    "pers_expected_dob": None,
    "cine_close_reason": "RC8 - Case closed after assessment, no further action",
    "dept_team_parent_id": "T2",
    "NHS Number": "9990000018",
    "Reason Declined": None,
    "Age": 15,
    "Survivor Age": 31,
    "Vacant": "N",
    "Raised Against": "Council",
    "Year": "2022-23",
    "Period": "2022-23",
}
"""What a cell holds where a rule asks for more than its kind: by heading."""


def form(place: Partnership, agency: str) -> openpyxl.Workbook:
    path = place.folder / f"{agency}.xlsx"
    done = CliRunner().invoke(
        app, ["template", agency, "--out", str(path), "--month", "2023-03", *place.options[:2]]
    )
    assert done.exit_code == 0, done.output
    assert done.output.strip() == str(path)
    return openpyxl.load_workbook(path)


def offered(book: openpyxl.Workbook, sheet: Any, column: int) -> list[str]:
    """What the drop-down of a column offers."""
    cell = sheet.cell(HEADS + 1, column).coordinate
    rule = next(each for each in sheet.data_validations.dataValidation if cell in each.sqref)
    if rule.type != "list":
        return []
    if rule.formula1.startswith('"'):
        return list(rule.formula1.strip('"').split(","))
    title, _, area = rule.formula1.partition("!")
    return [row[0].value for row in book[title.strip("'")][area.replace("$", "")]]


def filled(book: openpyxl.Workbook, agency: str) -> bytes:
    """The form with one made-up row in each report."""
    known = {
        heading: column
        for source in sources(agency)
        for column in columns(source.table).values()
        for heading in column.headings[:1]
    }
    for sheet in book.worksheets[2:]:
        if sheet.title == "Lists":
            continue
        for number, cell in enumerate(sheet[HEADS], start=1):
            heading, column = cell.value, known[cell.value]
            choices = offered(book, sheet, number)
            value = BELIEVABLE[heading] if heading in BELIEVABLE else made_up(column, choices)
            assert not choices or value in choices
            sheet.cell(HEADS + 1, number).value = value
    return saved(book)


def made_up(column: Column, choices: list[str]) -> Any:
    if choices:
        return choices[-1] if column.kind == "label" else choices[0]
    if column.kind == "day":
        return date(2023, 3, 6)
    if column.kind == "moment":
        return datetime(2023, 3, 6, 10, 30)
    if column.kind in ("whole", "decimal"):
        return 1
    return "A1" if column.kind == "identifier" else "Made up"


def saved(book: openpyxl.Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def findings(place: Partnership) -> pl.DataFrame:
    return pl.concat(
        [pl.read_parquet(path) for path in place.home.rows.rglob("findings.parquet")], how="diagonal_relaxed"
    )


@pytest.mark.parametrize("agency", [each for each in AGENCIES if each != "health"])
def test_a_filled_form_is_taken_in_without_a_finding(place: Partnership, agency: str) -> None:
    place.drop(f"2023-03/{agency}/return.xlsx", filled(form(place, agency), agency))
    taken = place.take_all().taken
    assert [each.reason for each in taken] == [""]
    told = findings(place).select("source", "code", "column", "message")
    assert told.is_empty(), told.rows()
    assert {(part["source"], part["accepted"]) for part in taken[0].parts} == {
        (source.name, 1) for source in sources(agency)
    }


def test_the_health_form_is_taken_in_without_a_finding(place: Partnership) -> None:
    book = form(place, "health")
    sheet = book["Provider"]
    sheet.title = "Made-up Hospital"
    heads = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Ref")
    answers = ["12", "<5", "n/a", None]
    rows = [row for row in sheet.iter_rows(min_row=heads + 1) if row[0].value]
    for row in rows:
        for number, cell in enumerate(row[3:15]):
            word = answers[number % 4]
            cell.value = int(word) if word and word.isdigit() else word
    place.drop("2023-03/health/return.xlsx", saved(book))
    taken = place.take_all().taken
    assert [(each.reason, each.parts[0]["accepted"]) for each in taken] == [("", len(rows) * 12)]
    assert len(rows) == 2 * (len(MEASURES) - len(COUNTS)) + len(COUNTS)
    assert findings(place).is_empty()


@pytest.mark.parametrize("agency", AGENCIES)
def test_a_form_left_empty_is_no_record_and_no_finding(place: Partnership, agency: str) -> None:
    place.drop(f"2023-03/{agency}/return.xlsx", saved(form(place, agency)))
    taken = place.take_all().taken
    assert findings(place).filter(pl.col("severity") == "reject").is_empty()
    assert sum(part["set_aside"] for part in taken[0].parts) == 0


@pytest.mark.parametrize("agency", AGENCIES)
def test_every_heading_is_explained_and_every_needed_one_named(place: Partnership, agency: str) -> None:
    book = form(place, agency)
    explained = {(row[0].value, row[1].value) for row in book["Guide"].iter_rows()}
    for sheet in book.worksheets[2:]:
        if sheet.title in ("Lists", "Provider"):
            continue
        headings = [cell.value for cell in sheet[HEADS]]
        assert {(sheet.title, heading) for heading in headings} <= explained
        source = next(
            each
            for each in sources(agency)
            if {column.headings[0] for column in columns(each.table).values() if column.headings}
            == set(headings)
        )
        needed = [
            each.headings[0] for each in columns(source.table).values() if each.required and each.headings
        ]
        assert sheet["A3"].value.startswith(f"Always needed: {', '.join(needed)}.")


def test_a_drop_down_offers_the_partnerships_own_codes_too(place: Partnership) -> None:
    own = place.settings_file.parent / "codes" / "sex.csv"
    own.parent.mkdir()
    own.write_text("code,label,spellings,valid_from,valid_to\nX,Other,,,\n", encoding="utf-8")
    book = form(place, "police")
    sheet = book["Missing report"]
    column = [cell.value for cell in sheet[HEADS]].index("Gender") + 1
    expected = [f"{code} - {label}" for code, label in labels("sex").items()]
    assert offered(book, sheet, column) == [*expected, "X - Other"]


def test_dates_are_dates_and_references_text(place: Partnership) -> None:
    sheet = form(place, "police")["Missing report"]
    formats = {cell.value: sheet.column_dimensions[cell.column_letter].number_format for cell in sheet[HEADS]}
    assert formats["Report Ref"] == "@"  # or a reference such as 0012 would lose its zeros
    assert formats["Date of Birth"] == "dd/mm/yyyy"
    assert formats["Found"] == "dd/mm/yyyy hh:mm"
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert all(rule.showErrorMessage and rule.showInputMessage for rule in rules.values())
    assert all(len(rule.prompt) <= 255 and len(rule.promptTitle) <= 32 for rule in rules.values())
    assert all(len(rule.formula1) <= 255 for rule in rules.values())


@pytest.mark.parametrize("agency", AGENCIES)
def test_a_form_is_accessible_but_for_the_rows_left_to_fill_in(place: Partnership, agency: str) -> None:
    found = check(saved(form(place, agency)), f"{agency}-return.xlsx")
    assert {each.item.code for each in found if each.item.is_essential} <= {"T4"}


def test_the_same_form_is_the_same_bytes(place: Partnership) -> None:
    form(place, "eisi")
    first = (place.folder / "eisi.xlsx").read_bytes()
    form(place, "eisi")
    assert (place.folder / "eisi.xlsx").read_bytes() == first


def test_an_unknown_agency_is_told(place: Partnership) -> None:
    done = CliRunner().invoke(app, ["template", "fire", "--out", str(place.folder / "x.xlsx")])
    assert (done.exit_code, "Expected one of mosaic" in done.output) == (2, True)
