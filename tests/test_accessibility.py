"""The checklist of accessible workbooks: a workbook that keeps all of it, and one that breaks each item."""

import json
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from pipelines.cli import app
from scorecards.accessibility.check import check, essential
from scorecards.accessibility.checklist import items
from scorecards.accessibility.colour import contrast, seen, theme
from scorecards.accessibility.opened import NotAWorkbook, opened

NAME = "referrals-2022-23-q4.xlsx"
Change = Callable[[Workbook], None]
Parts = dict[str, bytes]


def title(sheet: Worksheet, words: str) -> None:
    sheet["A1"] = words
    sheet["A1"].style = "Headline 1"
    sheet["A1"].font = Font(name="Arial", size=16, bold=True)


def line(sheet: Worksheet, row: int, words: str) -> None:
    sheet.cell(row, 1, words).font = Font(name="Arial", size=12)


def table(sheet: Worksheet, name: str, top: int, rows: list[list[object]]) -> None:
    for row, cells in enumerate(rows, start=top):
        for column, content in enumerate(cells, start=1):
            sheet.cell(row, column, content).font = Font(name="Arial", size=11)
    last = sheet.cell(top + len(rows) - 1, len(rows[0])).coordinate
    for column in "AB":
        sheet.column_dimensions[column].width = 24
    made = Table(displayName=name, name=name, ref=f"A{top}:{last}")
    sheet.add_table(made)
    made._initialise_columns()
    for column, heading in zip(made.tableColumns, rows[0], strict=True):
        column.name = str(heading)
    made.autoFilter = None


def good() -> Workbook:
    """A small workbook that keeps every item."""
    book = Workbook()
    cover = book.active
    cover.title = "Cover"
    title(cover, "Referrals in a made-up borough, January to March 2023")
    line(cover, 2, "This worksheet contains one table, the contents.")
    line(cover, 3, "Data to 31 March 2023. The next edition comes in July 2023. Contact: the data team.")
    table(cover, "contents", 5, [["Sheet", "What it holds"], ["Referrals", "Referrals by month"]])
    sheet = book.create_sheet("Referrals")
    title(sheet, "Referrals by month, January to March 2023")
    line(sheet, 2, "This worksheet contains one table and one chart.")
    line(sheet, 3, "[c] is confidential.")
    table(
        sheet,
        "referrals_by_month",
        5,
        [["Month", "Referrals"], ["January", 71], ["February", "[c]"], ["March", 75]],
    )
    chart = LineChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=5, max_row=8), titles_from_data=True)
    chart.series[0].graphicalProperties.line.solidFill = "12436D"
    sheet.add_chart(chart, "E5")
    book.properties.title, book.properties.language = "Referrals", "en-GB"
    book.properties.creator = "Made-up partnership"
    return book


def saved(book: Workbook, *, described: str = "Line chart of referrals: 71 in January, 75 in March") -> bytes:
    kept = BytesIO()
    book.save(kept)
    return edited(
        kept.getvalue(),
        lambda parts: parts.update(
            {
                name: re.sub(
                    rb'(<(?:\w+:)?cNvPr id="\d+") name="([^"]*)"',
                    rb'\1 name="\2" descr="' + described.encode() + b'"',
                    part,
                )
                for name, part in parts.items()
                if name.startswith("xl/drawings/drawing")
            }
        ),
    )


def edited(content: bytes, change: Callable[[Parts], None]) -> bytes:
    with ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    kept = BytesIO()
    with ZipFile(kept, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return kept.getvalue()


def broken(change: Change) -> bytes:
    book = good()
    change(book)
    return saved(book)


def with_parts(change: Callable[[Parts], None]) -> bytes:
    return edited(saved(good()), change)


def test_a_good_workbook_keeps_every_item() -> None:
    assert [finding.sentence for finding in check(saved(good()), NAME)] == []


def cell(sheet: str, place: str, content: object) -> Change:
    def change(book: Workbook) -> None:
        book[sheet][place] = content

    return change


def font(place: str, **looks: object) -> Change:
    def change(book: Workbook) -> None:
        book["Referrals"][place].font = Font(**{"name": "Arial", "size": 11, **looks})

    return change


def fill(place: str, colour: str) -> Change:
    def change(book: Workbook) -> None:
        book["Referrals"][place].fill = PatternFill("solid", fgColor=colour)

    return change


def doing(act: Callable[[Workbook], object]) -> Change:
    """A change of one expression."""

    def change(book: Workbook) -> None:
        act(book)

    return change


def rename(name: str, new: str) -> Change:
    def change(book: Workbook) -> None:
        book[name].title = new

    return change


def loose_cells(book: Workbook) -> None:
    for row in (12, 13):
        book["Referrals"].cell(row, 1, "North")
        book["Referrals"].cell(row, 2, 3)


def second_table(book: Workbook) -> None:
    table(book["Referrals"], "by_team", 12, [["Team", "Count"], ["North", 3]])


def no_header(book: Workbook) -> None:
    book["Referrals"].tables["referrals_by_month"].headerRowCount = 0


def default_table_name(book: Workbook) -> None:
    book["Referrals"].tables["referrals_by_month"].displayName = "Table1"


def filter_buttons(book: Workbook) -> None:
    from openpyxl.worksheet.filters import AutoFilter

    book["Referrals"].tables["referrals_by_month"].autoFilter = AutoFilter(ref="A5:B8")


def blank_row(book: Workbook) -> None:
    book["Referrals"]["A7"] = book["Referrals"]["B7"] = None


def blank_column(book: Workbook) -> None:
    for row in (6, 7, 8):
        book["Referrals"].cell(row, 2).value = None


def moved_table(book: Workbook) -> None:
    sheet = book["Cover"]
    del sheet.tables["contents"]
    sheet.move_range("A5:B6", cols=1)
    sheet.add_table(Table(displayName="contents", name="contents", ref="B5:C6"))
    sheet.tables["contents"]._initialise_columns()
    for column, heading in zip(
        sheet.tables["contents"].tableColumns, ("Sheet", "What it holds"), strict=True
    ):
        column.name = heading
    sheet.tables["contents"].autoFilter = None


def wrapped_long_words(book: Workbook) -> None:
    book["Referrals"]["A7"] = "A month with a name that is very much longer than its column is wide"
    book["Referrals"]["A7"].alignment = Alignment(wrap_text=True)


def themed_font(book: Workbook) -> None:
    book["Referrals"]["A6"].font = Font(name="Arial", size=11, color=Color(theme=0))


def hidden(name: str) -> Change:
    def change(book: Workbook) -> None:
        book[name].sheet_state = "hidden"

    return change


def links(place: str, words: str) -> Change:
    def change(book: Workbook) -> None:
        book["Referrals"][place].value = words
        book["Referrals"][place].hyperlink = "https://www.gov.uk/"
        book["Referrals"][place].font = Font(name="Arial", size=11)

    return change


def selected(book: Workbook) -> None:
    book["Referrals"].sheet_view.selection[0].sqref = "C9"


def pale_series(book: Workbook) -> None:
    book["Referrals"]._charts[0].series[0].graphicalProperties.line.solidFill = "FFC000"


def notes_sheet(book: Workbook) -> None:
    sheet = book.create_sheet("Notes")
    title(sheet, "Notes on referrals, January to March 2023")
    line(sheet, 2, "[note 1] Provisional.")


BROKEN: list[tuple[str, Callable[[], bytes], str]] = [
    ("T1", partial(broken, loose_cells), "A12:B13"),
    ("T2", partial(broken, default_table_name), "A5:B8"),
    ("T3", partial(broken, doing(lambda book: book["Referrals"].merge_cells("A1:B1"))), "A1:B1"),
    ("T4", partial(broken, blank_row), "A7"),
    ("T4", partial(broken, blank_column), "B5"),
    ("T5", partial(broken, cell("Referrals", "B5", "month")), "B5"),
    ("T5", partial(broken, cell("Referrals", "B5", 2023)), "B5"),
    ("T5", partial(broken, cell("Referrals", "B5", "Something else")), "B5"),
    ("T5", partial(broken, no_header), "A5:B8"),
    ("T6", partial(broken, cell("Referrals", "A7", "A month with a name that is very much longer than its column")), "A7"),
    ("T7", partial(broken, doing(lambda book: setattr(book["Referrals"], "freeze_panes", "B6"))), "B6"),
    ("T7", partial(broken, filter_buttons), "A5:B8"),
    ("T8", partial(broken, cell("Referrals", "B7", None)), "B7"),
    ("T9", partial(broken, doing(lambda book: setattr(book["Referrals"].row_dimensions[7], "hidden", True))), "row 7"),
    ("T9", partial(broken, doing(lambda book: setattr(book["Referrals"].column_dimensions["B"], "hidden", True))), "column B"),
    ("N1", partial(broken, cell("Referrals", "B6", "71")), "B6"),
    ("N1", partial(broken, cell("Referrals", "B6", "1,071.5%")), "B6"),
    ("N2", partial(broken, cell("Referrals", "B7", "[note 1]")), "B7"),
    ("N3", partial(broken, cell("Referrals", "B7", "[x]")), "[x]"),
    ("N3", partial(broken, cell("Referrals", "A2", "This worksheet contains one table. [note 2]")), "[note 2] not written"),
    ("N3", partial(broken, notes_sheet), "[note 1] never marked"),
    ("F2", partial(broken, cell("Referrals", "A3", "[c] is confidential, see https://www.gov.uk/")), "A3"),
    ("F2", partial(broken, links("A6", "Click here")), "A6"),
    ("F3", partial(broken, font("A6", name="Times New Roman")), "A6"),
    ("F3", partial(broken, font("A6", size=9)), "A6"),
    ("F3", partial(broken, font("A2", size=11)), "A2"),
    ("F3", partial(broken, font("A6", italic=True)), "A6"),
    ("F3", partial(broken, cell("Referrals", "A2", "THIS WORKSHEET CONTAINS ONE TABLE")), "A2"),
    ("F5", partial(broken, cell("Referrals", "B7", "–")), "B7"),
    ("F6", partial(broken, doing(lambda book: setattr(book["Referrals"].oddFooter.center, "text", "Page"))), "a header or footer"),
    ("F6", partial(broken, doing(lambda book: setattr(book["Referrals"]["A6"], "comment", Comment("Late", "A")))), "A6"),
    ("F6", partial(with_parts, lambda parts: parts.update({
        name: part.replace(b"</twoCellAnchor>", b"<sp><txBody/></sp></twoCellAnchor>").replace(
            b"</oneCellAnchor>", b"<sp><txBody/></sp></oneCellAnchor>")
        for name, part in parts.items() if name.startswith("xl/drawings/drawing")})), "a text box"),
    ("F9", partial(broken, fill("B6", "FFE9C7")), "B6"),
    ("F10", partial(broken, font("A6", color="FFC000")), "A6"),
    ("F10", partial(broken, themed_font), "A6"),
    ("F10", partial(broken, pale_series), "a chart's #FFC000, 1.6 to 1"),
    ("F11", lambda: saved(good(), described="Chart"), "a chart"),
    ("S1", partial(broken, hidden("Referrals")), ""),
    ("S2", partial(broken, rename("Referrals", "Sheet2")), ""),
    ("S3", partial(broken, rename("Referrals", "2023 referrals")), ""),
    ("S4", partial(broken, doing(lambda book: book.create_sheet("Empty"))), ""),
    ("S5", partial(broken, cell("Referrals", "A1", "Referrals")), "A1"),
    ("S6", partial(broken, doing(lambda book: setattr(book["Referrals"]["A1"], "style", "Normal"))), "A1"),
    ("S6", partial(broken, cell("Referrals", "A2", "Referrals of children.")), "no count of tables"),
    ("C0", partial(broken, cell("Cover", "A3", "Data to 31 March 2023. Contact: the data team.")), "no word of when the next comes"),
    ("C4", partial(broken, moved_table), "B5:C6"),
    ("C5", partial(broken, cell("Referrals", "A10", "Source: made up")), "A10"),
    ("C6", partial(broken, second_table), "A12:B13"),
    ("D1", partial(broken, doing(lambda book: setattr(book.properties, "title", None))), ""),
    ("D2", partial(broken, doing(lambda book: setattr(book.properties, "language", None))), ""),
    ("D3", partial(broken, doing(lambda book: setattr(book.properties, "creator", "openpyxl"))), ""),
    ("D4", partial(broken, doing(lambda book: setattr(book, "active", 1))), ""),
    ("D5", partial(broken, selected), "C9"),
    ("B4", partial(with_parts, lambda parts: parts.update({"xl/vbaProject.bin": b"macros"})), ""),
    ("X1", partial(with_parts, lambda parts: parts.update({"xl/externalLinks/externalLink1.xml": b"<a/>"})), "externalLinks"),
    ("X2", partial(broken, doing(lambda book: book["Referrals"].protection.enable())), ""),
    ("X3", partial(broken, cell("Referrals", "B7", "=B6+1")), "B7"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "made", "where"), BROKEN, ids=[code for code, _, _ in BROKEN])
def test_each_broken_item_is_found_in_its_place(code: str, made: Callable[[], bytes], where: str) -> None:
    findings = {finding.item.code: finding for finding in check(made(), NAME)}
    assert code in findings, [finding.sentence for finding in findings.values()]
    places = findings[code].places
    assert not where or where in [place.cell for place in places] + [place.words for place in places]


def test_every_item_has_a_workbook_that_breaks_it() -> None:
    # D6 is about the file's name, not about what is in it.
    assert {each.code for each in items()} == {code for code, _, _ in BROKEN} | {"D6"}


@pytest.mark.parametrize("name", ["Referrals Q4.xlsx", "referrals_q4.xlsx", "r" * 220 + ".xlsx"])
def test_a_file_name_is_judged(name: str) -> None:
    assert [finding.item.code for finding in check(saved(good()), name)] == ["D6"]


def test_long_words_may_stand_where_they_wrap() -> None:
    assert check(broken(wrapped_long_words), NAME) == ()


def test_blank_cells_may_stand_where_the_sheet_says_why() -> None:
    def change(book: Workbook) -> None:
        book["Referrals"]["B7"] = None
        line(book["Referrals"], 4, "A cell is blank where no report came.")

    assert check(broken(change), NAME) == ()


def test_a_filled_column_says_nothing_of_a_cell() -> None:
    def change(book: Workbook) -> None:
        for row in (6, 7, 8):
            book["Referrals"].cell(row, 2).fill = PatternFill("solid", fgColor="F1F2F3")

    assert check(broken(change), NAME) == ()


def test_a_finding_never_says_what_a_cell_holds() -> None:
    def change(book: Workbook) -> None:
        book["Referrals"]["A6"] = "Zachariah Marker 9990001111"
        book["Referrals"]["B5"] = "Zachariah Marker"
        book["Referrals"]["A6"].font = Font(name="Times New Roman", size=6, italic=True, color="FFFF00")
        book["Referrals"]["A6"].comment = Comment("Zachariah Marker", "A")

    findings = check(broken(change), NAME)
    assert {"F3", "F6", "F10", "T5"} <= {finding.item.code for finding in findings}
    assert not any("Zachariah" in finding.sentence for finding in findings)


@pytest.mark.parametrize("content", [b"", b"name,age\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600])
def test_what_is_no_workbook_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(NotAWorkbook, match=r"Expected an \.xlsx workbook; found"):
        check(content)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("000000", "FFFFFF", 21.0), ("FFFFFF", "FFFFFF", 1.0), ("777777", "FFFFFF", 4.48), ("00B0F0", "FFFFFF", 2.48)],
)  # fmt: skip
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    # 4.48 for #777 on white is the figure in the guidelines' own examples; 2.48 was measured by another tool.
    assert round(contrast(one, other), 2) == ratio == round(contrast(other, one), 2)


def test_a_themes_colours_are_counted_light_first() -> None:
    scheme = theme(opened(saved(good()), NAME))
    assert seen(Color(theme=0), scheme, "x") == "FFFFFF"
    assert seen(Color(theme=1), scheme, "x") == "000000"
    assert seen(Color(theme=1, tint=0.5), scheme, "x") == "808080"
    assert seen(Color(rgb="FF12436D"), scheme, "x") == "12436D"


def test_the_command_ends_with_a_code_and_sentences(tmp_path: Path) -> None:
    run = CliRunner().invoke
    fine, bad = tmp_path / NAME, tmp_path / "bad.xlsx"
    fine.write_bytes(saved(good()))
    bad.write_bytes(broken(doing(lambda book: book["Referrals"].merge_cells("A1:B1"))))
    assert run(app, ["check-workbook", str(fine)]).exit_code == 0
    found = run(app, ["check-workbook", str(bad)])
    assert found.exit_code == 1
    assert "T3 (essential), sheet Referrals, A1:B1: expected no merged cells. Unmerge them" in found.stdout
    told = json.loads(run(app, ["check-workbook", str(bad), "--json"]).stdout)
    assert [(each["item"], each["sheet"], each["places"]) for each in told if each["essential"]] == [
        ("T3", "Referrals", ["A1:B1"])
    ]
    assert run(app, ["check-workbook", str(tmp_path / "none.xlsx")]).exit_code == 2
    assert len(essential(opened(bad.read_bytes(), ""))) == 1


def test_every_cell_is_read_as_openpyxl_reads_it() -> None:
    book = Workbook()
    written = (
        " a ",
        "<&>\"'",
        "two\nlines",
        "_x000D_",
        "caf\u00e9",
        "12",
        "=1",
        12,
        0.5,
        True,
        date(2023, 3, 31),
        None,
    )
    for row, value in enumerate(written, start=1):
        book.active.cell(row, 1).value = value
    book.active["B1"].value = CellRichText(TextBlock(InlineFont(b=True), "bold"), " and plain")
    saved = BytesIO()
    book.save(saved)
    found, expected = opened(saved.getvalue(), "").book.active, load_workbook(saved).active
    assert {place: (cell.value, cell.data_type) for place, cell in found._cells.items()} == {
        place: (cell.value, cell.data_type) for place, cell in expected._cells.items()
    }
    assert expected["A1"].value == " a "
