"""Which indicators a column touches is told by the queries, and the file that says so is fresh."""

from pathlib import Path

from pipelines.builds import SQL
from schemas.table import columns
from scorecards.core_table import core_tables
from scorecards.lineage.touched import FILE, indicators_touched, settings_deciding
from scorecards.lineage.tracing import ROWS, Query, document
from scorecards.setting import default_settings
from sources.catalogue import AGENCIES, sources


def test_the_file_is_what_the_queries_say() -> None:
    assert FILE.read_text(encoding="utf-8") == document(), "Run: python -m scorecards.lineage.tracing"


WORKED = """
with found as (
    select report.authority, report.report_id, max(report.found_at) as found_at
    from police.missing_report as report
    where report.risk_grade <> 'Low'
    group by report.authority, report.report_id
)
select
    found.authority,
    case when interview.is_offered then found.found_at end as offered_at,
    child.ward,
    (select count(*) from eisi.later as later where later.report_id = found.report_id) as later_reports
from found
join eisi.interview as interview on interview.report_id = found.report_id
left join core.child as child on child.child_id = interview.child_id
"""


def test_a_column_comes_from_what_it_reads_and_from_what_decides_its_row() -> None:
    query = Query(WORKED)
    rows = {
        ("police.missing_report", "risk_grade"), ("police.missing_report", "authority"),
        ("police.missing_report", "report_id"), ("eisi.interview", "report_id"),
        ("police.missing_report", ROWS), ("eisi.interview", ROWS),
    }  # fmt: skip
    assert query.rows() == rows
    assert query.column("offered_at") == {
        ("eisi.interview", "is_offered"),
        ("police.missing_report", "found_at"),
    }
    # a left join adds no row, and decides which child's ward is meant
    assert query.column("ward") == {
        ("core.child", "ward"), ("core.child", "child_id"), ("eisi.interview", "child_id"), ("core.child", ROWS),
    }  # fmt: skip
    assert {("eisi.later", "report_id"), ("police.missing_report", "report_id")} <= query.column(
        "later_reports"
    )


def test_a_union_has_the_columns_of_both_parts_by_their_place() -> None:
    query = Query("select a.x as day from s.one as a union all select b.y from s.two as b where b.z > 0")
    assert query.column("day") == {("s.one", "x"), ("s.two", "y")}
    assert query.rows() == {("s.one", ROWS), ("s.two", ROWS), ("s.two", "z")}


def test_known_cases() -> None:
    assert indicators_touched("mosaic.cp_plan", "previous_plan_count") == ("CP07",)
    assert "MH07" in indicators_touched("eisi.return_interview", "completed_at")
    assert "MH01" in indicators_touched("police.missing_report", "risk_grade")
    assert indicators_touched("mosaic.person", "upn_unknown_code") == ()
    assert set(indicators_touched("mosaic.cp_plan")) >= set(
        indicators_touched("mosaic.cp_plan", "start_date")
    )


def test_a_setting_decides_what_reads_the_columns_that_it_makes_and_nothing_else() -> None:
    assert settings_deciding("FD02") == {"leap_day_birthday"}
    assert settings_deciding("RF03") == {"re_referral_months", "re_referral_anniversary", "leap_day_birthday"}
    assert settings_deciding("SP10P") == {"leap_day_birthday"}
    assert {"attend_minutes_immediate", "attend_minutes_standard"} < settings_deciding("PO06")


def test_every_traced_column_exists() -> None:
    known = {
        f"{source.name}.{column}"
        for agency in AGENCIES
        for source in sources(agency)
        for column in columns(source.table)
    } | {f"setting.{name}" for name in default_settings()}
    traced = {line.split(",")[0] for line in FILE.read_text(encoding="utf-8").splitlines()[1:]}
    assert traced <= known


def test_every_core_column_comes_from_somewhere() -> None:
    """A literal aside: a column that comes from nothing would mean that tracing lost its way."""
    literal = {("core.allocation", "team_name")}
    for table in core_tables(SQL):
        query = Query(table.sql)
        for column in table.columns:
            assert query.column(column) or query.rows() or (table.name, column) in literal, (
                table.name,
                column,
            )
    assert Path(SQL).exists()
