"""From text to typed rows: what is read, what is set aside, and that every finding names the cell that is wrong."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.intake.parsing import Tables, parsed
from tests.made_up_inbox import (
    CONTACTS,
    ESCALATIONS,
    INTERVIEWS,
    MISSING,
    MISSING_MARCH,
    PERSONS,
    POSTS,
    REFERRALS,
    Rows,
    csv_bytes,
    workbook_bytes,
)

KEY = bytes(range(32))


def taken(
    agency: str, data: bytes, *, authority: str = "370", key: bytes = KEY, month: str = "2023-03"
) -> Tables:
    """What intake makes of a file."""
    return parsed(
        data,
        agency=agency,
        month=month,
        authority=authority,
        delivery_id="d",
        key=key,
        names=("Barnsley",),
        overlay=Path("no-such-folder"),
    )


def with_cells(table: Rows, **cells: Any) -> Rows:
    """The first record of a table with some cells changed, by heading with _ for a space."""
    wanted = {
        name.replace("_", " ") if name.replace("_", " ") in table[0] else name: value
        for name, value in cells.items()
    }
    assert set(wanted) <= set(table[0])
    return [table[0], [wanted.get(heading, cell) for heading, cell in zip(table[0], table[1], strict=True)]]


def first(tables: Tables, source: str) -> dict[str, Any]:
    (row,) = tables.frames[source].to_dicts()
    return row


def codes(tables: Tables) -> list[str]:
    return sorted(tables.findings["code"])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("03/04/2023", date(2023, 4, 3)),
        ("3/4/2023", date(2023, 4, 3)),
        ("2023-04-03", date(2023, 4, 3)),
        ("2023-04-03T14:05:00", date(2023, 4, 3)),
        ("03/04/2023 9:05", date(2023, 4, 3)),
        ("03-APR-2023", date(2023, 4, 3)),
        ("3 April 2023", date(2023, 4, 3)),
        ("03.04.2023", date(2023, 4, 3)),
        ("29/02/2020", date(2020, 2, 29)),
        ("\u00a003/04/2023 \u200b", date(2023, 4, 3)),
    ],
)
def test_a_day_is_never_read_month_first(written: str, day: date) -> None:
    row = first(
        taken("partnership", csv_bytes(with_cells(ESCALATIONS, Raised_On=written, Resolved_On=""))),
        "partnership.escalation",
    )
    assert row["raised_date"] == day


@pytest.mark.parametrize(
    "written",
    ["04/13/2023", "29/02/2023", "31/04/2023", "4501", "2023-4", "today", "not known", "#REF!", "1E5"],
)
def test_an_unreadable_end_date_sets_the_row_aside_and_is_never_still_open(written: str) -> None:
    found = taken("mosaic", csv_bytes(with_cells(REFERRALS, cine_close_date=written)))
    assert found.frames["mosaic.referral"].height == 0
    assert found.findings.select("row_number", "column_number", "code").rows() == [(2, 10, "GEN01")]


@pytest.mark.parametrize("word", ["", " ", "-", "--", "N/A", "n/a", "NULL", "nil", "\u00a0"])
def test_a_word_for_nothing_is_nothing(word: str) -> None:
    row = first(taken("mosaic", csv_bytes(with_cells(REFERRALS, cine_close_date=word))), "mosaic.referral")
    assert row["close_date"] is None


@pytest.mark.parametrize(
    ("written", "instant", "day"),
    [
        ("25/03/2023 23:30", datetime(2023, 3, 25, 23, 30), date(2023, 3, 25)),
        ("26/03/2023 00:30", datetime(2023, 3, 26, 0, 30), date(2023, 3, 26)),
        ("26/03/2023 02:00", datetime(2023, 3, 26, 1, 0), date(2023, 3, 26)),
        ("27/03/2023 00:30", datetime(2023, 3, 26, 23, 30), date(2023, 3, 27)),
        ("2022-10-01T09:05:30", datetime(2022, 10, 1, 8, 5, 30), date(2022, 10, 1)),
        ("01-OCT-2022 9:05", datetime(2022, 10, 1, 8, 5), date(2022, 10, 1)),
        ("01.10.2022", datetime(2022, 9, 30, 23), date(2022, 10, 1)),
        ("2022-12-01 09:05:30.000", datetime(2022, 12, 1, 9, 5, 30), date(2022, 12, 1)),
    ],
)
def test_a_moment_is_a_utc_instant_beside_its_local_day(written: str, instant: datetime, day: date) -> None:
    found = taken("police", csv_bytes(with_cells(MISSING_MARCH, Reported_Missing=written, Found="")))
    row = first(found, "police.missing_report")
    assert (row["reported_at"], row["reported_on"]) == (instant, day)


def test_the_repeated_hour_is_its_first_pass_and_told() -> None:
    found = taken(
        "police", csv_bytes(with_cells(MISSING_MARCH, Reported_Missing="30/10/2022 01:30", Found=""))
    )
    row = first(found, "police.missing_report")
    # first pass: still summer time, an hour ahead of UTC
    assert (row["reported_at"], row["reported_on"]) == (datetime(2022, 10, 30, 0, 30), date(2022, 10, 30))
    assert found.findings.select("row_number", "column_number", "code", "severity").rows() == [
        (2, 6, "GEN09", "note")
    ]


def test_an_hour_that_the_clocks_skipped_is_set_aside() -> None:
    found = taken(
        "police", csv_bytes(with_cells(MISSING_MARCH, Reported_Missing="26/03/2023 01:30", Found=""))
    )
    assert found.frames["police.missing_report"].height == 0
    assert "GEN01" in codes(found)


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("cine_referral_source_code", "99X"),
        ("cine_cin_primary_need_code", "cold"),
        ("cine_referral_nfa", "maybe"),
    ],
)
def test_an_unknown_word_sets_the_row_aside(heading: str, word: str) -> None:
    found = taken("mosaic", csv_bytes(with_cells(REFERRALS, **{heading: word})))
    assert found.frames["mosaic.referral"].height == 0
    assert found.findings["row_number"].to_list() == [2]
    assert found.findings["column_number"].to_list() == [REFERRALS[0].index(heading) + 1]


@pytest.mark.parametrize(("written", "fte"), [("0.8", "0.80"), ("1", "1.00"), ("0,8", None), ("-1", None)])
def test_a_number_with_a_decimal_comma_is_not_another_number(written: str, fte: str | None) -> None:
    frame = taken("workforce", workbook_bytes({"S": with_cells(POSTS, FTE=written)})).frames["workforce.post"]
    assert [str(value) for value in frame["fte"]] == ([fte] if fte else [])


def pseudonym(written: Any, *, in_workbook: bool = False, **more: Any) -> str | None:
    """The pseudonym of a child's id as the police or, in a CSV, the case system wrote it."""
    if in_workbook:
        data = workbook_bytes({"S": with_cells(MISSING_MARCH, Mosaic_ID=written)})
        frame = taken("police", data, **more).frames["police.missing_report"]
    else:
        frame = taken("mosaic", csv_bytes(with_cells(PERSONS, pers_person_id=written)), **more).frames[
            "mosaic.person"
        ]
    return frame["child_id"][0] if frame.height else None


def test_the_same_id_is_the_same_pseudonym_in_every_file() -> None:
    assert (
        pseudonym("8812") == pseudonym(8812, in_workbook=True) == pseudonym("8812.0") == pseudonym(" 8812 ")
    )
    assert pseudonym("ab-12") == pseudonym("AB-12", in_workbook=True)
    assert pseudonym("1234567890123456") == pseudonym(1234567890123456, in_workbook=True)
    assert len({pseudonym(written) for written in ("0012", "12", "1E5", "100000", "1E05")}) == 5


def test_a_number_that_a_spreadsheet_shortened_is_no_id() -> None:
    assert pseudonym("1.23457E+11") is None
    assert pseudonym(12345678901234567890, in_workbook=True) is None


def test_authorities_keys_and_kinds_of_id_never_share_a_pseudonym() -> None:
    ours = pseudonym("8812")
    assert ours != pseudonym("8812", authority="Z001")
    assert ours != pseudonym("8812", key=bytes(32))
    both = first(
        taken("mosaic", csv_bytes(with_cells(PERSONS, pers_person_id="8812", pers_family_id="8812"))),
        "mosaic.person",
    )
    assert both["child_id"] == ours != both["family_id"]
    assert "8812" not in str(both)


def test_unlisted_columns_are_counted_and_never_kept() -> None:
    table = [[*PERSONS[0], "ZZSENTINEL heading"], *([*row, "ZZSENTINEL cell"] for row in PERSONS[1:])]
    found = taken("mosaic", csv_bytes(table))
    assert found.parts[0]["extra"] == 3  # forename, surname and the new one
    assert (
        "ZZSENTINEL"
        not in str(found) + found.frames["mosaic.person"].write_json() + found.findings.write_json()
    )
    assert found.frames["mosaic.person"].height == len(PERSONS) - 1


def test_title_blank_section_heading_and_total_rows_are_no_records() -> None:
    headings, *records = INTERVIEWS
    sheet = [
        ["Return interviews"],
        ["Run 01/04/2023"],
        [],
        headings,
        [],
        ["Barnsley team"],
        records[0],
        headings,
        records[1],
        ["Total", 2],
    ]
    found = taken("eisi", workbook_bytes({"Any name": sheet}))
    (part,) = found.parts
    assert (part["records"], part["accepted"], part["set_aside"]) == (2, 2, 0)
    # three rows above the headings; the headings twice
    assert part["ignored"] == {"title": 3, "heading": 2, "blank": 1, "section": 1, "total": 1}
    assert found.frames["eisi.return_interview"]["row_number"].to_list() == [7, 9]


def test_rows_with_too_many_or_too_few_cells_are_set_aside() -> None:
    headings, record, *_ = PERSONS
    found = taken("mosaic", csv_bytes([headings, record, [*record, "x"], record[:-1]]))
    assert found.parts[0]["accepted"] == 1
    assert sorted(found.findings.filter(code="GEN06")["row_number"]) == [3, 4]


def test_a_second_row_of_a_reference_is_set_aside_wherever_in_the_file_it_stands() -> None:
    headings, first_row, second_row, *_ = MISSING_MARCH
    one = taken("police", workbook_bytes({"A": [headings, first_row, second_row, first_row]}))
    two = taken(
        "police", workbook_bytes({"A": [headings, first_row], "B": [headings, second_row, first_row]})
    )
    for found in (one, two):
        assert found.frames["police.missing_report"].height == 2
        assert codes(found) == ["GEN04"]
        assert sum(part["set_aside"] for part in found.parts) == 1
    assert two.findings.select("sheet_number", "row_number").rows() == [(2, 3)]


def test_a_report_without_a_row_is_a_report_of_nothing() -> None:
    found = taken("police", workbook_bytes({"A": MISSING}))
    assert found.parts[0]["records"] == 0
    assert found.frames["police.missing_report"].height == 0


def test_errors_and_uncomputed_formulas_set_their_row_aside() -> None:
    table = [MISSING_MARCH[0], *(list(row) for row in MISSING_MARCH[1:])]
    table[1][6], table[2][6] = "=A1", "#REF!"
    found = taken("police", workbook_bytes({"A": table}, titles=3))
    assert found.frames["police.missing_report"]["row_number"].to_list() == [7]
    assert sorted(found.findings.filter(code="GEN01").select("row_number", "column_number").rows()) == [
        (5, 7),
        (6, 7),
    ]


GOOD_CELLS = {
    "cont_contact_date": st.sampled_from(["2023-03-06T10:00:00", "06/03/2023 10:00", "06/03/2023"]),
    "cont_contact_source_code": st.sampled_from(["6", "2A", ""]),
    "cont_decision_datetime": st.sampled_from(["2023-03-08T10:00:00", ""]),
    "cont_requested_early_help": st.sampled_from(["Y", "n", "", "-"]),
    "cont_quality_issue": st.sampled_from(["None", "both", ""]),
}
BAD_CELLS = {
    "cont_contact_date": st.sampled_from(["03/13/2023", "soon", "26/03/2023 01:30", "0"]),
    "cont_contact_source_code": st.sampled_from(["99", "police station"]),
    "cont_decision_datetime": st.sampled_from(["yesterday", "2023-02-30T10:00:00", "#REF!"]),
    "cont_requested_early_help": st.sampled_from(["perhaps", "2"]),
    "cont_quality_issue": st.sampled_from(["Consents", "?"]),
}


@st.composite
def damaged_tables(draw: st.DrawFn) -> tuple[Rows, set[tuple[int, int]]]:
    """A table of contacts with some cells damaged, and the places (row, column, from 1) of those."""
    headings = draw(st.permutations(CONTACTS[0]))
    rows: Rows = [list(headings)]
    places = set()
    for number in range(draw(st.integers(0, 12))):
        record = dict.fromkeys(headings, "") | {"cont_contact_id": f"C{number}", "cont_person_id": "0012"}
        record |= {heading: draw(cells) for heading, cells in GOOD_CELLS.items()}
        damaged = draw(st.lists(st.sampled_from(sorted(BAD_CELLS)), max_size=2, unique=True))
        record |= {heading: draw(BAD_CELLS[heading]) for heading in damaged}
        rows.append([record[heading] for heading in headings])
        places |= {(number + 2, headings.index(heading) + 1) for heading in damaged}
    return rows, places


@settings(max_examples=25, deadline=None)
@given(damaged_tables(), st.booleans())
def test_nothing_is_lost_and_every_finding_names_the_damaged_cell(
    table: tuple[Rows, set[tuple[int, int]]], in_workbook: bool
) -> None:
    rows, places = table
    data = workbook_bytes({"S": rows}, titles=2) if in_workbook else csv_bytes(rows)
    found = taken("mosaic", data)
    (part,) = found.parts
    assert part["records"] == len(rows) - 1 == part["accepted"] + part["set_aside"]
    assert part["accepted"] == found.frames["mosaic.contact"].height
    wrong = found.findings.filter(pl.col("code").is_in(["GEN01", "GEN02"]))
    shift = 2 if in_workbook else 0
    told = set(wrong.select("row_number", "column_number").rows())
    assert told == {(row + shift, column) for row, column in places}
    assert set(found.findings.filter(severity="reject")["row_number"]) == {row + shift for row, _ in places}
    original = opened(data, in_workbook)
    for row, column, heading in wrong.select("row_number", "column_number", "column").iter_rows():
        assert original[row - 1][column - 1] == rows[row - shift - 1][column - 1]
        assert rows[0][column - 1] == heading
    accepted_rows = found.frames["mosaic.contact"]["row_number"].to_list()
    assert sorted([*accepted_rows, *{row for row, _ in told}]) == [
        number + shift for number in range(2, len(rows) + 1)
    ]


def opened(data: bytes, in_workbook: bool) -> Rows:
    """The file's cells as another reader opens them."""
    if not in_workbook:
        return list(csv.reader(io.StringIO(data.decode())))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 28),
    st.integers(1, 12),
    st.integers(1990, 2022),
    st.sampled_from(["{d:02}/{m:02}/{y}", "{d}/{m}/{y}", "{y}-{m:02}-{d:02}"]),
)
def test_every_day_comes_back_as_the_day_it_was(d: int, m: int, y: int, form: str) -> None:
    row = first(
        taken("mosaic", csv_bytes(with_cells(PERSONS, pers_dob=form.format(d=d, m=m, y=y)))), "mosaic.person"
    )
    assert row["birth_date"] == date(y, m, d)


def test_a_word_outside_a_short_list_is_told_with_the_list() -> None:
    found = taken("police", workbook_bytes({"Missing": with_cells(MISSING_MARCH, Risk_Grade="XXX")})).findings
    (message,) = found.filter(code="GEN02")["message"]
    assert "(No apparent risk, Low, Medium, High)" in message and "XXX" not in message
