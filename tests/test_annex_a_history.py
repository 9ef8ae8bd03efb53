"""Successive Annex As become one history: months join, overlaps are reconciled, what was taken out leaves."""

from pathlib import Path

import pytest

from pipelines.intake.delivery import deliveries
from pipelines.intake.force import in_force
from scorecards.period import Month
from sources.annex_a.layout import lists
from tests.made_up_inbox import MARCH, Partnership, Rows, csv_bytes, figure, query, workbook_bytes
from tests.test_annex_a_written import TABLES, whole

WHO = ["b) Female", "a) WBRI", "04/05/2015", "7"]
Filled = list[tuple[str, dict[str, str]]]


def annex_list(number: int, rows: Filled) -> Rows:
    """A list with its official headings; each row is a child and what its columns hold."""
    headings = [column.heading for column in lists()[number - 1].columns]
    known = dict(zip(["Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"], WHO, strict=True))
    return [
        headings,
        *(
            [(known | {"Child Unique ID": child} | held).get(each, "") for each in headings]
            for child, held in rows
        ),
    ]


def referral(child: str, day: str, source: str = "q) 6: Police") -> tuple[str, dict[str, str]]:
    return child, {"Date of referral": day, "Referral Source": source, "Referral NFA?": "b) No"}


def need(child: str, day: str, end: str = "") -> tuple[str, dict[str, str]]:
    closed = (
        {"CIN Closure Date": end, "Reason for Closure": "g) 'Other' incl. Child no longer in need"}
        if end
        else {}
    )
    return child, {"CIN Start Date": day, "Primary Need Code": "N1 - Abuse or neglect", **closed}


def plan(child: str, day: str, end: str = "", latest: str = "a) Neglect") -> tuple[str, dict[str, str]]:
    return child, {
        "Child Protection Plan Start Date": day,
        "Initial Category of Abuse": "a) Neglect",
        "Latest Category of Abuse": latest,
        "Child Protection Plan End Date": end,
        "Number of Previous Child Protection Plans": "0",
    }


def annex(referrals: Filled, needs: Filled, plans: Filled) -> bytes:
    tables = {3: referrals, 6: needs, 7: plans}
    return workbook_bytes({f"List {number}": annex_list(number, rows) for number, rows in tables.items()})


DECEMBER = annex(
    [referral("C1", "05/07/2022"), referral("C2", "03/11/2022"), referral("C3", "10/12/2022")],
    [need("C1", "05/07/2022"), need("C2", "03/11/2022"), need("C3", "10/12/2022")],
    [plan("C1", "01/08/2022"), plan("C9", "02/02/2022")],
)
"""July to December 2022."""
MARCH_2023 = annex(
    [referral("C2", "03/11/2022", "e) 2A: Schools"), referral("C4", "01/03/2023")],
    [need("C1", "05/07/2022", "15/01/2023"), need("C2", "03/11/2022"), need("C4", "01/03/2023")],
    [plan("C1", "01/08/2022", "15/01/2023", "d) Emotional abuse")],
)
"""October 2022 to March 2023: C3's referral was taken out, C9's plan is gone without an end."""


@pytest.fixture(scope="module")
def partnership(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    made = Partnership(tmp_path_factory.mktemp("history"))
    made.drop("2022-12/mosaic/annex.xlsx", DECEMBER)
    made.drop("2023-03/mosaic/annex.xlsx", MARCH_2023)
    return made


@pytest.fixture(scope="module")
def build(partnership: Partnership) -> Path:
    return partnership.refresh(MARCH)


def days(build: Path, query_text: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in query(build, query_text)]


def test_the_months_are_those_of_any_file(build: Path) -> None:
    months = "select strftime(month_start, '%Y-%m') from reference.delivery where source = 'mosaic.referral' order by 1"
    assert [month for (month,) in query(build, months)] == [
        "2022-07", "2022-08", "2022-09", "2022-10", "2022-11", "2022-12", "2023-01", "2023-02", "2023-03",
    ]  # fmt: skip


def test_records_join_and_what_was_taken_out_leaves(build: Path) -> None:
    assert days(build, "select referral_on, source_code, closed_on from core.referral order by 1") == [
        ("2022-07-05", "6", "2023-01-15"),  # its source is the old file's, its end the new one's
        ("2022-11-03", "2A", "None"),  # in both: the newer counts
        ("2023-03-01", "6", "None"),
    ]


def test_children_in_need_and_on_plans_are_counted_though_no_list_has_days_of_expected_births(
    build: Path,
) -> None:
    assert [figure(build, ref, "month:2023-03")[::3] for ref in ("CN01", "CP01")] == [(2, "ok"), (0, "ok")]
    told = "select distinct breakdown from scorecard.value where indicator = 'CN01' order by 1"
    assert query(build, told) == [("",), ("age_band",)]


def test_a_plan_that_is_gone_from_the_list_of_all_open_plans_leaves(build: Path) -> None:
    assert days(build, "select start_on, end_on, latest_category_code from core.cp_plan") == [
        ("2022-08-01", "2023-01-15", "EMO")
    ]


def test_what_the_files_tell_differently_is_listed_at_its_place(build: Path) -> None:
    told = query(
        build, "select source, column_name, row_number from checks.files_of_a_history_differ order by all"
    )
    assert told == [
        ("mosaic.cp_plan", "plan_id", 3),  # C9's open plan is gone
        ("mosaic.referral", "referral_id", 4),  # C3's referral is gone
        ("mosaic.referral", "source_code", 3),  # C2 stands in the third row of December's list
    ]


SEPTEMBER = annex(
    [referral("C2", "01/08/2022"), referral("C5", "01/09/2022"), referral("C6", "02/09/2022")],
    [need("C1", "01/02/2022"), need("C2", "01/08/2022"), need("C5", "01/09/2022")],
    [],
)
"""April to September 2022: C1 and the three referrals are open, C6's without services."""
MAY = annex(
    [referral("C7", "02/02/2023")],
    [need("C2", "01/08/2022"), need("C7", "02/02/2023")],
    [],
)
"""December 2022 to May 2023, with a gap of two months: of those only C2 is in need."""


def test_a_referral_that_no_later_list_knows_as_in_need_is_closed_and_told(tmp_path: Path) -> None:
    made = Partnership(tmp_path)
    made.drop("2022-09/mosaic/annex.xlsx", SEPTEMBER)
    made.drop("2023-05/mosaic/annex.xlsx", MAY)
    build = made.refresh(Month.parse("2023-05"))
    assert days(build, "select referral_on, closed_on from core.referral order by 1") == [
        ("2022-02-01", "2022-10-01"),
        ("2022-08-01", "None"),
        ("2022-09-01", "2022-10-01"),
        ("2022-09-02", "2022-10-01"),
        ("2023-02-02", "None"),
    ]
    # on the last day of September's list all were open; the day after is the first on which one may not have been
    open_on = (
        "select count(*) from core.cin_episode where start_on <= '{0}' and (end_on is null or end_on > '{0}')"
    )
    assert query(build, open_on.format("2022-09-30")) == [(4,)]
    assert query(build, open_on.format("2022-10-01")) == [(1,)]
    assert query(build, open_on.format("2023-05-31")) == [(2,)]
    told = query(build, "select column_name, row_number from checks.files_of_a_history_differ order by all")
    assert told == [("close_date", 2), ("close_date", 3), ("close_date", 4)]


def test_one_that_comes_back_was_open_all_along(tmp_path: Path) -> None:
    made = Partnership(tmp_path)
    made.drop("2022-09/mosaic/annex.xlsx", SEPTEMBER)
    made.drop("2023-05/mosaic/annex.xlsx", MAY)
    made.drop(
        "2023-06/mosaic/annex.xlsx", annex([], [need("C1", "01/02/2022"), need("C2", "01/08/2022")], [])
    )
    build = made.refresh(Month.parse("2023-06"))
    assert days(build, "select closed_on from core.referral where referral_on = '2022-02-01'") == [("None",)]


def test_an_earlier_month_knows_the_earlier_file_only(partnership: Partnership, build: Path) -> None:
    home = partnership.home
    december, march = (
        {
            (str(part.first), str(part.last))
            for part in in_force(deliveries(home).values(), home.settings, Month.parse(month))
        }
        for month in ("2022-12", "2023-03")
    )
    assert december == {("2022-07", "2022-12")}
    assert march == {("2022-07", "2022-12"), ("2022-10", "2023-03")}


def test_a_whole_snapshot_takes_the_place_of_all_before_it(tmp_path: Path) -> None:
    made = Partnership(tmp_path)
    made.drop("2022-12/mosaic/annex.xlsx", DECEMBER)
    made.drop("2023-03/mosaic/episodes.csv", csv_bytes(whole(TABLES["ssd_cin_episodes"])))
    build = made.refresh(MARCH)
    assert query(build, "select count(*) from core.referral") == [(len(TABLES["ssd_cin_episodes"]) - 1,)]
