"""The made-up census: valid in every collection year, every value of it read again, and the same rows come back."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from lxml import etree

from pipelines.intake.parsing import Tables, parsed
from pipelines.settings import EXAMPLE
from pipelines.statutory.census import Judged, judged
from sources.census.reading import census
from sources.pseudonym import Pseudonyms
from sources.synthetic.census_file import CensusYear, factor_codes, write_census, write_census_of
from sources.synthetic.entry import Books, Entry, Row, as_recorded
from sources.synthetic.lives import social_care
from sources.synthetic.upn import upn
from tests.benchmark.clock import taken

YEARS = range(2017, 2027)
KEY = b"0" * 32


def books(year: int) -> Books:
    """Four children: one on a plan, one who moved in with one, one whose referral went no further, one unborn."""

    def on(month: int, day: int) -> date:
        return date(year - (month > 3), month, day)

    def referral(number: str, child: str, day: date, **more: Any) -> Row:
        row = {"referral_id": number, "child_id": child, "referral_date": day, "source_code": "5D"}
        plain = {"primary_need_code": "N1", "is_nfa": False, "close_date": None, "close_reason_code": None}
        return {**row, **plain, **more}

    def person(child: str, born: date | None, expected: date | None = None) -> Row:
        row = {"child_id": child, "sex": "F" if born else "U", "ethnicity_code": "WBRI", "birth_date": born}
        return {**row, "expected_birth_date": expected, "death_date": None}

    def plan(number: str, referral_id: str, start: date, *, is_other: bool = False) -> Row:
        row = {"plan_id": number, "referral_id": referral_id, "start_date": start, "end_date": None}
        categories = {"initial_category_code": "NEG", "latest_category_code": "EMO"}
        return {**row, **categories, "previous_plan_count": 1, "is_other_authority": is_other}

    def conference(enquiry: str | None, referral_id: str, day: date) -> Row:
        row = {"enquiry_id": enquiry, "referral_id": referral_id, "conference_date": day}
        return {**row, "is_transfer_in": enquiry is None, "target_date": on(6, 21) if enquiry else None}

    held = next(day for day in (on(6, 14), on(6, 16)) if day.weekday() < 5)
    moved = next(day for day in (on(9, 14), on(9, 16)) if day.weekday() < 5)
    tables = {
        "person": [
            person("C1", date(year - 8, 5, 4)),
            person("C2", date(year - 2, 5, 4)),
            person("C3", date(year - 9, 5, 4)),
            person("C4", None, date(year, 6, 1)),
        ],
        "disability": [
            {"child_id": "C1", "disability_code": "AUT"},
            {"child_id": "C1", "disability_code": "LD"},
            {"child_id": "C2", "disability_code": "NONE"},
        ],
        "referral": [
            referral("R1", "C1", on(5, 30)),
            referral(
                "R0", "C1", date(year - 2, 1, 10), close_date=on(4, 1), close_reason_code="RC9"
            ),  # the first day counts
            referral(
                "R9", "C1", date(year - 2, 1, 2), close_date=date(year - 1, 3, 31), close_reason_code="RC7"
            ),
            referral("R2", "C2", on(9, 1)),
            referral("R3", "C3", on(7, 7), is_nfa=True, primary_need_code=None),
            referral("R4", "C4", date(year, 2, 3)),
        ],
        "assessment": [
            {
                "assessment_id": "A1",
                "referral_id": "R1",
                "start_date": on(5, 31),
                "authorised_date": on(7, 1),
            },
            {
                "assessment_id": "A2",
                "referral_id": "R2",
                "start_date": on(9, 2),
                "authorised_date": on(10, 2),
            },
            {
                "assessment_id": "A4",
                "referral_id": "R4",
                "start_date": date(year, 2, 6),
                "authorised_date": None,
            },
        ],
        "assessment_factor": [
            {"assessment_id": "A1", "factor_codes": '["18B", "2B"]'},
            {"assessment_id": "A2", "factor_codes": '["21"]'},
        ],
        "section_47": [
            {"enquiry_id": "E1", "referral_id": "R1", "start_date": on(6, 1), "is_nfa": False},
            {"enquiry_id": "E4", "referral_id": "R4", "start_date": date(year, 2, 7), "is_nfa": True},
        ],
        "conference": [conference("E1", "R1", held), conference(None, "R2", moved)],
        "cp_plan": [
            plan("P1", "R1", held),
            plan("P2", "R2", moved),
            plan("P4", "R4", date(year, 3, 1), is_other=True),
        ],
        "cp_review": [{"plan_id": "P1", "review_date": on(9, 10)}, {"plan_id": "P1", "review_date": None}],
        "cin_plan": [{"referral_id": "R4", "start_date": date(year, 3, 1), "end_date": None}],
    }
    typed = {
        name: [Entry(recorded_at=datetime.min, values=row) for row in rows] for name, rows in tables.items()
    }
    return {f"mosaic.{name}": entries for name, entries in typed.items()}


def written(folder: Path, year: int) -> bytes:
    path = folder / "census.xml"
    assert write_census_of(path, [("", books(year))], CensusYear(year=year)) == 4
    return path.read_bytes()


def leaves(data: bytes) -> Iterator[str]:
    for element in etree.fromstring(data).find("Children").iter():
        if not len(element):
            yield element.text


def errors(found: Judged) -> list[str]:
    return found.findings.filter(pl.col("severity") == "error")["code"].to_list()


@pytest.mark.parametrize("year", YEARS)
def test_every_value_of_every_year_is_read_and_no_rule_finds_an_error(tmp_path: Path, year: int) -> None:
    data = written(tmp_path, year)
    read = census(data)
    assert (read.unknown, read.header["Year"]) == ({}, str(year))
    fields = {
        name: [each for each in table.columns if each[0].isupper()] for name, table in read.tables.items()
    }
    cells = [
        text
        for name, table in read.tables.items()
        for column in fields[name]
        for text in table[column].drop_nulls()
    ]
    assert sorted(cells) == sorted(leaves(data))
    found = judged(data)
    assert (errors(found), found.not_run) == ([], ())


def test_a_year_writes_what_its_schema_had(tmp_path: Path) -> None:
    def held(year: int, name: str) -> list[str]:
        return [element.text for element in etree.fromstring(written(tmp_path, year)).iter(name)]

    assert (held(2024, "GenderCurrent"), held(2024, "Sex")) == (["2", "2", "2", "0"], [])
    assert (held(2025, "GenderCurrent"), held(2025, "Sex")) == ([], ["F", "F", "F", "U"])
    assert (len(held(2021, "CINPlanStartDate")), len(held(2022, "CINPlanStartDate"))) == (0, 1)
    assert (set(held(2022, "ReferralSource")), set(held(2023, "ReferralSource"))) == ({"5B"}, {"5D"})
    assert (held(2022, "ReasonForClosure"), held(2023, "ReasonForClosure")) == (["RC8"], ["RC9"])
    assert held(2020, "AssessmentFactors") == ["18A", "2B", "21"]
    assert held(2021, "AssessmentFactors") == ["18B", "2B", "21"]
    # its own plans, not the temporary one of another authority; and no episode that ended before the year
    assert (len(held(2023, "CPPstartDate")), len(held(2023, "CINreferralDate"))) == (2, 5)


def test_factors_that_become_one_are_written_once() -> None:
    assert factor_codes('["18B", "18C", "1A"]', 2020) == ["18A", "1A"]
    assert factor_codes(None, 2023) == []


def test_a_pupil_number_has_its_check_letter() -> None:
    # 3*2 + 7*3 + 0*4 + 0*5 + 0*6 + 1*7 + 2*8 + 9*9 + 9*10 + 3*11 + 4*12 + 5*13 = 367 = 15 * 23 + 22
    assert upn("370", 12_345) == "Z370001299345"


def typed(data: bytes, month: str) -> Tables:
    return parsed(
        data,
        agency="mosaic",
        month=month,
        authority="370",
        delivery_id="census",
        key=KEY,
        names=("Barnsley",),
        overlay=EXAMPLE.parent,
    )


@cache
def lived(year: int) -> Books:
    """A whole authority's case system, made once."""
    return social_care(authority="370", seed=0, first=f"{year - 1}-04", last=f"{year}-03")


@pytest.mark.slow
@pytest.mark.parametrize("year", [2017, 2023])
def test_a_whole_partnership_is_valid_and_its_rows_come_back(tmp_path: Path, year: int) -> None:
    path = tmp_path / "census.xml"
    write_census_of(path, [("", lived(year))], CensusYear(year=year))
    found = judged(path.read_bytes())
    assert (errors(found), found.not_run) == ([], ())
    rows = {name: as_recorded(book, datetime.max) for name, book in lived(year).items()}
    back = typed(path.read_bytes(), f"{year}-03").frames
    first, last = date(year - 1, 4, 1), date(year, 3, 31)
    names = Pseudonyms(key=KEY, authority="370")

    def same(table: str, expected: list[Row], *columns: str) -> None:
        ids = names.of("person", pl.Series([row["child_id"] for row in expected]))
        wanted = [(child, *(row[each] for each in columns)) for child, row in zip(ids, expected, strict=True)]
        got = back[f"mosaic.{table}"].select("child_id", *columns).rows()
        assert sorted(map(repr, got)) == sorted(map(repr, wanted)), table

    referred = [
        row
        for row in rows["mosaic.referral"]
        if (row["referral_date"] >= first if row["is_nfa"] else (row["close_date"] or last) >= first)
    ]
    older = {"5D": "5B"} if year < 2023 else {}
    codes = [{**row, "source_code": older.get(row["source_code"], row["source_code"])} for row in referred]
    if year < 2023:
        codes = [
            {**row, "close_reason_code": (row["close_reason_code"] or "").replace("RC9", "RC8") or None}
            for row in codes
        ]
    same("referral", codes, "referral_date", "source_code", "primary_need_code", "is_nfa", "close_date", "close_reason_code")  # fmt: skip
    plans = [
        row
        for row in rows["mosaic.cp_plan"]
        if not row["is_other_authority"] and (row["end_date"] or last) >= first
    ]
    same("cp_plan", plans, "start_date", "end_date", "initial_category_code", "latest_category_code", "previous_plan_count")  # fmt: skip
    held = [row for row in rows["mosaic.conference"] if row["conference_date"] >= first]
    same("conference", held, "conference_date", "is_transfer_in")
    assessed = [
        row for row in rows["mosaic.assessment"] if (row["authorised_date"] or row["start_date"]) >= first
    ]
    same("assessment", assessed, "start_date", "authorised_date")
    ours = {row["plan_id"] for row in plans}
    reviews = [
        row for row in rows["mosaic.cp_review"] if row["plan_id"] in ours and row["review_date"] >= first
    ]
    same("cp_review", reviews, "review_date")
    met = {row["enquiry_id"] for row in held}
    ever = {row["enquiry_id"] for row in rows["mosaic.conference"]}
    enquiries = [
        row
        for row in rows["mosaic.section_47"]
        if row["enquiry_id"] in met or (row["enquiry_id"] not in ever and row["start_date"] >= first)
    ]
    same("section_47", enquiries, "start_date", "is_nfa")


@pytest.mark.slow
def test_holding_a_census_costs_at_most_three_times_a_bare_script(tmp_path: Path) -> None:
    path = tmp_path / "census.xml"
    children = write_census_of(path, [("", lived(2023))], CensusYear(year=2023), children=4000)

    def cost(module: str, *more: str) -> dict[str, Any]:
        runs = [taken(module, str(path), *more, environment={}) for _ in range(3)]
        return min((run.told for run in runs), key=lambda told: told["cpu"])

    bare = cost("tests.benchmark.bare_census")
    ours = cost("tests.benchmark.held_census", "whole")
    assert ours["children"] == bare["children"] == children
    assert ours["broken"] == bare["broken"]
    assert ours["cpu"] < 3 * bare["cpu"]


def test_a_year_without_a_schema_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2017 to 2026"):
        write_census(tmp_path / "census.xml", year=2016)
