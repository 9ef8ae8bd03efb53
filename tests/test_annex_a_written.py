"""Annex A written from a build holds whom it should, and read in again it gives the same rows."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from pipelines.builds import build_path
from pipelines.intake.parsing import parsed
from pipelines.roles import NotYourRole
from pipelines.settings import EXAMPLE
from pipelines.statutory.annex_a import NOT_HELD, WrittenList, annex_a, workbook
from schemas.code_list import labels
from schemas.table import columns
from sources.annex_a.layout import lists, meanings, word, words
from sources.catalogue import sources
from tests.made_up_inbox import MARCH, Partnership, Rows, csv_bytes, query, workbook_bytes

PEOPLE: Rows = [
    ["pers_person_id", "pers_sex", "pers_ethnicity", "pers_dob"],
    ["C1", "F", "WBRI", "2015-05-04"],
    ["C2", "M", "APKN", "2010-02-01"],
    ["C3", "M", "NOBT", ""],
]
TABLES: dict[str, Rows] = {
    "ssd_person": PEOPLE,
    "ssd_disability": [["disa_table_id", "disa_person_id", "disa_disability_code"], ["D1", "C1", "AUT"], ["D2", "C2", "NONE"]],
    "ssd_department": [["dept_team_id", "dept_team_name"], ["T1", "North"], ["T2", "South"]],
    "ssd_professionals": [["prof_professional_id", "prof_staff_id"], ["W1", "HR1"], ["W2", "HR2"]],
    "ssd_contacts": [
        ["cont_contact_id", "cont_person_id", "cont_contact_date", "cont_contact_source_code"],
        ["K1", "C1", "2022-09-30", "6"],  # the day before the six months
        ["K2", "C1", "2022-10-01", "3D"],
        ["K3", "C2", "2023-03-31", "5D"],
    ],
    "ssd_cin_episodes": [
        ["cine_referral_id", "cine_person_id", "cine_referral_date", "cine_cin_primary_need_code", "cine_referral_source_code",
         "cine_referral_nfa", "cine_close_reason", "cine_close_date", "cine_referral_team"],
        ["R1", "C1", "2022-04-01", "N1", "6", "N", "RC7", "2022-10-01", "T1"],  # closed on the first day of the six months
        ["R2", "C1", "2022-12-01", "N4", "2A", "N", "", "", "T1"],
        ["R3", "C2", "2023-01-05", "", "10", "Y", "", "", "T1"],
        ["R4", "C3", "2021-01-05", "N2", "1A", "N", "RC8", "2022-09-30", "T1"],
    ],
    "ssd_cin_assessments": [
        ["cina_assessment_id", "cina_person_id", "cina_referral_id", "cina_assessment_start_date", "cina_assessment_child_seen",
         "cina_assessment_auth_date", "cina_assessment_outcome_nfa", "cina_assessment_team"],
        ["A1", "C1", "R1", "2022-04-04", "Y", "2022-09-30", "N", "T2"],
        ["A2", "C1", "R2", "2022-12-02", "N", "2023-01-20", "N", "T2"],
        ["A3", "C1", "R2", "2023-03-01", "", "", "", "T2"],
    ],
    "ssd_s47_enquiry": [
        ["s47e_s47_enquiry_id", "s47e_referral_id", "s47e_person_id", "s47e_s47_start_date", "s47e_s47_end_date", "s47e_s47_nfa",
         "s47e_s47_completed_by_team"],
        ["E1", "R1", "C1", "2022-05-03", "2022-05-17", "N", "T2"],
        ["E2", "R2", "C1", "2022-12-05", "2022-12-16", "N", "T2"],
    ],
    "ssd_initial_cp_conference": [
        ["icpc_icpc_id", "icpc_s47_enquiry_id", "icpc_person_id", "icpc_referral_id", "icpc_icpc_transfer_in", "icpc_icpc_date",
         "icpc_icpc_outcome_cp_flag"],
        ["I1", "E1", "C1", "R1", "N", "2022-05-17", "N"],
        ["I2", "E2", "C1", "R2", "N", "2022-12-16", "Y"],
    ],
    "ssd_cp_plans": [
        ["cppl_cp_plan_id", "cppl_referral_id", "cppl_person_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date",
         "cppl_cp_plan_initial_category", "cppl_cp_plan_ola", "cppl_cp_plan_latest_category", "cppl_previous_plans"],
        ["P1", "R2", "C1", "2022-12-16", "", "NEG", "N", "EMO", "1"],
        ["P2", "R3", "C2", "2023-01-10", "", "PHY", "Y", "PHY", "0"],
    ],
    "ssd_involvements": [
        ["invo_involvements_id", "invo_professional_id", "invo_professional_role_id", "invo_professional_team",
         "invo_involvement_start_date", "invo_involvement_end_date", "invo_person_id", "invo_referral_id", "invo_primary"],
        ["V1", "W1", "ALLOCATED CASE WORKER", "T1", "2022-12-01", "2023-01-01", "C1", "R2", "Y"],
        ["V2", "W2", "ALLOCATED CASE WORKER", "T2", "2023-01-02", "", "C1", "R2", "Y"],
    ],
    "ssd_cla_episodes": [
        ["clae_cla_episode_id", "clae_person_id", "clae_cla_episode_start_date", "clae_cla_primary_need_code",
         "clae_cla_episode_ceased_date"],
        ["L1", "C3", "2022-01-05", "N2", ""],
    ],
}  # fmt: skip


def whole(table: Rows) -> Rows:
    """The table with every column of its report, those that it does not have blank."""
    for source in sources("mosaic"):
        headings = [said.headings[0] for said in columns(source.table).values() if said.headings]
        if set(table[0]) <= set(headings):
            more = [heading for heading in headings if heading not in table[0]]
            return [[*table[0], *more], *([*row, *([""] * len(more))] for row in table[1:])]
    raise LookupError("expected a table of the case system, found none with these headings")


@pytest.fixture(scope="module")
def partnership(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    made = Partnership(tmp_path_factory.mktemp("annex"))
    for name, table in TABLES.items():
        made.drop(f"2023-03/mosaic/{name}.csv", csv_bytes(whole(table)))
    made.refresh()
    return made


@pytest.fixture(scope="module")
def written(partnership: Partnership) -> list[WrittenList]:
    return annex_a(partnership.home, MARCH, references=True)


def rows(written: list[WrittenList], number: int) -> list[dict[str, Any]]:
    return written[number - 1].rows.rows(named=True)


def test_the_lists_and_their_headings_are_ofsteds(written: list[WrittenList]) -> None:
    assert [each.annex_list.number for each in written] == list(range(1, 12))
    counts = [len(each.rows.columns) for each in written]
    assert counts == [7, 8, 11, 12, 14, 14, 17, 34, 17, 16, 19]
    assert written[3].rows.columns[5:7] == [
        "Does the Child have a Disability",
        "Continuous Assessment Start Date",
    ]
    assert written[3].rows.columns[-2:] == ["Allocated Team", "Allocated Worker"]


def test_events_are_those_of_six_months_and_the_rest_what_was_open(written: list[WrittenList]) -> None:
    days = {number: [list(row.values())[at] for row in rows(written, number)] for number, at in
            ((1, 5), (3, 5), (4, 6), (5, 6), (6, 6), (7, 6), (8, 7))}  # fmt: skip
    assert days == {
        1: [date(2022, 10, 1), date(2023, 3, 31)],
        3: [date(2022, 12, 1), date(2023, 1, 5)],
        4: [date(2022, 12, 2), date(2023, 3, 1)],
        5: [date(2022, 12, 5)],
        6: [date(2022, 4, 1), date(2022, 12, 1)],
        7: [date(2022, 12, 16)],  # the temporary plan of another authority is not ours to list
        8: [date(2022, 1, 5)],
    }


def test_a_row_says_who_the_child_is_in_annex_as_words(written: list[WrittenList]) -> None:
    plan = rows(written, 7)[0]
    assert list(plan.values())[:6] == ["C1", "b) Female", "a) WBRI", date(2015, 5, 4), 7, "a) Yes"]
    assert (plan["Initial Category of Abuse"], plan["Latest Category of Abuse"]) == (
        "a) Neglect",
        "d) Emotional abuse",
    )
    assert (plan["Allocated Team"], plan["Allocated Worker"]) == ("South", "HR2")
    assert rows(written, 1)[0]["Contact Source"] == "j) 3D: Health services"
    unknown = rows(written, 8)[0]
    assert (unknown["Date of Birth"], unknown["Age of Child (Years)"]) == (None, None)


def test_counts_of_a_year_and_the_status_of_a_case(written: list[WrittenList]) -> None:
    enquiry = rows(written, 5)[0]
    assert enquiry["Number of Section 47 Enquiries in the last 12 months"] == 1
    assert enquiry["Number of ICPCs in the last 12 months"] == 1
    assert [row["Number of Referrals in Last 12 Months"] for row in rows(written, 3)] == [2, 1]
    assert [row["Case Status"] for row in rows(written, 6)] == [
        "e) Closed episode",
        "b) Child Protection plan",
    ]
    assert [
        row["Was the child assessed as requiring LA children's social care support?"]
        for row in rows(written, 4)
    ] == ["a) Yes", None]


def test_what_is_blank_is_said_and_why(written: list[WrittenList]) -> None:
    assert written[7].notes["Placement Type"] == NOT_HELD
    assert list(written[8].notes) == [""] and written[8].rows.is_empty()
    made = openpyxl.load_workbook(io.BytesIO(book(written)))
    assert made.sheetnames == [*(f"List {number}" for number in range(1, 12)), "Notes"]
    said = [str(row[0]) for row in made["Notes"].iter_rows(values_only=True)]
    assert any("Placement Type" in line and NOT_HELD in line for line in said)


def book(written: list[WrittenList]) -> bytes:
    return workbook(written, partnership="Made up", month=MARCH, is_made_up=True)


def test_the_same_build_gives_the_same_bytes(partnership: Partnership, written: list[WrittenList]) -> None:
    assert book(annex_a(partnership.home, MARCH, references=True)) == book(written)


def test_without_being_asked_no_real_reference_is_written(partnership: Partnership) -> None:
    shown = annex_a(partnership.home, MARCH)
    cells = {str(cell) for each in shown for row in each.rows.rows() for cell in row}
    assert not cells & {"C1", "C2", "C3", "HR1", "HR2"}


def test_real_references_are_for_who_may_read_the_deliveries(
    partnership: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.roles.holds", lambda home, role: False)
    with pytest.raises(NotYourRole):
        annex_a(partnership.home, MARCH, references=True)


def test_what_is_written_reads_in_again_as_the_same_rows(
    partnership: Partnership, written: list[WrittenList]
) -> None:
    back = parsed(
        book(written), agency="mosaic", month="2023-03", authority="370", delivery_id="annex",
        key=partnership.home.key(), names=("Barnsley",), overlay=EXAMPLE.parent,
    )  # fmt: skip
    assert back.unknown.is_empty() and all(part["set_aside"] == 0 for part in back.parts)
    build = build_path(partnership.home, MARCH)

    def same(table: str, columns: list[str], core: str) -> None:
        assert sorted(map(repr, back.frames[table].select(columns).rows())) == sorted(
            map(repr, query(build, core))
        )

    same("mosaic.contact", ["child_id", "received_on", "source_code"],
         "select child_id, received_on, source_code from core.contact where received_on >= date '2022-10-01'")  # fmt: skip
    same("mosaic.referral", ["child_id", "referral_date", "is_nfa", "primary_need_code", "close_date", "close_reason_code"],
         """select child_id, referral_on, case when referral_on >= date '2022-10-01' then is_nfa end, primary_need_code,
         closed_on, close_reason_code from core.referral where referral_id not in
         (select referral_id from core.referral where closed_on < date '2022-10-01')""")  # fmt: skip
    same("mosaic.assessment", ["child_id", "start_date", "authorised_date"],
         """select child_id, start_on, authorised_on from core.assessment
         where authorised_on is null or authorised_on >= date '2022-10-01'""")  # fmt: skip
    same("mosaic.section_47", ["child_id", "start_date", "is_nfa"],
         """select child_id, start_on, is_conference_not_required from core.section_47
         where start_on >= date '2022-10-01'""")  # fmt: skip
    same("mosaic.conference", ["child_id", "conference_date", "is_plan_outcome"],
         "select child_id, conference_on, is_plan_outcome from core.conference where conference_on >= date '2022-10-01'")  # fmt: skip
    same("mosaic.cp_plan", ["child_id", "start_date", "end_date", "initial_category_code", "latest_category_code", "previous_plan_count"],
         """select child_id, start_on, end_on, initial_category_code, latest_category_code, previous_plan_count
         from core.cp_plan where not is_other_authority""")  # fmt: skip
    same("mosaic.looked_after_episode", ["child_id", "start_date", "ceased_date"],
         "select child_id, start_on, ceased_on from core.looked_after_episode")  # fmt: skip


@pytest.mark.parametrize(
    "codes", ["sex", "ethnicity", "referral_source", "abuse_category", "primary_need", "close_reason"]
)
def test_every_code_has_words_that_are_read_as_it(codes: str) -> None:
    from schemas.code_list import folded, spellings

    for code in labels(codes):
        said = words(codes)[code]
        assert meanings(codes).get(word(said), spellings(codes).get(folded(said))) == code


def test_every_column_of_a_list_is_written_from_somewhere_or_said_to_be_blank(
    written: list[WrittenList],
) -> None:
    for each in written[:8]:
        blank = [name for name in each.rows.columns if each.rows.height and each.rows[name].is_null().all()]
        assert set(blank) <= set(each.notes), each.annex_list.name
    assert len(lists()) == len(written)


def test_early_help_of_a_child_unknown_to_social_care_goes_by_its_own_reference(tmp_path: Path) -> None:
    made = Partnership(tmp_path)
    made.drop("2023-03/mosaic/ssd_person.csv", csv_bytes(whole(PEOPLE)))
    heading = ["EISI ID", "Family ID", "Mosaic ID", "NHS Number", "Date of Birth", "Gender", "Ward", "Request Date", "Request Source",
               "Assessment Date", "Plan Start", "Plan End", "Lead Agency", "Closure Reason", "Step Down", "Last Updated"]  # fmt: skip
    one = [
        "H1",
        "F1",
        "",
        "",
        "01/05/2014",
        "F",
        "",
        "01/02/2023",
        "School",
        "10/02/2023",
        "20/02/2023",
        "",
        "School",
        "",
        "N",
        "01/03/2023",
    ]
    two = [
        "H2",
        "F1",
        "C2",
        "",
        "01/02/2010",
        "M",
        "",
        "01/02/2023",
        "School",
        "",
        "",
        "",
        "School",
        "",
        "N",
        "01/03/2023",
    ]
    made.drop("2023-03/eisi/episodes.xlsx", workbook_bytes({"Sheet1": [heading, one, two]}, titles=2))
    made.refresh()
    (row,) = rows(annex_a(made.home, MARCH, references=True), 2)  # the other one is a request alone
    assert list(row.values()) == [
        "H1",
        "b) Female",
        None,
        date(2014, 5, 1),
        8,
        date(2023, 2, 1),
        date(2023, 2, 10),
        "School",
    ]
    assert pl.Series(list(row)).to_list() == [column.heading for column in lists()[1].columns]
