"""Owners' words: read from a workbook or TOML, signed and dated, shown as written or said to be missing."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from pipelines.commentary import commentary
from scorecards.commentary import Commentary, commentaries, commentary_of
from scorecards.commentary_file import HEADINGS, CommentaryNotUnderstood, from_toml, from_workbook, template
from scorecards.period import Quarter
from tests.made_up_scorecard import made_up_scorecard

QUARTER = Quarter.parse("2022-23-Q4")
OWNERS = [
    ("FD01", "Contacts received", "Head of Front Door"),
    ("MH07", "Interviews", "Targeted youth support"),
]
TOML = """
[FD01]
author = "A. Author"
written_on = 2023-04-12
happening = "=More contacts come at weekends"
doing = "A second screening worker"
by_whom = "Head of Front Door"
by_when = "30 June 2023"
needed = "Agreement to a weekend rota"
"""


def filled_in(*rows: dict[str, object]) -> bytes:
    """The template, with cells filled in as a person would."""
    book = openpyxl.load_workbook(BytesIO(template(QUARTER, OWNERS, "Made-up partnership")))
    sheet = book["Commentary"]
    heads = {sheet.cell(6, place).value: place for place in range(1, sheet.max_column + 1)}
    for number, row in enumerate(rows, start=7):
        for heading, content in row.items():
            sheet.cell(number, heads[heading]).value = content
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


WRITTEN = {
    "What is happening": "  Fewer are\nheld in time ",
    "By when": datetime(2023, 6, 30),
    "Written by": "B. Author",
    "Written on": datetime(2023, 4, 12),
}


def test_toml_gives_four_boxes_an_author_and_a_date():
    [found] = from_toml(TOML, "front-door.toml")
    assert found.signed == "Written by A. Author, 12 April 2023"
    assert found.boxes == (
        ("What is happening", "=More contacts come at weekends"),
        ("What we are doing", "A second screening worker"),
        ("By whom and by when", "Head of Front Door, by 30 June 2023"),
        ("What we need from this meeting", "Agreement to a weekend rota"),
    )


def test_a_filled_in_template_is_read_and_untouched_rows_are_missing():
    found = commentaries(from_workbook(filled_in({}, WRITTEN), "c.xlsx"))
    assert set(found) == {"MH07"}
    boxes = dict(commentary_of("MH07", "Targeted youth support", found).boxes)
    assert boxes["What is happening"] == "Fewer are held in time"
    assert boxes["By whom and by when"] == "by 30 June 2023"
    assert boxes["What we are doing"] == "Not supplied by Targeted youth support"
    assert commentary_of("FD01", None, found).signed == "Not supplied by its owner"


def test_the_template_has_a_row_for_each_indicator_and_the_same_bytes_twice():
    assert template(QUARTER, OWNERS, "P") == template(QUARTER, OWNERS, "P")
    sheet = openpyxl.load_workbook(BytesIO(template(QUARTER, OWNERS, "P")))["Commentary"]
    rows = list(sheet.iter_rows(min_row=6, values_only=True))
    assert set(HEADINGS) <= set(rows[0])
    assert [row[:3] for row in rows[1:]] == OWNERS


def test_the_template_meets_the_checklist_but_for_the_cells_that_it_is_there_to_have_filled():
    from scorecards.accessibility.check import check

    broken = {
        each.item.code for each in check(template(QUARTER, OWNERS, "P"), "c.xlsx") if each.item.is_essential
    }
    assert broken <= {"T4", "T8"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"Written by": None}, "row 8, Written by: expected who wrote this"),
        ({"Written on": None}, "row 8, Written on: expected who wrote this"),
        ({"Written on": "12 April"}, "row 8, Written on: expected a day such as 2023-04-12"),
        ({"What is happening": "x" * 1001}, "row 8, What is happening: expected at most 1,000 characters"),
        ({"May be public": "perhaps"}, "row 8, May be public: expected Y, N or nothing"),
    ],
)
def test_what_is_wrong_is_told_by_place_and_never_repeated(changed, words):
    with pytest.raises(CommentaryNotUnderstood, match=words) as refused:
        from_workbook(filled_in({}, WRITTEN | changed), "c.xlsx")
    assert "Fewer" not in str(refused.value) and "perhaps" not in str(refused.value)


@pytest.mark.parametrize(
    ("read", "content"),
    [
        (from_toml, "not [ toml"),
        (from_toml, "[FD01]\nhappens = 'x'"),
        (from_toml, "FD01 = 'secret words'"),
        (from_workbook, b"not a workbook"),
    ],
)
def test_a_file_that_is_not_one_is_refused(read, content):
    with pytest.raises(CommentaryNotUnderstood, match=r"Correct|Save") as refused:
        read(content, "c.file")
    assert "secret" not in str(refused.value)


def test_the_latest_words_stand():
    early, late = (
        Commentary(indicator="FD01", author="A", written_on=date(2023, 4, day), happening=f"day {day}")
        for day in (3, 12)
    )
    assert commentaries([late, early])["FD01"] is late


def test_the_public_reads_only_what_may_be_public():
    kept, open_to_all = (
        Commentary(
            indicator=ref, author="A", written_on=date(2023, 4, 3), happening="x", may_be_public=public
        )
        for ref, public in (("FD01", False), ("MH07", True))
    )
    assert set(commentaries([kept, open_to_all], for_public=True)) == {"MH07"}


def test_files_are_found_in_the_inbox_and_the_overlay(tmp_path):
    from pipelines.settings import EXAMPLE, settings

    chosen = settings(EXAMPLE, inbox=tmp_path / "inbox", home=tmp_path / "home")
    folder = tmp_path / "inbox" / "commentary" / "2022-23-Q4"
    folder.mkdir(parents=True)
    (folder / "a.toml").write_text(TOML, encoding="utf-8")
    (folder / "b.xlsx").write_bytes(filled_in({}, WRITTEN))
    (folder / "~$b.xlsx").write_bytes(b"locked")
    (folder / "note.txt").write_text("nothing")
    assert {each.indicator for each in commentary(chosen, QUARTER) if each.is_supplied} == {"FD01", "MH07"}
    assert commentary(chosen, QUARTER.previous) == []


def test_words_reach_the_page_of_their_indicator():
    assert made_up_scorecard().pages[0].commentary.signed == "Not supplied by Targeted youth support"


def test_the_example_of_the_documentation_is_read():
    import re
    from pathlib import Path

    page = Path(__file__).parent.parent / "docs" / "targets-and-commentary.md"
    [example] = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    [found] = from_toml(example, "example.toml")
    assert found.is_supplied and not found.may_be_public and found.signed.endswith("12 April 2023")
