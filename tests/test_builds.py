"""A build is made of what is in force, says what it lacks, and is never seen half made."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.builds import SQL, BuildBroken, Plan, Work, build_path, current, loading, steps
from pipelines.builds.steps import Steps
from pipelines.builds.work import in_one_file
from pipelines.database import database, rows
from pipelines.figures.completing import complete_values, needs
from pipelines.figures.values import asked_query
from pipelines.intake.delivery import deliveries
from pipelines.intake.force import InForce, in_force
from scorecards.check import check
from scorecards.core_table import core_tables
from scorecards.indicator import Indicator, indicators
from scorecards.period import Month
from tests.made_up_inbox import (
    DOMESTIC_ABUSE,
    ESCALATIONS,
    FEBRUARY,
    HEALTH,
    INTERVIEWS,
    MARCH,
    MISSING,
    MISSING_FEBRUARY,
    MISSING_MARCH,
    MOSAIC,
    POSTS,
    TEAMS,
    Partnership,
    Rows,
    csv_bytes,
    every_value,
    figure,
    query,
    workbook_bytes,
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Partnership, Path]:
    """Both months of every agency, built for March."""
    place = Partnership(tmp_path_factory.mktemp("whole"))
    place.drop_everything()
    return place, place.refresh()


def force(place: Partnership, month: Month) -> dict[str, list[tuple[str, str, str]]]:
    """Delivered month, first and last month covered, of what is in force by agency."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for part in in_force(deliveries(place.home).values(), place.home.settings, month):
        found.setdefault(part.source.split(".")[0], []).append(_span(part))
    return {agency: sorted(set(spans)) for agency, spans in found.items()}


def _span(part: InForce) -> tuple[str, str, str]:
    return (part.delivery.month, str(part.first), str(part.last))


def test_what_is_in_force_depends_on_the_kind_of_delivery(place: Partnership) -> None:
    sheets = {
        "police": MISSING, "workforce": POSTS, "health": HEALTH, "partnership": ESCALATIONS[:1], "eisi": INTERVIEWS[:1],
    }  # fmt: skip
    for month in ("2022-03", "2022-12", "2023-02", "2023-03"):
        for agency, table in sheets.items():
            place.drop(f"{month}/{agency}/a.xlsx", workbook_bytes({"S": table}))
        place.drop(f"{month}/mosaic/a.csv", csv_bytes(TEAMS))
    place.take_all()
    assert force(place, FEBRUARY) == {
        # the whole history, from the settings' first month, else from two years before the first reported one
        "mosaic": [("2023-02", "2020-01", "2023-02")],
        "eisi": [("2023-02", "2020-01", "2023-02")],
        "partnership": [("2023-02", "2021-01", "2023-02")],
        # every month by itself
        "police": [(month, month, month) for month in ("2022-03", "2022-12", "2023-02")],
        "workforce": [(month, month, month) for month in ("2022-03", "2022-12", "2023-02")],
        # the newest of each financial year, from its April
        "health": [("2022-03", "2021-04", "2022-03"), ("2023-02", "2022-04", "2023-02")],
    }
    assert force(place, MARCH)["health"][-1] == ("2023-03", "2022-04", "2023-03")


def test_the_latest_row_of_a_reference_stands(whole: tuple[Partnership, Path]) -> None:
    _, path = whole
    # M2 was still missing in February's file and found in March's
    found = query(
        path,
        "select month(reported_at), day(found_at), hour(found_at) from police.missing_report order by reported_at",
    )
    assert found == [(2, 3, 23), (2, 2, 7), (3, 5, 1), (3, None, None)]


def test_a_later_file_takes_a_time_back(place: Partnership) -> None:
    place.drop_police("2023-02", MISSING_FEBRUARY)
    taken_back = [MISSING[0], [*MISSING_FEBRUARY[1][:6], "", *MISSING_FEBRUARY[1][7:]]]
    place.drop_police("2023-03", taken_back)
    found = query(place.refresh(), "select day(reported_at), found_at from police.missing_report order by 1")
    assert found == [(3, None), (28, None)]


@pytest.mark.keeps("P10", "P1")
def test_a_month_that_no_file_covers_is_not_supplied_and_a_covered_one_is_zero(place: Partnership) -> None:
    place.drop_police("2023-01", MISSING)
    place.drop_police("2023-03", MISSING_MARCH)
    path = place.refresh()
    states = {month: figure(path, "MH01", f"month:{month}") for month in ("2023-01", "2023-02", "2023-03")}
    # M2 was reported in February: it does not make February's figure known
    assert states == {
        "2023-01": (0, None, 0, "ok"),
        "2023-02": (None, None, None, "not_supplied"),
        "2023-03": (2, None, 2, "ok"),
    }
    assert figure(path, "MH01", "quarter:2022-23-Q4")[3] == "not_supplied"


def test_what_looks_back_is_not_supplied_where_the_history_is_shorter(place: Partnership) -> None:
    text = place.settings_file.read_text()
    for begins, of_january in (("2022-01", "not_applicable"), ("2022-02", "not_supplied")):
        place.settings_file.write_text(text.replace('mosaic = "2020-01"', f'mosaic = "{begins}"'))
        place.drop_mosaic("2023-03", MOSAIC)
        path = place.refresh()
        assert figure(path, "RF03", "month:2023-01")[3] == of_january  # nobody was referred in January
        assert figure(path, "RF03", "month:2023-02")[3] == "ok"  # 2022-02 is the twelfth month before
        assert figure(path, "RF01", "month:2023-01")[3] == "ok"
        # the quarter begins with January
        assert (figure(path, "RF03", "quarter:2022-23-Q4")[3] == "not_supplied") == (begins == "2022-02")


@pytest.mark.keeps("P1")
def test_a_report_that_was_refused_is_not_supplied_though_others_of_its_workbook_are(
    place: Partnership,
) -> None:
    place.drop(
        "2023-03/police/a.xlsx",
        workbook_bytes({"A": [row[1:] for row in MISSING_MARCH], "B": DOMESTIC_ABUSE}),
    )
    path = place.refresh()
    assert figure(path, "MH01", "month:2023-03")[3] == "not_supplied"
    assert figure(path, "PO01N", "month:2023-03") == (2, None, 2, "ok")


def without(table: Rows, heading: str) -> Rows:
    """The table without one column."""
    place = table[0].index(heading)
    return [[*row[:place], *row[place + 1 :]] for row in table]


@pytest.mark.parametrize(
    ("table", "heading", "silent", "speaking"),
    [
        ("ssd_contacts", "cont_decision_datetime", "FD02", "RF01"),
        ("ssd_person", "pers_family_id", "FD01F", "FD01C"),
    ],
)
def test_an_addition_that_a_file_lacks_is_not_supplied_and_never_zero(
    place: Partnership, table: str, heading: str, silent: str, speaking: str
) -> None:
    place.drop_mosaic("2023-03", {**MOSAIC, table: without(MOSAIC[table], heading)})
    path = place.refresh()
    assert figure(path, silent, "month:2023-03") == (None, None, None, "not_supplied")
    assert figure(path, speaking, "month:2023-03")[3] == "ok"
    assert query(
        path, "select count(*) from scorecard.value where indicator = ? and state <> 'not_supplied'", [silent]
    ) == [(0,)]


@pytest.mark.keeps("P10")
def test_a_share_of_nothing_is_not_applicable(whole: tuple[Partnership, Path]) -> None:
    _, path = whole
    # the February and March workbooks hold the sheet of domestic abuse without an incident
    assert figure(path, "PO01", "month:2023-03") == (0, 0, None, "not_applicable")
    assert figure(path, "PO01N", "month:2023-03") == (0, None, 0, "ok")


def test_a_rate_of_a_population_that_nobody_told_is_not_supplied(
    whole: tuple[Partnership, Path], tmp_path: Path
) -> None:
    _, path = whole
    assert figure(path, "CN02", "month:2023-03")[1] == 50706
    copy = shutil.copy(path, tmp_path / "copy.duckdb")
    with database(copy) as connection:
        connection.execute("delete from scorecard.counted where indicator = 'CN02'")
        complete_values(connection, indicators(SQL), core_tables(SQL))
    assert figure(copy, "CN02", "month:2023-03") == (None, None, None, "not_supplied")


def test_a_wait_of_nobody_is_not_applicable_and_never_no_time(whole: tuple[Partnership, Path]) -> None:
    _, path = whole
    empty = query(
        path,
        """select distinct value.numerator, value.value, value.state from scorecard.value as value
        anti join scorecard.counted as counted
          on counted.indicator = value.indicator and counted.period_id = value.period_id
        where value.unit in ('days', 'hours') and value.state <> 'not_supplied'""",
    )
    assert empty == [(None, None, "not_applicable")]


def test_hand_counted_figures(whole: tuple[Partnership, Path]) -> None:
    _, path = whole
    assert figure(path, "MH01", "month:2023-02") == (2, None, 2, "ok")  # M1 and M2
    assert figure(path, "MH01", "month:2023-03") == (2, None, 2, "ok")  # M3 and M4
    # returned in March: M2, offered, and M3, which the team never heard of
    assert figure(path, "MH05", "month:2023-03") == (1, 2, 50, "ok")
    # C2 took 48 hours, C3 is open
    assert figure(path, "FD02", "month:2023-03") == (0, 2, 0, "ok")
    assert figure(path, "FD02", "month:2023-02") == (1, 1, 100, "ok")
    assert figure(path, "RF01", "quarter:2022-23-Q4") == (2, None, 2, "ok")
    assert figure(path, "FD03", "month:2023-03") == (1, None, 1, "ok")


def test_a_figure_that_a_check_marks_is_impossible_and_keeps_its_value(
    place: Partnership, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    marking = tmp_path / "settings" / "checks" / "march_is_wrong.sql"
    marking.parent.mkdir()
    marking.write_text(
        """/*
code = "XMP01"
title = "March is marked"
severity = "query"
message = "Expected nothing; found March."
remedy = "None."
indicators = ["MH01"]
marks = "impossible"
*/
select distinct missing_report.authority, 'MH01' as indicator, 'month:2023-03' as period_id
from police.missing_report as missing_report
"""
    )
    assert check(marking).marks == "impossible"
    place.drop_everything()
    path = place.refresh()
    assert figure(path, "MH01", "month:2023-03") == (2, None, 2, "impossible")
    assert figure(path, "MH01", "month:2023-02") == (2, None, 2, "ok")
    before = path.stem
    marking.write_text(marking.read_text().replace("month:2023-03", "month:2023-02"))
    assert place.build().stem != before


def test_a_second_refresh_does_nothing(
    whole: tuple[Partnership, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, path = whole
    before = {
        each: (each.stat().st_mtime_ns, each.stat().st_size)
        for each in place.home.folder.rglob("*")
        if each.is_file()
    }

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("nothing is to be made")

    monkeypatch.setattr(Steps, "_step", never)
    assert place.refresh() == path
    after = {
        each: (each.stat().st_mtime_ns, each.stat().st_size)
        for each in place.home.folder.rglob("*")
        if each.is_file()
    }
    assert {each for each in after if after[each] != before.get(each)} <= {place.home.folder / "ledger.lock"}


STEPS = [(Steps, name) for name in ("_load", "_make_core", "_count", "_check", "_complete")] + [
    (Work, "_verify")
]


@pytest.mark.slow
@pytest.mark.keeps("P11")
def test_a_run_that_dies_in_any_step_leaves_the_build_before_and_is_finished_by_running_again(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.drop_police("2023-03", MISSING_MARCH[:2])
    first = place.refresh()
    values_before = every_value(first)
    place.drop_police("2023-03", MISSING_MARCH, "again.xlsx")
    place.look()
    wanted = Plan(place.home, MARCH).path
    for owner, step in STEPS:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(owner, step, dying(getattr(owner, step)))
            place.build()
        assert build_path(place.home, MARCH) == first
        assert every_value(first) == values_before
    assert place.build() == build_path(place.home) == wanted != first
    assert list(wanted.parent.glob(".*")) == []
    finished = every_value(wanted)
    shutil.rmtree(place.home.builds)
    assert place.build() == wanted
    assert every_value(wanted) == finished != values_before


def dying(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step that is killed when its work is done and nothing has been said of it yet."""

    def die(*given: Any) -> Any:
        step(*given)
        raise KeyboardInterrupt

    return die


@pytest.mark.keeps("P11")
def test_an_unfinished_file_that_nobody_can_read_is_begun_anew(place: Partnership) -> None:
    place.drop_police("2023-03", MISSING_MARCH)
    place.look()
    plan = Plan(place.home, MARCH)
    plan.folder.mkdir(parents=True)
    (plan.folder / f".{plan.build_id}.duckdb").write_bytes(b"DUCK" * 4000)
    assert figure(place.build(), "MH01", "month:2023-03")[0] == 2


def test_what_a_closed_database_left_in_a_log_is_brought_into_its_file(tmp_path: Path) -> None:
    path = tmp_path / "build.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("pragma disable_checkpoint_on_shutdown")
        connection.execute("create table told as select 41 + 1 as number")
    log = tmp_path / "build.duckdb.wal"
    assert log.exists()  # as a full disk leaves it
    in_one_file(path)
    assert not log.exists()
    with database(path, read_only=True) as connection:
        assert rows(connection, "select number from told") == [(42,)]


def test_a_core_table_whose_key_is_not_one_stops_the_build_in_words(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.drop_police("2023-03", MISSING_MARCH)
    place.look()
    monkeypatch.setattr(loading, "_key", lambda table: ("delivery_id", "row_number"))
    place.drop_police("2023-02", MISSING_FEBRUARY)
    place.look()
    with pytest.raises(BuildBroken, match="Expected one row of core"):
        place.build()
    assert current(place.home, MARCH) is None


def test_a_build_is_named_by_what_it_is_made_of(place: Partnership) -> None:
    place.drop_police("2023-03", MISSING_MARCH)
    place.look()
    name = Plan(place.home, MARCH).build_id
    assert Plan(place.home, MARCH).build_id == name
    assert Plan(place.home, FEBRUARY).build_id != name
    names = {name}
    text = place.settings_file.read_text()
    for old, new in (
        ('mosaic = "2020-01"', 'mosaic = "2022-01"'),
        ('reported_from = "2023-01"', 'reported_from = "2022-10"'),
        ("made_up = true", "made_up = true\nyear_start_month = 9"),
        ("[history_from]", '[standards]\nfte_floor = "0.3"\n[history_from]'),
        ("[history_from]", "[standards]\nfirst_working_day = 1\n[history_from]"),
    ):
        place.settings_file.write_text(text.replace(old, new))
        names.add(Plan(place.home, MARCH).build_id)
    place.settings_file.write_text(text)
    for file in ("targets.csv", "indicators/missing/own.sql", "checks/own.sql"):
        path = place.settings_file.parent / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        names.add(Plan(place.home, MARCH).build_id)
    assert len(names) == 9


@pytest.mark.slow
def test_the_number_of_statements_does_not_depend_on_the_number_of_months(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []

    class Counting:
        def __init__(self, connection: Any) -> None:
            self._connection = connection

        def execute(self, text: str, *more: Any) -> Any:
            statements.append(text)
            return self._connection.execute(text, *more)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._connection, name)

    counts = []
    for months in ("2023-01", "2021-01"):
        place = Partnership(tmp_path / months)
        place.settings_file.write_text(place.settings_file.read_text().replace("2023-01", months))
        place.drop_everything()
        place.look()
        with monkeypatch.context() as patch:
            patch.setattr(
                steps, "database", lambda *given, **more: _wrapped(database(*given, **more), Counting)
            )
            statements.clear()
            path = place.build()
            counts.append(len(statements))
        assert len(query(path, "select * from reference.month")) == (3 if months == "2023-01" else 27)
    assert counts[0] == counts[1] > 100


class _wrapped:
    """A context manager whose connection is wrapped."""

    def __init__(self, opened: Any, wrapper: Any) -> None:
        self._opened, self._wrapper = opened, wrapper

    def __enter__(self) -> Any:
        return self._wrapper(self._opened.__enter__())

    def __exit__(self, *error: Any) -> Any:
        return self._opened.__exit__(*error)


@pytest.mark.keeps("SEC-08", "SEC-10")
def test_no_name_of_a_child_and_no_id_as_delivered_is_in_a_build(whole: tuple[Partnership, Path]) -> None:
    _, path = whole
    for table, column in (
        ("mosaic.person", "child_id"),
        ("mosaic.contact", "contact_id"),
        ("police.missing_report", "nominal_id"),
    ):
        for (found,) in query(path, f"select distinct {column} from {table}"):
            assert len(found) == 24 and int(found, 16) >= 0
    names = {name for (name,) in query(path, "select distinct column_name from information_schema.columns")}
    assert not names & {
        "forename",
        "surname",
        "pers_forename",
        "pers_surname",
        "interviewer",
        "record",
        "record_column",
    }
    assert {"recorded_at", "recorded_on"} <= names


def test_providers_may_send_a_workbook_each_and_the_newest_of_each_counts(tmp_path: Path) -> None:
    def return_of(provider: str, april: str, *more: list[str]) -> bytes:
        row = ["H05", "Emergency department attendances under 18 for self-harm", "Count", april, "1", "", ""]
        return workbook_bytes({provider: [HEALTH[0], row, *more]}, titles=1)

    partnership = Partnership(tmp_path)
    withdrawn = ["H06", "Emergency department attendances under 18 for assault", "Count", "9", "9", "", ""]
    partnership.drop("2023-03/health/hospital.xlsx", return_of("Barnsley Hospital", "6", withdrawn))
    partnership.drop("2023-03/health/gp.xlsx", return_of("GP", "7"))
    partnership.drop("2023-03/health/hospital again.xlsx", return_of("Barnsley Hospital", "8"))
    partnership.look(agencies=["health"])
    found = query(
        partnership.build(),
        "select provider, measure_ref, quantity from health.health_return where month_start = '2022-04-01' order by all",
    )
    assert found == [("Barnsley Hospital", "H05", 8), ("GP", "H05", 7)]


@pytest.mark.parametrize(
    "indicator",
    [each for each in indicators(SQL) if not each.additive and asked_query(each) != each.sql],
    ids=lambda each: each.ref,
)
def test_what_is_so_at_the_end_of_a_day_is_so_for_every_window_that_ends_on_it(
    whole: tuple[Partnership, Path], indicator: Indicator
) -> None:
    asked = asked_query(indicator)
    names = ["authority", "period_id", *indicator.breakdowns, "cast(numerator as double) as numerator"]
    names += ["cast(denominator as double) as denominator"] if indicator.has_denominator else []
    columns = ", ".join(names)
    ours, told = (f"select {columns} from ({text}) as made" for text in (asked, indicator.sql))
    with database(whole[1], read_only=True) as connection:
        for one, other in ((ours, told), (told, ours)):
            differing = f"select count(*) from (({one}) except all ({other})) as differing"
            assert connection.execute(differing).fetchall() == [(0,)]


@pytest.mark.keeps("P7", "P1")
@pytest.mark.slow
@pytest.mark.parametrize("agency", ["police", "eisi"])
def test_the_figures_of_other_agencies_are_those_of_a_month_in_which_nothing_failed(
    whole: tuple[Partnership, Path], tmp_path: Path, agency: str
) -> None:
    """Every file of one agency is cut in half. Whatever is counted from other agencies alone stays to the last figure,
    and what is counted from it says that it was not supplied."""
    good, built = whole
    place = Partnership(tmp_path)
    for path in sorted(good.inbox.rglob("*"), key=lambda each: each.stat().st_mtime_ns):
        if path.is_file():
            data = path.read_bytes()
            is_bad = path.parent.name == agency
            place.drop(path.relative_to(good.inbox).as_posix(), data[: len(data) // 2] if is_bad else data)
    bad = place.refresh()
    core = {table.name: table for table in core_tables(SQL)}
    of_it = {
        each.ref
        for each in indicators(SQL)
        if any(name.startswith(f"{agency}.") for name in needs(each, core)[0])
    }
    asked = (
        "select indicator, period_id, breakdown, category, numerator, denominator, state from scorecard.value"
    )
    then, now = ({tuple(row[:4]): row[4:] for row in query(path, asked)} for path in (built, bad))
    about_files = {"DQ01", "PA04"}  # what these count is the files
    others = {key for key in then if key[0] not in of_it | about_files}
    assert len({key[0] for key in others}) > 20
    assert {key for key in others if now.get(key) != then[key]} == set()
    march = {
        key[0]: now[key][2] for key in now if key[0] in of_it and key[1] == "month:2023-03" and not key[2]
    }
    assert march and "ok" not in march.values()
