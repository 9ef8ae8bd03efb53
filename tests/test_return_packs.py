"""A supplier gets back its own issues, at their places in its own files, and nothing of anybody else's."""

import csv
import io
import json
import stat
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.ledger import Ledger
from pipelines.returns.packed import Made, folder_of, is_packed
from pipelines.returns.return_packs import deadline, write_packs
from pipelines.review.decisions import decide
from pipelines.review.issues import issues
from sources.preflight.password import closed, opened
from tests.made_up_inbox import (
    CONTACTS,
    HEALTH,
    INTERVIEWS,
    MARCH,
    MISSING,
    MISSING_MARCH,
    Partnership,
    Rows,
    csv_bytes,
    workbook_bytes,
)

FOUND = 7
"""The column Found of the police's missing reports."""


def made(place: Partnership) -> list[Made]:
    place.take_all()
    home = place.home
    return write_packs(home, MARCH, issues(home, MARCH))


def folder(place: Partnership, name: str = "police") -> Path:
    return folder_of(place.home, MARCH) / name


def listed(path: Path) -> list[dict[str, Any]]:
    """The rows of an issues workbook by heading."""
    rows = [
        list(row) for row in openpyxl.load_workbook(path / "issues.xlsx").active.iter_rows(values_only=True)
    ]
    heads = next(number for number, row in enumerate(rows) if row[0] == "Issue")
    return [dict(zip(rows[heads], row, strict=True)) for row in rows[heads + 1 :]]


def police_workbook() -> bytes:
    """Missing reports under three title rows: dates as numbers, a wrong row in each of three ways, the first of them
    hidden, which is a fourth issue."""
    reported, found = datetime(2023, 3, 5, 21, 0), datetime(2023, 3, 4, 7, 30)
    born = date(2010, 5, 1)
    rows: Rows = [
        *MISSING,
        ["M7", "N7", "", born, "F", reported, found, "Low", "Home", "", ""],
        ["M8", "N8", "", born, "M", reported, "mid March", "Low", "Home", "", ""],
        ["M9", "N9", "", born, "Q7", reported, "", "Low", "Home", "", ""],
        ["M10", "N10", "", born, "F", reported, "", "Low", "Home", "", ""],
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(workbook_bytes({"Notes": [["x"]], "Missing": rows}, titles=3, total=True))
    )
    book["Missing"].row_dimensions[5].hidden = True
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_every_place_holds_the_offending_value_in_the_suppliers_file(place: Partnership) -> None:
    sent = place.drop("2023-03/police/March.xlsx", police_workbook())
    assert made(place) == [Made(folder="police", issues=4, marked=1, readable=0, listed=0)]
    book = openpyxl.load_workbook(sent)
    there = {}
    for line in listed(folder(place)):
        sheet, _, cell = line["Where"].partition("!")
        if cell == "5:5":
            assert book[sheet].row_dimensions[5].hidden
            continue
        there[cell] = (
            sheet,
            book[sheet][cell].value,
            line["In your file"],
            line["Your reference"],
            line["Column"],
        )
    assert there == {
        "G5": ("Missing", datetime(2023, 3, 4, 7, 30), "2023-03-04 07:30:00", "M7", "Found"),
        "G6": ("Missing", "mid March", "mid March", "M8", "Found"),
        "E7": ("Missing", "Q7", "Q7", "M9", "Gender"),
    }


def test_the_workbook_comes_back_marked_at_these_places_alone(place: Partnership) -> None:
    sent = place.drop("2023-03/police/March.xlsx", police_workbook())
    made(place)
    back = openpyxl.load_workbook(folder(place) / "police-2023-03-file-1-marked.xlsx")
    original = openpyxl.load_workbook(sent)
    assert back.sheetnames == ["Check results", *original.sheetnames]
    marked = {cell.coordinate for row in back["Missing"].iter_rows() for cell in row if cell.comment}
    assert marked == {"A5", "G5", "G6", "E7"}
    for sheet in original:
        for row in sheet.iter_rows():
            for cell in row:
                again = back[sheet.title][cell.coordinate]
                assert (again.value, again.data_type, again.number_format) == (
                    cell.value,
                    cell.data_type,
                    cell.number_format,
                )
    assert back["Missing"].row_dimensions[5].hidden
    links = [cell.hyperlink.location for row in back["Check results"] for cell in row if cell.hyperlink]
    assert sorted(links) == ["Missing!5:5", "Missing!E7", "Missing!G5", "Missing!G6"]


def test_a_csv_comes_back_as_its_wrong_lines_and_every_cell_is_text(place: Partnership) -> None:
    wrong = [
        ["C9", "0012", "31/02/2023 09:15", "6", "=1+1", *[""] * 8],
        ["C8", "0012", "2023-03-06T10:00:00", "9Z", *[""] * 9],
    ]
    sent = place.drop("2023-03/mosaic/ssd_contacts.csv", csv_bytes([*CONTACTS, *wrong]))
    assert made(place) == [Made(folder="mosaic", issues=2, marked=0, readable=1, listed=0)]
    lines = list(csv.reader(sent.open(encoding="utf-8", newline="")))
    book = openpyxl.load_workbook(folder(place, "mosaic") / "mosaic-2023-03-rows.xlsx")
    sheet = book["ssd_contacts"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    shown = {row[0].value: row for row in sheet.iter_rows(min_row=4)}
    assert set(shown) == {"5", "6"}
    for number, row in shown.items():
        assert [cell.value or "" for cell in row[2:]] == lines[int(number) - 1]
    assert {cell.coordinate for cell in cells if cell.comment} == {"E4", "F5"}
    assert {line["Where"] for line in listed(folder(place, "mosaic"))} == {
        "line 5, column 3 (cont_contact_date)",
        "line 6, column 4 (cont_contact_source_code)",
    }


def test_a_cross_tab_is_marked_at_the_months_own_cell(place: Partnership) -> None:
    wrong = [HEALTH[0], ["H05", HEALTH[1][1], "Count", "6", "six", "6", ""]]
    place.drop("2023-03/health/return.xlsx", workbook_bytes({"0-19 Service": wrong}, titles=1))
    made(place)
    (line,) = listed(folder(place, "health"))
    assert (line["Where"], line["In your file"]) == ("'0-19 Service'!E3", "six")
    assert "H05" in line["Your reference"]
    back = openpyxl.load_workbook(folder(place, "health") / "health-2023-03-file-1-marked.xlsx")
    assert back["0-19 Service"]["E3"].comment is not None


def test_an_xml_files_place_is_its_line_and_path(place: Partnership) -> None:
    names = [heading.replace(" ", "_") for heading in MISSING[0]]
    rows = [
        [f"X{number}", "N1", "", "2010-05-01", "F", "2023-03-05T21:00:00", found, "Low", "Home", "", ""]
        for number, found in enumerate(("", "soon", ""))
    ]
    records = [
        "<Report>"
        + "".join(f"<{name}>{cell}</{name}>" for name, cell in zip(names, row, strict=True))
        + "</Report>"
        for row in rows
    ]
    place.drop("2023-03/police/March.xml", "\n".join(["<Reports>", *records, "</Reports>"]).encode())
    assert made(place) == [Made(folder="police", issues=1, marked=0, readable=1, listed=0)]
    (line,) = listed(folder(place))
    assert (line["Where"], line["In your file"], line["Your reference"]) == (
        "line 3, Reports/Report/Found",
        "soon",
        "X1",
    )
    sheet = openpyxl.load_workbook(folder(place) / "police-2023-03-rows.xlsx").worksheets[1]
    assert [row[0].value for row in sheet.iter_rows(min_row=4)] == ["3"]


def test_a_workbook_that_cannot_be_marked_comes_back_as_rows_and_says_why(place: Partnership) -> None:
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(police_workbook())) as old, zipfile.ZipFile(done, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("_xmlsignatures/origin.sigs", b"")
    place.drop("2023-03/police/March.xlsx", done.getvalue())
    assert made(place) == [Made(folder="police", issues=4, marked=0, readable=1, listed=0)]
    assert (folder(place) / "police-2023-03-rows.xlsx").exists()
    assert (
        "it is signed, and a mark would break its signature"
        in (folder(place) / "covering-letter.html").read_text()
    )


def test_fixing_exactly_the_reported_cells_empties_the_list(place: Partnership) -> None:
    sent = place.drop("2023-03/police/March.xlsx", police_workbook())
    made(place)
    right = {"G5": datetime(2023, 3, 6, 7, 30), "G6": datetime(2023, 3, 6, 9, 0), "E7": "F"}
    book = openpyxl.load_workbook(sent)
    for line in listed(folder(place)):
        sheet, _, cell = line["Where"].partition("!")
        if cell == "5:5":
            book[sheet].row_dimensions[5].hidden = False
        else:
            book[sheet][cell].value = right[cell]
    data = io.BytesIO()
    book.save(data)
    place.drop("2023-03/police/March corrected.xlsx", data.getvalue())
    assert made(place) == []
    assert not folder(place).exists()


def test_a_pack_holds_nothing_of_another_supplier(place: Partnership) -> None:
    ours, theirs = "ZQSENTINELPOLICE", "ZQSENTINELEISI"
    place.drop_police(
        "2023-03", [*MISSING_MARCH, [ours, "N9", "", "", "F", "05/03/2023 21:00", "soon", "Low", *[""] * 3]]
    )
    row = [theirs, "M3", "E9", "", "", "", "05/03/2023 01:10", "Y", "", "Y", "later", *[""] * 4]
    place.drop("2023-03/eisi/log.xlsx", workbook_bytes({"Sheet1": [*INTERVIEWS, row]}, titles=2))
    made(place)
    assert ours.encode() in everything(folder(place))
    assert theirs.encode() not in everything(folder(place))
    assert theirs.encode() in everything(folder(place, "eisi"))
    assert ours.encode() not in everything(folder(place, "eisi"))


def everything(path: Path) -> bytes:
    """All bytes of a folder, workbooks unpacked."""
    found = []
    for each in sorted(path.rglob("*")):
        if each.suffix in (".xlsx", ".xlsm"):
            with zipfile.ZipFile(each) as package:
                found += [package.read(name) for name in package.namelist()]
        elif each.is_file():
            found.append(each.read_bytes())
    return b"\n".join(found)


def test_the_letter_and_what_is_told_hold_counts_and_no_value(place: Partnership) -> None:
    place.drop("2023-03/police/March.xlsx", police_workbook())
    told = made(place)
    letter = (folder(place) / "covering-letter.html").read_text(encoding="utf-8")
    assert "Please answer by 3 May 2023." in letter
    assert "4 issues need a look" in letter
    kept = (folder_of(place.home, MARCH) / "made.json").read_text() + json.dumps(
        [each.__dict__ for each in told]
    )
    for value in ("M7", "M8", "mid March", "Q7", "N7"):
        assert value not in letter
        assert value not in kept
    assert not {path.name for path in folder(place).iterdir()} & {"March.xlsx"}


def test_packs_are_for_their_owner_alone(place: Partnership) -> None:
    place.drop("2023-03/police/March.xlsx", police_workbook())
    made(place)
    top = place.home.folder / "returns"
    for path in [top, *top.rglob("*")]:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path.name


def test_the_same_issues_give_the_same_bytes_and_nothing_is_written_again(place: Partnership) -> None:
    place.drop("2023-03/police/March.xlsx", police_workbook())
    first = made(place)
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder(place).iterdir()}
    assert made(place) == first
    assert {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder(place).iterdir()
    } == before
    (folder_of(place.home, MARCH) / "made.json").unlink()
    made(place)
    assert {path.name: path.read_bytes() for path in folder(place).iterdir()} == {
        name: data for name, (data, _) in before.items()
    }
    assert [path.name for path in (place.home.folder / "returns").iterdir()] == ["2023-03"]


def test_packs_rest_on_the_review_as_it_stands(place: Partnership) -> None:
    place.drop("2023-03/police/March.xlsx", police_workbook())
    place.take_all()
    home = place.home
    assert not is_packed(home, MARCH)
    found = issues(home, MARCH)
    write_packs(home, MARCH, found)
    assert is_packed(home, MARCH)
    reviewed = home.folder / "review" / "2023-03" / "issues.parquet"
    reviewed.parent.mkdir(parents=True)
    found.write_parquet(reviewed)
    assert not is_packed(home, MARCH)
    before = (folder(place) / "issues.xlsx").stat().st_mtime_ns
    write_packs(home, MARCH, found)
    assert is_packed(home, MARCH)
    assert (folder(place) / "issues.xlsx").stat().st_mtime_ns == before


def test_a_waived_issue_is_not_asked_again(place: Partnership) -> None:
    place.drop("2023-03/police/March.xlsx", police_workbook())
    made(place)
    (wanted,) = [line["Issue"] for line in listed(folder(place)) if line["Where"] == "Missing!G6"]
    ledger = Ledger(place.home.folder)
    with ledger.writing():
        decide(
            ledger,
            "waived",
            [wanted],
            reason="Told so",
            by="Ann Example",
            until=date(2023, 12, 31),
            on=MARCH.last_day,
        )
    made(place)
    assert {line["Where"] for line in listed(folder(place))} == {"Missing!G5", "Missing!E7", "Missing!5:5"}


def test_no_issue_is_no_pack(place: Partnership) -> None:
    place.drop_everything()
    place.take_all()
    home = place.home
    none = issues(home, MARCH).clear()
    assert write_packs(home, MARCH, none) == []
    assert [path.name for path in folder_of(home, MARCH).iterdir()] == ["made.json"]


@pytest.mark.parametrize(("days", "expected"), [(20, "2023-05-03"), (1, "2023-04-03"), (5, "2023-04-11")])
def test_the_deadline_counts_working_days(place: Partnership, days: int, expected: str) -> None:
    """Good Friday was on 7 April, Easter Monday on 10 April, and 1 May was a bank holiday."""
    text = place.settings_file.read_text(encoding="utf-8") + f"[returns]\nworking_days = {days}\n"
    place.settings_file.write_text(text, encoding="utf-8")
    assert deadline(place.home, MARCH) == date.fromisoformat(expected)


def test_the_command_says_where_the_packs_are(place: Partnership) -> None:
    runner = CliRunner()
    place.drop("2023-03/police/March.xlsx", police_workbook())
    place.take_all()
    nothing = runner.invoke(app, ["returns", *place.options])
    assert (nothing.exit_code, "Run `scorecard refresh` first" in nothing.output) == (2, True)
    made(place)
    told = runner.invoke(app, ["returns", "--month", "2023-03", *place.options])
    assert told.exit_code == 0
    assert (
        told.output.strip()
        == f"{folder(place)}: 4 open issues; 1 file marked, 0 as rows, 0 in the list only, 0 refused"
    )
    (each,) = json.loads(runner.invoke(app, ["returns", "--json", *place.options]).output)
    assert (each["folder"], each["issues"]) == (str(folder(place)), 4)


def test_of_a_region_each_authoritys_supplier_has_a_pack_of_its_own(place: Partnership) -> None:
    place.drop("2023-03/police/March.xlsx", police_workbook())
    place.drop("Z001/2023-03/police/March.xlsx", police_workbook() + b"")
    told = made(place)
    assert [each.folder for each in told] == ["police", "police-Z001"]


def test_the_frame_of_issues_decides_and_not_our_tables(place: Partnership) -> None:
    """A pack made after the typed rows are gone is the same: values come from the delivered bytes alone."""
    place.drop("2023-03/police/March.xlsx", police_workbook())
    place.take_all()
    home = place.home
    found = issues(home, MARCH)
    for path in home.rows.rglob("police.*.parquet"):
        pl.DataFrame({"nothing": [1]}).write_parquet(path)
    assert write_packs(home, MARCH, found)[0].marked == 1
    assert {line["Your reference"] for line in listed(folder(place))} == {"M7", "M8", "M9"}


def test_a_workbook_under_a_password_comes_back_under_it(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCORECARD_PASSWORD_POLICE", "made-up word")
    place.drop("2023-03/police/March.xlsx", closed(police_workbook(), "made-up word"))
    (pack,) = made(place)
    assert (pack.marked, pack.readable) == (1, 0)
    for path in folder(place).glob("*.xlsx"):
        assert not path.read_bytes().startswith(b"PK")
    back = openpyxl.load_workbook(
        io.BytesIO(opened((folder(place) / "police-2023-03-file-1-marked.xlsx").read_bytes(), "made-up word"))
    )
    assert back["Missing"]["G6"].comment is not None
    assert "These workbooks open with the password" in (folder(place) / "covering-letter.html").read_text()


def test_a_file_that_was_refused_is_named_to_its_supplier_with_the_reason(place: Partnership) -> None:
    place.drop("2023-03/police/Broken <export>.xlsx", b"PK\x03\x04 cut off")
    assert made(place) == [Made(folder="police", issues=0, marked=0, readable=0, listed=0, refused=1)]
    letter = (folder(place) / "covering-letter.html").read_text(encoding="utf-8")
    assert "Broken &lt;export&gt;.xlsx" in letter
    assert "1 file could not be used" in letter
    assert [path.name for path in folder(place).iterdir()] == ["covering-letter.html"]


def test_what_a_person_said_of_a_held_file_stays_with_us(place: Partnership) -> None:
    place.drop_police("2023-03", MISSING_MARCH)
    (taken,) = place.take_all().taken
    ledger = Ledger(place.home.folder)
    with ledger.writing():
        ledger.append("held", delivery_id=taken.delivery_id, by="Ann Example", reason="Something internal")
    made(place)
    letter = (folder(place) / "covering-letter.html").read_text(encoding="utf-8")
    assert "We hold it back until we have spoken with you." in letter
    assert "internal" not in letter
