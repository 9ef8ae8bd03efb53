"""Ofsted's Annex A is read as the case system's reports, whatever the dialect of its headings and words."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines.intake.delivery import deliveries
from pipelines.intake.force import in_force
from pipelines.intake.parsing import Refused, Tables, parsed
from pipelines.intake.wire import packed, unpacked
from pipelines.settings import EXAMPLE
from sources.annex_a.layout import lists, meanings, squeezed
from sources.reading import UnreadableFile, book
from sources.sheet import Grid
from tests.made_up_inbox import MARCH, Partnership, csv_bytes, query

OFFICIAL = {
    "List 1": [
        ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)", "Date of Contact", "Contact Source"],
        ["C1", "b) Female", "a) WBRI", "04/05/2015", "7.2", "03/04/2022", "q) 6: Police"],
        ["C1", "b) Female", "a) WBRI", "04/05/2015", "7.2", "03/04/2022", "d) Health services"],
    ],
    "List 3": [
        ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)", "Date of referral",
         "Referral Source", "Referral NFA?", "Number of Referrals in Last 12 Months", "Allocated Team", "Allocated Worker"],
        ["C1", "b) Female", "a) WBRI", "04/05/2015", "7", "2022-04-04", "j) 3D: Health services", "b) No", "1", "Team 1", "A B"],
        ["C2", "a) Male", "", "01/02/2010", "12", "2022-04-10", "p1) 5D: LA services", "a) Yes", "0", "#REF!", "A B"],
        ["C3", "a) Male", "t) NOBT", "", "12", "2022-05-01", "Police", "b) No", "0", "Team 1", "A B"],
        ["", "", "", "", "", "", "", "", "", "", ""],
    ],
    "List 6": [
        ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)", "Does the Child have a Disability",
         "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen", "CIN Closure Date", "Reason for Closure",
         "Case Status", "Allocated Team", "Allocated Worker"],
        ["C1", "b) Female", "a) WBRI", "04/05/2015", "7", "a) Yes", "2022-04-04", "N1 - Abuse or neglect", "", "2022-06-01",
         "RC1 - Adopted", "e) Closed episode", "Team 1", "A B"],
        ["C3", "a) Male", "t) NOBT", "03/03/2011", "11", "b) No", "2022-05-20", "b) Child's disability", "", "", "", "", "", ""],
        ["C4", "a) Male", "a) WBRI", "03/03/2009", "13", "c) Unknown", "2019-01-20", "Something else", "", "", "", "", "", ""],
        ["C5", "a) Male", "a) WBRI", "03/03/2009", "13", "b) No", "2019-01-20", "d) Family in acute stress", "", "", "", "", "", ""],
    ],
}  # fmt: skip


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append([cell or None for cell in row])
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def typed(data: bytes) -> Tables:
    return parsed(
        data,
        agency="mosaic",
        month="2022-09",
        authority="370",
        delivery_id="annex",
        key=b"0" * 32,
        names=("Barnsley",),
        overlay=EXAMPLE.parent,
    )


def table(grids: list[Grid], source: str) -> list[dict[str, Any]]:
    """The rows of a source as its headings name them, over all its grids."""
    found = []
    for grid in grids:
        if grid.source == source:
            headings, *rows = grid.rows()
            found += [dict(zip(headings, row, strict=True)) | {"sheet": grid.number} for row in rows]
    return found


def test_every_spelling_of_a_list_stands_for_one_column() -> None:
    for each in lists():
        spelled = [spelling for column in each.columns for spelling in column.spellings]
        assert len(spelled) == len(set(spelled)), each.name
        assert each.why_ignored or {each.day, "child_id"} <= {column.field for column in each.columns}
    assert [each.number for each in lists()] == list(range(1, 12))


def test_a_child_stands_once_with_what_any_list_tells() -> None:
    people = {row["pers_person_id"]: row for row in table(book(workbook(OFFICIAL)).grids, "mosaic.person")}
    assert set(people) == {"C1", "C2", "C3", "C4", "C5"}
    assert people["C3"]["sheet"] == 2 and people["C3"]["pers_dob"] == "03/03/2011"
    assert people["C4"]["sheet"] == 3


def test_a_referral_has_the_spell_of_need_that_it_opened() -> None:
    referrals = table(book(workbook(OFFICIAL)).grids, "mosaic.referral")
    by_child = {row["cine_person_id"]: row for row in referrals}
    assert len(referrals) == 5
    assert by_child["C1"]["cine_close_date"] == "2022-06-01"
    # services began 19 days after the referral: one referral, with its own day
    assert (
        by_child["C3"]["cine_referral_date"] == "2022-05-01" and by_child["C3"]["cine_cin_primary_need_code"]
    )
    assert by_child["C2"].get("cine_cin_primary_need_code") == ""
    assert by_child["C5"]["cine_referral_date"] == "2019-01-20" and by_child["C5"]["sheet"] == 3


def test_words_become_codes_and_unknown_ones_are_set_aside() -> None:
    found = typed(workbook(OFFICIAL))
    referral = found.frames["mosaic.referral"]
    assert sorted(referral["source_code"].drop_nulls()) == ["3D", "5D", "6"]
    assert sorted(referral["primary_need_code"].drop_nulls()) == ["N1", "N2", "N4"]
    assert found.frames["mosaic.contact"]["source_code"].to_list() == ["6", "3F"]
    assert found.unknown["spelling"].to_list() == ["Something else"]
    rejected = found.findings.filter(pl.col("severity") == "reject")
    assert rejected.select("code", "sheet", "row_number", "column_number").rows() == [
        ("GEN02", "List 6", 4, 8)
    ]
    assert sorted(found.frames["mosaic.disability"]["disability_code"]) == ["DDA", "NONE", "NONE"]


def test_a_second_record_of_a_day_has_a_reference_of_its_own() -> None:
    contacts = typed(workbook(OFFICIAL)).frames["mosaic.contact"]
    assert contacts["contact_id"].n_unique() == 2
    assert (
        contacts["received_at_on" if "received_at_on" in contacts.columns else "received_on"].n_unique() == 1
    )


def test_a_look_up_that_went_wrong_is_no_team() -> None:
    teams = typed(workbook(OFFICIAL)).frames["mosaic.team"]
    assert teams["team_name"].to_list() == ["Team 1"]


def test_every_record_has_a_place_and_every_column_is_read_or_named() -> None:
    read = book(workbook(OFFICIAL))
    found = typed(workbook(OFFICIAL))
    for part in found.parts:
        assert part["records"] == part["accepted"] + part["set_aside"]
        assert part["months"] == 6
    told = {each.sheet: each.message for each in read.remarks}
    numbers = {1: 1, 2: 3, 3: 6}
    for sheet, number in numbers.items():
        unused = [column.heading for column in lists()[number - 1].columns if not column.field]
        assert all(heading in told[sheet] for heading in unused)
    assert sum(part["findings"].get("PRE28", 0) for part in found.parts) == 3


D2I = {
    "Child Unique ID": "ChildUniqueID",
    "Date of Birth": "DateOfBirth",
    "Age of Child (Years)": "Age",
    "Date of Contact": "DateOfContact",
    "Contact Source": "ContactSource",
    "Date of referral": "ReferralDate",
    "Referral NFA?": "ReferralNFA",
    "Referral Source": "ReferralSource",
    "Number of Referrals in Last 12 Months": "ReferralsLast12Months",
    "Does the Child have a Disability": "HasDisability",
    "CIN Start Date": "CINStartDate",
    "Primary Need Code": "PrimaryNeedCode",
    "CIN Closure Date": "CINClosureDate",
    "Date Child Was Last Seen": "DateChildLastSeen",
    "Allocated Team": "AllocatedTeam",
    "Allocated Worker": "AllocatedWorker",
}
SHORT = {
    "Age of Child (Years)": "Age",
    "Date of referral": "Date of Referral",
    "Gender": "GENDER ",
    "Primary Need Code": "primary need",
}
TITLES = {"List 1": "Contacts", "List 3": "List_3", "List 6": "Children in Need"}


@pytest.mark.parametrize("dialect", [D2I, SHORT], ids=["generated", "short"])
def test_a_dialect_and_other_sheet_names_change_nothing(dialect: dict[str, str]) -> None:
    said = {
        TITLES[title]: [[dialect.get(heading, heading) for heading in rows[0]], *rows[1:]]
        for title, rows in OFFICIAL.items()
    }
    ours, theirs = book(workbook(OFFICIAL)), book(workbook(said))
    assert [grid.source for grid in ours.grids] == [grid.source for grid in theirs.grids]
    assert [grid.rows() for grid in ours.grids] == [grid.rows() for grid in theirs.grids]


def test_a_list_is_told_by_its_headings_below_a_title_and_in_any_order_of_columns() -> None:
    rows = OFFICIAL["List 3"]
    turned = [list(reversed(row)) for row in rows]
    ours = book(workbook({"x": rows}))
    theirs = book(workbook({"y": [["Our referrals"], *turned]}))
    assert [grid.rows() for grid in ours.grids] == [grid.rows() for grid in theirs.grids]
    person = theirs.grids[0]
    assert person.row_numbers.to_list() == [2, 3, 4, 5] and person.column_numbers == [11, 10, 9, 8]


def test_lists_without_a_measure_are_named_and_not_read() -> None:
    care = lists()[8]
    leavers = [[column.heading for column in care.columns], ["L1", *[""] * (len(care.columns) - 1)]]
    found = book(workbook({"List 1": OFFICIAL["List 1"], "List 9": leavers}))
    assert {grid.source for grid in found.grids} == {"mosaic.person", "mosaic.contact"}
    assert any(each.notice.code == "PRE26" and care.name in each.message for each in found.remarks)
    with pytest.raises(UnreadableFile, match="list 9"):
        book(workbook({"List 9": leavers}))


def test_a_list_without_its_day_or_with_a_heading_twice_is_refused_by_name() -> None:
    rows = OFFICIAL["List 3"]
    position = rows[0].index("Date of referral")
    without = [row[:position] + row[position + 1 :] for row in rows]
    twice = [[*rows[0], "Referral Date"], *([*row, ""] for row in rows[1:])]
    with pytest.raises(UnreadableFile, match="missing: Date of referral"):
        book(workbook({"List 3": without}))
    with pytest.raises(UnreadableFile, match="twice: Date of referral"):
        book(workbook({"List 3": twice}))
    with pytest.raises(Refused, match="missing: Date of referral"):
        typed(workbook({"List 3": without}))


def test_a_column_that_a_list_lacks_is_absent_not_blank() -> None:
    rows = OFFICIAL["List 1"]
    position = rows[0].index("Gender")
    found = typed(workbook({"List 1": [row[:position] + row[position + 1 :] for row in rows]}))
    person = next(part for part in found.parts if part["source"] == "mosaic.person")
    assert "sex" in person["absent"]


def test_what_was_read_is_the_same_after_the_way_between_processes() -> None:
    found = book(workbook(OFFICIAL))
    back = unpacked(io.BytesIO(b"".join(packed(found))).read)
    assert [(grid.source, grid.months, grid.rows()) for grid in back.grids] == [
        (grid.source, grid.months, grid.rows()) for grid in found.grids
    ]
    assert back.remarks == found.remarks


def test_groups_and_their_letters_have_a_meaning() -> None:
    assert meanings("referral_source")["health services"] == "3F"
    assert squeezed("Child's Category of Need") == squeezed("Child’s category of need")


def test_other_workbooks_are_left_alone() -> None:
    rows = [["pers_person_id", "pers_sex", "pers_ethnicity", "pers_dob"], ["1", "F", "WBRI", "2010-01-01"]]
    assert [grid.source for grid in book(workbook({"List 1": rows})).grids] == [""]


def shifted(rows: list[list[str]]) -> list[list[str]]:
    """The records of 2022 as if half a year later, so that the last six months to March 2023 hold them."""
    later = {"2022-04": "2022-11", "2022-05": "2022-12", "2022-06": "2023-01", "03/04/2022": "03/11/2022"}
    return [
        [next((cell.replace(old, new) for old, new in later.items() if old in cell), cell) for cell in row]
        for row in rows
    ]


@pytest.mark.slow
def test_a_file_a_list_gives_the_same_as_a_workbook_and_a_newer_one_replaces_its_own(tmp_path: Path) -> None:
    sent = {title: shifted(rows) for title, rows in OFFICIAL.items()}
    # apart, a spell of need finds its referral by their day only
    sent["List 6"] = [row for row in sent["List 6"] if row[0] != "C3"]
    whole, apart = Partnership(tmp_path / "whole"), Partnership(tmp_path / "apart")
    whole.drop("2023-03/mosaic/annex.xlsx", workbook(sent))
    apart.drop("2023-03/mosaic/early.csv", csv_bytes(sent["List 3"][:2]))
    for title, rows in sent.items():
        apart.drop(f"2023-03/mosaic/{title}.csv", csv_bytes(rows))
    answers = []
    for place in (whole, apart):
        path = place.refresh()
        force = in_force(deliveries(place.home).values(), place.home.settings, MARCH)
        assert {(str(each.first), str(each.last)) for each in force} == {("2022-10", "2023-03")}
        answers.append(
            [
                query(path, f"select {columns} from {name} order by all")
                for name, columns in (
                    ("mosaic.referral", "referral_date, source_code, is_nfa, primary_need_code, close_date"),
                    ("mosaic.person", "sex, ethnicity_code, birth_date"),
                    ("mosaic.contact", "received_on, source_code"),
                    ("mosaic.disability", "disability_code"),
                    ("mosaic.team", "team_name"),
                )
            ]
        )
    assert answers[0] == answers[1]
    assert [len(rows) for rows in answers[0]] == [4, 5, 2, 2, 1]
    standing = [each for each in force if each.source == "mosaic.person"]
    assert len(standing) == 3
