"""Whether deliveries look as deliveries normally do: the measures are right, and what is not judged never passes."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.home import Home
from pipelines.intake import expecting
from pipelines.intake.measuring import measured, measures, shared
from pipelines.settings import settings
from schemas.contact import Contact
from schemas.missing_report import MissingReport
from schemas.return_interview import ReturnInterview
from schemas.suite import MEASURES, SuiteNotUnderstood, expectation_for, measures_of, suites
from schemas.table import TableModel, columns, polars_schema
from scorecards.expectation_page import expectation_page
from scorecards.period import Month
from sources.catalogue import AGENCIES, sources
from sources.profile import event_day, profile
from tests.made_up_inbox import Partnership

FEBRUARY, MARCH = date(2023, 2, 28), date(2023, 3, 31)


def frame(model: TableModel, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = polars_schema(model)
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def reports(month_end: date, count: int, **more: Any) -> pl.DataFrame:
    """Missing reports over the days of a month, every child found on the day."""
    first = datetime(month_end.year, month_end.month, 1, 12)
    days = [first + timedelta(days=number % month_end.day) for number in range(count)]
    rows = [
        {"report_id": f"{month_end}-{number}", "nominal_id": "n", "child_id": "c", "reported_at": day}
        | {"reported_on": day.date(), "found_at": day, "risk_grade": "High"}
        | more
        for number, day in enumerate(days)
    ]
    return frame(MissingReport, rows)


def contacts(month_end: date, count: int, **more: Any) -> pl.DataFrame:
    """The front door's whole history: one contact a day, back from the end of a month."""
    days = [month_end - timedelta(days=number) for number in range(count)]
    rows = [
        {"contact_id": f"{day}", "child_id": "c", "source_code": "1A", "received_on": day}
        | {"received_at": datetime(day.year, day.month, day.day, 9)}
        | more
        for day in days
    ]
    return frame(Contact, rows)


def facts(table: pl.DataFrame, model: TableModel, month_end: date, set_aside: int = 0) -> dict[str, Any]:
    """What intake keeps of a table: its profile and the ledger's counts."""
    return {**profile(table, model, month_end), "records": table.height + set_aside, "set_aside": set_aside}


def asked(source: str, now: dict[str, Any], before: dict[str, Any] | None) -> list[dict[str, Any]]:
    place = {"authority": "370", "source": source, "month": "2023-03"}
    return [{**place, **line} for line in measures(source, MARCH, now, before)]


def found(source: str, now: dict[str, Any], before: dict[str, Any] | None) -> dict[str, float]:
    return {line["measure"]: line["found"] for line in asked(source, now, before)}


@pytest.mark.keeps("SEC-28")
def test_a_profile_counts_values_and_days_and_holds_no_value() -> None:
    rows = [
        {"report_id": "secret-1", "reported_on": date(2023, 3, 1), "found_at": datetime(2023, 3, 1)},
        {"report_id": "secret-2", "reported_on": date(2023, 3, 31)},
        {"report_id": "secret-3", "reported_on": date(2022, 4, 1)},
        {"report_id": "secret-4", "reported_on": date(2022, 3, 31)},
        {"report_id": "secret-5", "reported_on": date(2023, 4, 2)},
    ]
    made = profile(frame(MissingReport, rows), MissingReport, MARCH)
    assert made["rows"] == len(rows)
    assert made["filled"]["Report Ref"] == len(rows)
    assert made["filled"]["Found"] == 1
    assert made["filled"]["Nominal Ref"] == 0
    # the year up to 31 March 2023 begins on 1 April 2022
    assert made["events"] == {"days": 5, "in_month": 2, "up_to_end": 4, "in_year": 3, "newest": "2023-03-31"}
    assert "secret" not in json.dumps(made)


def test_the_content_is_the_rows_in_any_order() -> None:
    table = reports(MARCH, 20)
    changed = table.with_columns(risk_grade=pl.lit("Low"))
    elsewhere = table.with_columns(delivery_id=pl.lit("another"), row_number=pl.lit(9, pl.Int32))
    content = profile(table, MissingReport, MARCH)["content"]
    assert profile(table.reverse(), MissingReport, MARCH)["content"] == content
    assert profile(elsewhere, MissingReport, MARCH)["content"] == content
    assert profile(changed, MissingReport, MARCH)["content"] != content


def test_a_row_is_about_its_event_and_not_about_a_birth() -> None:
    named = {source.name: event_day(source.table) for agency in AGENCIES for source in sources(agency)}
    assert named["police.missing_report"] == "reported_on"
    assert named["mosaic.cp_review"] == "review_date"
    assert named["mosaic.person"] is None
    assert "birth_date" not in named.values()


def test_measures_against_the_delivery_before() -> None:
    before = facts(reports(FEBRUARY, 100), MissingReport, FEBRUARY)
    half_blank = pl.when(pl.int_range(pl.len()) < 10).then("found_at")
    now = facts(reports(MARCH, 40).with_columns(found_at=half_blank), MissingReport, MARCH, set_aside=10)
    lines = {line["measure"]: line for line in asked("police.missing_report", now, before)}
    assert lines["rows against before"]["found"] == (40 + 10) / 100
    assert lines["rows set aside"]["found"] == 10 / (40 + 10)
    assert lines["filled Found"]["found"] == 10 / 40
    assert lines["filled against before"]["found"] == (10 / 40) / (100 / 100)
    assert lines["filled against before"]["column"] == "Found"
    assert lines["in the month"]["found"] == 1


def test_measures_of_another_months_file() -> None:
    police = found("police.missing_report", facts(reports(FEBRUARY, 90), MissingReport, MARCH), None)
    assert police["in the month"] == 0
    ahead = found("police.missing_report", facts(reports(date(2023, 4, 30), 90), MissingReport, MARCH), None)
    assert ahead["not after the month"] == 0


def test_measures_of_a_snapshot_sent_again() -> None:
    table = contacts(FEBRUARY, 400)
    again = found("mosaic.contact", facts(table, Contact, MARCH), facts(table, Contact, FEBRUARY))
    assert again["sent again"] == 1
    assert again["days without events"] == (MARCH - FEBRUARY).days
    fresh = found(
        "mosaic.contact",
        facts(contacts(MARCH, 431), Contact, MARCH),
        facts(table, Contact, FEBRUARY),
    )
    assert fresh["sent again"] == 0
    assert fresh["days without events"] == 0


def test_the_mix_of_codes_is_compared_in_the_column_that_moved_most() -> None:
    before = facts(contacts(FEBRUARY, 400), Contact, FEBRUARY)
    moved = pl.when(pl.int_range(pl.len()) < 100).then(pl.lit("6")).otherwise("source_code")
    now = facts(contacts(MARCH, 400).with_columns(source_code=moved), Contact, MARCH)
    lines = {line["measure"]: line for line in asked("mosaic.contact", now, before)}
    # a quarter of the rows moved from 1A to 6
    assert lines["mix against before"]["found"] == 100 / 400
    assert lines["mix against before"]["column"] == "cont_contact_source_code"
    assert found("mosaic.contact", before, before)["mix against before"] == 0


def test_rows_of_closed_months_that_are_new_or_gone_are_counted() -> None:
    before = facts(contacts(FEBRUARY, 400), Contact, FEBRUARY)
    # the history up to March, without the contacts of October 2022 on every second day
    whole = contacts(MARCH, 400 + MARCH.day)
    october = pl.col("received_on").is_between(date(2022, 10, 1), date(2022, 10, 31))
    lost = october & (pl.col("received_on").dt.day() % 2 == 1)
    closed_before = 400 - (31 + 28)  # the rows up to December, three months before March
    changed = found("mosaic.contact", facts(whole.filter(~lost), Contact, MARCH), before)
    assert changed["changed in closed months"] == round(16 / closed_before, 3)
    assert found("mosaic.contact", facts(whole, Contact, MARCH), before)["changed in closed months"] == 0


def test_totals_that_two_agencies_share_are_compared() -> None:
    police = facts(reports(MARCH, 40), MissingReport, MARCH)
    returns = [
        {"interview_id": f"{number}", "returned_on": date(2023, 3, number % 28 + 1)} for number in range(30)
    ]
    log = facts(frame(ReturnInterview, returns), ReturnInterview, MARCH)
    (line,) = shared("eisi.return_interview", "2023-03", log, {"police.missing_report": police})
    assert (line["measure"], line["found"], line["rows"]) == ("against missing reports", 30 / 40, 40)
    assert list(shared("eisi.return_interview", "2023-03", log, {})) == []
    post, workers = {"filled": {"Worker ID": 90}}, {"mosaic.professional": {"rows": 120}}
    (line,) = shared("workforce.post", "2023-03", {**log, **post}, workers)
    assert (line["measure"], line["found"]) == ("against the case system", 90 / 120)


def suite(folder: Path, *expectations: dict[str, Any]) -> Path:
    """A partnership's folder with a suite of its own."""
    (folder / "expectations").mkdir(exist_ok=True)
    (folder / "expectations" / "own.json").write_text(
        json.dumps({"name": "own", "expectations": expectations})
    )
    return folder


def written(source: str, measure: str, **kwargs: Any) -> dict[str, Any]:
    between = "expect_column_values_to_be_between"
    return {
        "type": between,
        "kwargs": {"column": measure, **kwargs},
        "meta": {"source": source, "rows_from": 5},
    }


def test_a_source_has_its_own_expectation_before_its_agencys_and_everybodys(tmp_path: Path) -> None:
    own = [
        written(source, "rows set aside", max_value=limit)
        for source, limit in (("*", 0.1), ("mosaic.*", 0.2), ("mosaic.team", 0.3))
    ]
    known = suites(suite(tmp_path, *own))
    limits = {
        source: each.at_most
        for source in ("police.custody", "mosaic.person", "mosaic.team")
        if (each := expectation_for(known, source, "rows set aside"))
    }
    assert limits == {"police.custody": 0.1, "mosaic.person": 0.2, "mosaic.team": 0.3}
    assert expectation_for(known, "police.custody", "filled Nothing") is None


@pytest.mark.parametrize(
    "wrong",
    [
        written("*", "rows"),
        written("*", "rows set aside", max_value="a tenth"),
        {"type": "x", "kwargs": {}, "meta": {"source": "*"}},
        {"kwargs": {"column": "rows set aside"}, "meta": {"source": "*"}},
        "a line",
    ],
)
def test_an_expectation_that_cannot_be_used_is_told_by_its_place(tmp_path: Path, wrong: Any) -> None:
    with pytest.raises(SuiteNotUnderstood, match=r"expectation 1 of own\.json"):
        suites(suite(tmp_path, wrong))


def test_a_suite_that_is_no_json_is_told_by_its_name(tmp_path: Path) -> None:
    suite(tmp_path)
    (tmp_path / "expectations" / "own.json").write_text("source,measure")
    with pytest.raises(SuiteNotUnderstood, match=r"in own\.json"):
        suites(tmp_path)


def test_every_shipped_expectation_is_of_something_that_exists() -> None:
    models = {source.name: source.table for agency in AGENCIES for source in sources(agency)}
    owners = {"*", *models, *(f"{agency}.*" for agency in AGENCIES)}
    for (source, measure), each in suites(None).items():
        assert source in owners, source
        assert not each.is_judged or "{found}" in each.words or "{tables}" in each.words
        if measure not in MEASURES:
            headings = {heading for column in columns(models[source]).values() for heading in column.headings}
            assert measure.removeprefix("filled ") in headings
    assert {measure for agency in AGENCIES for measure in measures_of(suites(None), agency)} >= set(MEASURES)


def test_what_was_missed_is_one_sentence_an_agency_and_expectation() -> None:
    expectation = "Expected 0.6 to 1.7 times the rows; found {found}. Ask police."
    line = {"authority": "370", "column": "", "passed": False, "expectation": expectation}
    told = expecting.told(
        [
            {**line, "source": "police.custody", "found": 0.31},
            {**line, "source": "police.missing_report", "found": 0.4},
            {**line, "source": "police.hate_crime", "found": 1.0, "passed": True},
        ]
    )
    assert not told.passed
    assert told.words == (
        "Expected 0.6 to 1.7 times the rows; found 0.31 in custody, 0.4 in missing report. Ask police."
    )


def test_the_page_says_what_to_ask_in_words_and_not_by_colour_alone() -> None:
    line = {
        "authority": "370",
        "month": "2023-03",
        "column": "",
        "rows": 1234,
        "at_least": 0.6,
        "at_most": 1.7,
    }
    html = expectation_page(
        "March 2023",
        [
            {**line, "source": "police.custody", "measure": "rows against before", "found": 0.31, "passed": False,
             "expectation": "Expected 0.6 to 1.7 times the rows; found {found}. Ask <police>."},
            {**line, "source": "police.hate_crime", "measure": "rows set aside", "found": 0.0, "passed": True,
             "at_least": None, "at_most": 0.05, "expectation": "Expected at most 0.05; found {found}."},
        ],
        {"police": "South Yorkshire Police"},
    )  # fmt: skip
    assert "<h2>South Yorkshire Police</h2>" in html
    assert "1 of 2 expectations were not met." in html
    assert "Expected 0.6 to 1.7 times the rows; found 0.31. Ask &lt;police&gt;." in html
    assert ">Outside<" in html and ">As expected<" in html
    assert "at most 0.05" in html and "1,234" in html
    assert "http://" not in html and "https://" not in html and "<script" not in html


SAYS = "import sys; sys.stdin.readline(); "


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put another process in the place of the one that judges."""
    monkeypatch.setattr(expecting, "_children", [])
    return lambda code: monkeypatch.setattr(expecting, "COMMAND", [sys.executable, "-c", SAYS + code])


@pytest.mark.parametrize(
    "code", ["raise SystemExit(1)", "print('half a li', end='')", "import time; time.sleep(60)"]
)
def test_a_process_that_dies_or_is_slow_is_not_run_and_never_passed(
    judge: Callable[[str], None], code: str
) -> None:
    judge(code)
    answer = expecting.verdicts({"measured": [], "overlay": ""}, patience=0.5)
    assert "verdicts" not in answer
    assert "ended or took longer" in answer["not_run"]


def test_verdicts_are_kept_and_asked_again_only_when_something_changed(
    judge: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SCORECARD_EXPECTATIONS", raising=False)
    home = Home(settings(inbox=tmp_path / "inbox", home=tmp_path / "home"))
    lines = asked("police.missing_report", facts(reports(MARCH, 90), MissingReport, MARCH), None)
    monkeypatch.setattr(expecting, "measured", lambda home, month: lines)
    month = Month.parse("2023-03")
    judge("raise SystemExit(1)")
    assert "not run" in expecting.expected(home, month).words
    assert "not run" in expecting.last_words(home, month)
    verdict = dict.fromkeys(("rows", "found", "at_least", "at_most"), 1) | {"passed": True, "column": ""}
    verdict |= dict.fromkeys(("authority", "expectation", "measure"), "") | {"source": "police.custody"}
    answer = json.dumps({"verdicts": [verdict]})
    judge(f"print({answer!r}, flush=True)")
    assert expecting.expected(home, month).passed
    judge("raise SystemExit(1)")
    assert expecting.expected(home, month).passed
    assert expecting.last_words(home, month) == ""
    lines[0]["found"] = 0.5
    assert not expecting.expected(home, month).passed


def test_nothing_delivered_or_switched_off_is_not_passed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = Home(settings(inbox=tmp_path / "inbox", home=tmp_path / "home"))
    monkeypatch.setattr(expecting, "measured", lambda home, month: [])
    assert not expecting.expected(home, Month.parse("2023-03")).passed
    monkeypatch.setattr(expecting, "measured", lambda home, month: [{"found": 1}])
    assert expecting.last_words(home, Month.parse("2023-03")) == ""
    monkeypatch.setenv("SCORECARD_EXPECTATIONS", "off")
    assert not expecting.expected(home, Month.parse("2023-03")).passed
    assert "switches them off" in expecting.last_words(home, Month.parse("2023-03"))


@pytest.mark.slow
def test_great_expectations_passes_normal_deliveries_and_catches_the_others() -> None:
    before_police = facts(reports(FEBRUARY, 140), MissingReport, FEBRUARY)
    before_contacts = facts(contacts(FEBRUARY, 700), Contact, FEBRUARY)

    def missed(source: str, now: dict[str, Any], before: dict[str, Any]) -> set[str]:
        answer = expecting.verdicts({"measured": asked(source, now, before), "overlay": ""}, patience=300)
        assert answer["verdicts"]
        return {verdict["measure"] for verdict in answer["verdicts"] if not verdict["passed"]}

    def police(table: pl.DataFrame, set_aside: int = 0) -> set[str]:
        return missed("police.missing_report", facts(table, MissingReport, MARCH, set_aside), before_police)

    def front_door(table: pl.DataFrame) -> set[str]:
        return missed("mosaic.contact", facts(table, Contact, MARCH), before_contacts)

    assert police(reports(MARCH, 150)) == set()
    assert front_door(contacts(MARCH, 731)) == set()
    assert police(reports(MARCH, 70)) == {"rows against before"}
    assert front_door(contacts(MARCH, 365)) == {"rows against before"}
    assert police(reports(MARCH, 30), set_aside=110) == {"rows set aside"}
    assert police(reports(MARCH, 140, child_id=None)) == {"filled against before"}
    assert police(reports(FEBRUARY, 140)) == {"in the month"}
    assert front_door(contacts(FEBRUARY, 700)) == {"sent again", "days without events"}


@pytest.mark.slow
def test_what_runs_the_refresh_never_imports_great_expectations() -> None:
    code = "import sys, pipelines.definitions; print({'great_expectations', 'pandas', 'pandera'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_only_the_delivery_of_the_month_just_before_is_compared_with(tmp_path: Path) -> None:
    def compared(folder: str, months: tuple[str, ...]) -> set[str]:
        partnership = Partnership(tmp_path / folder)
        for month in months:
            partnership.drop_mosaic(month)
        partnership.take_all()
        found = measured(partnership.home, Month.parse(months[-1]))
        return {line["measure"] for line in found} & {"rows against before", "the same as before"}

    assert "rows against before" in compared("next", ("2023-02", "2023-03"))
    assert compared("later", ("2023-01", "2023-03")) == set()
