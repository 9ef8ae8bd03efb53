"""What runs without anyone: every due month once and oldest first, whatever was missed, killed, late or sent again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from pipelines import alone
from pipelines.boundary import Stopped
from pipelines.builds import current
from pipelines.definitions import defs
from pipelines.intake.delivery import deliveries
from pipelines.ledger import LedgerBusy
from pipelines.locked import run_lock
from pipelines.orchestration.partnership import Partnership as PartnershipResource
from pipelines.orchestration.schedules import draft_watch, inbox_watch, monthly
from pipelines.settings import ROOT, SettingsNotUnderstood, settings
from pipelines.status.due import due_months
from pipelines.status.status import next_run
from pipelines.status.watching import forget_runs
from scorecards.indicator import indicators
from scorecards.period import Month
from tests.made_up_inbox import (
    DOMESTIC_ABUSE,
    FEBRUARY,
    MARCH,
    MISSING_FEBRUARY,
    MISSING_MARCH,
    Partnership,
    workbook_bytes,
)

JANUARY = Month.parse("2023-01")
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Partnership:
    monkeypatch.setenv("SCORECARD_EXPECTATIONS", "off")
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    # When a month is due does not depend on how many figures it has.
    monkeypatch.setattr(
        "pipelines.builds.steps.indicators",
        lambda *given: [each for each in indicators(*given) if each.section == "missing"],
    )
    made = Partnership(tmp_path)
    made.home.open()
    return made


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.instance_for_test(overrides={"telemetry": {"enabled": False}}) as made:
        yield made


def resource(place: Partnership) -> PartnershipResource:
    return PartnershipResource(
        settings_file=str(place.settings_file), inbox=str(place.inbox), home=str(place.folder / "home")
    )


def look(place: Partnership, instance: dg.DagsterInstance, cursor: str | None) -> tuple[list[str], str]:
    """The months that a look of the sensor asks runs for, in order, and its cursor."""
    found = evaluated(place, instance, cursor)
    return [str(each.partition_key) for each in found.run_requests or []], str(found.cursor)


def evaluated(place: Partnership, instance: dg.DagsterInstance, cursor: str | None) -> dg.SensorResult:
    """One look of the sensor."""
    resources = {"partnership": resource(place)}
    with dg.build_sensor_context(instance=instance, cursor=cursor, resources=resources) as context:
        found = inbox_watch(context)
    assert isinstance(found, dg.SensorResult)
    return found


def tick(place: Partnership, instance: dg.DagsterInstance, at: str = "2023-04-12T06:00") -> list[str]:
    """The months that the schedule asks runs for at a tick."""
    with dg.build_schedule_context(
        instance=instance,
        scheduled_execution_time=datetime.fromisoformat(at).replace(tzinfo=LONDON),
        resources={"partnership": resource(place)},
    ) as context:
        found = list(monthly(context))
    return [str(each.partition_key) for each in found if isinstance(each, dg.RunRequest)]


def add_run(
    instance: dg.DagsterInstance, month: str, status: dg.DagsterRunStatus, **tags: str
) -> dg.DagsterRun:
    """A run of the month's refresh as the instance knows it."""
    known = {"dagster/partition": month, **{name.replace("_", "/"): value for name, value in tags.items()}}
    return instance.add_run(
        dg.DagsterRun(run_id=str(len(instance.get_runs())).rjust(36, "0"), job_name="refresh", status=status, tags=known)
    )  # fmt: skip


def drop_months(place: Partnership) -> None:
    for month in ("2023-01", "2023-02"):
        place.drop_police(month, MISSING_FEBRUARY)
    place.drop_police("2023-03", MISSING_MARCH)


def test_the_schedule_is_monthly_at_six_in_england_on_a_day_that_every_month_has() -> None:
    assert (monthly.cron_schedule, monthly.execution_timezone) == ("0 6 12 * *", "Europe/London")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("day = 29", "day as a number from 1 to 28"),
        ("day = 0", "day as a number from 1 to 28"),
        ("hour = 1", "an hour other than 1"),
        ("hour = 24", "hour as a number from 0 to 23"),
    ],
)
def test_a_day_or_hour_that_some_month_or_night_lacks_is_refused(
    tmp_path: Path, line: str, expected: str
) -> None:
    place = Partnership(tmp_path, more_settings=f"[schedule]\n{line}\n")
    with pytest.raises(SettingsNotUnderstood, match=expected):
        settings(place.settings_file)


@pytest.mark.keeps("P12")
def test_one_tick_after_three_that_were_missed_asks_for_every_month_and_the_next_for_none(
    place: Partnership, instance: dg.DagsterInstance
) -> None:
    drop_months(place)
    assert tick(place, instance) == ["2023-01", "2023-02", "2023-03"]
    for month in (JANUARY, FEBRUARY, MARCH):
        place.refresh(month)
    assert tick(place, instance, "2023-05-12T06:00") == []
    assert tick(place, instance) == []


@pytest.mark.keeps("P11")
def test_a_night_in_which_the_clock_is_turned_asks_for_nothing_twice(
    place: Partnership, instance: dg.DagsterInstance
) -> None:
    """Half past one comes twice on 25 October 2026, and not at all on 29 March: a run is asked for by its day."""
    place.drop_police("2023-03", MISSING_MARCH)
    nights = {
        "autumn": [datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=fold) for fold in (0, 1)],
        "spring": [datetime(2026, 3, 29, hour, 30, tzinfo=LONDON) for hour in (0, 1, 2)],
    }
    for night in nights.values():
        asked = []
        for at in night:
            with dg.build_schedule_context(
                instance=instance, scheduled_execution_time=at, resources={"partnership": resource(place)}
            ) as context:
                asked += [each.run_key for each in monthly(context) if isinstance(each, dg.RunRequest)]
        assert len(asked) == len(night) and len(set(asked)) == 1
        for at in night:
            then = next_run(place.home.settings, at)
            assert then.hour == 6 and 0 < (then.astimezone(UTC) - at.astimezone(UTC)).days < 32
            assert due_months(place.home, at.date()) == [MARCH]


def test_a_month_is_due_once_for_what_came_late_again_or_was_decided(place: Partnership) -> None:
    drop_months(place)
    for month in (JANUARY, FEBRUARY, MARCH):
        place.refresh(month)
    assert due_months(place.home) == []
    place.drop_police("2023-02", MISSING_FEBRUARY[:2], "again.xlsx")  # sent again, one row fewer
    assert due_months(place.home) == [FEBRUARY, MARCH]  # January holds nothing of February's
    place.refresh(FEBRUARY)
    assert due_months(place.home) == [MARCH]
    place.refresh(MARCH)
    assert due_months(place.home) == []
    from pipelines.intake import deciding

    newest = max(
        (each for each in deliveries(place.home).values() if each.month == "2023-02"), key=lambda each: each.order
    )  # fmt: skip
    deciding.hold(place.home, newest.delivery_id, by="A Manager", reason="Short")
    assert due_months(place.home) == [FEBRUARY, MARCH]


def test_a_month_that_has_not_ended_is_never_due(place: Partnership) -> None:
    drop_months(place)
    assert due_months(place.home, date(2023, 3, 31)) == [JANUARY, FEBRUARY]
    assert due_months(place.home, date(2023, 4, 1)) == [JANUARY, FEBRUARY, MARCH]


def test_a_quarter_is_drafted_when_its_last_month_is_built_and_anew_when_that_is(
    place: Partnership, instance: dg.DagsterInstance
) -> None:
    from pipelines.publication.drafts import DRAFT_FILE

    def look_for_drafts() -> list[str]:
        resources = {"partnership": resource(place)}
        with dg.build_sensor_context(instance=instance, resources=resources) as context:
            found = list(draft_watch(context))
        return [str(each.partition_key) for each in found if isinstance(each, dg.RunRequest)]

    place.drop_police("2023-03", MISSING_MARCH)
    assert look_for_drafts() == []
    place.refresh(MARCH)
    assert look_for_drafts() == ["2023-01"]  # the quarter that began then
    drafted = {"build": (current(place.home, MARCH) or {})["build"]}
    folder = place.home.drafts / "2022-23-Q4"
    folder.mkdir(parents=True)
    (folder / DRAFT_FILE).write_text(json.dumps(drafted), encoding="utf-8")
    assert look_for_drafts() == []
    place.drop_police("2023-03", MISSING_MARCH[:3], "again.xlsx")
    assert look_for_drafts() == []  # March itself is due first
    place.refresh(MARCH)
    assert look_for_drafts() == ["2023-01"]


def test_the_sensor_waits_until_the_inbox_stands_still_and_names_no_file(
    place: Partnership, instance: dg.DagsterInstance
) -> None:
    place.drop_police("2023-03", MISSING_MARCH)
    asked, cursor = look(place, instance, None)
    assert asked == []
    place.drop_police("2023-03", MISSING_MARCH[:2])  # still being written
    asked, cursor = look(place, instance, cursor)
    assert asked == []
    asked, cursor = look(place, instance, cursor)
    assert asked == ["2023-03"]
    assert "police" not in cursor and "xlsx" not in cursor
    place.refresh()
    for _ in range(3):
        asked, cursor = look(place, instance, cursor)
        assert asked == []


def test_a_month_under_way_is_not_asked_for_again_and_one_that_fails_is_tried_three_times(
    place: Partnership, instance: dg.DagsterInstance
) -> None:
    place.drop_police("2023-03", MISSING_MARCH)
    _, cursor = look(place, instance, None)
    run = add_run(instance, "2023-03", dg.DagsterRunStatus.STARTING)
    assert look(place, instance, cursor)[0] == [] and tick(place, instance) == []
    instance.delete_run(run.run_id)
    for _ in range(3):
        asked, cursor = look(place, instance, cursor)
        assert asked == ["2023-03"]
        requests = evaluated(place, instance, cursor).run_requests
        assert requests
        cause = requests[0].tags["scorecard/asked"]
        add_run(instance, "2023-03", dg.DagsterRunStatus.FAILURE, scorecard_asked=cause)
    assert look(place, instance, cursor)[0] == []
    assert tick(place, instance) == ["2023-03"]  # the month's own tick tries again


def test_a_run_whose_process_has_gone_is_ended_and_one_that_works_is_left(
    place: Partnership, instance: dg.DagsterInstance
) -> None:
    mark = alone._mark(place.home)
    gone = add_run(instance, "2023-02", dg.DagsterRunStatus.STARTED, scorecard_working=mark)
    other = add_run(instance, "2023-02", dg.DagsterRunStatus.STARTED, scorecard_working="another home")
    waiting = add_run(instance, "2023-03", dg.DagsterRunStatus.STARTED)
    with run_lock(place.home, 0):
        assert alone.reconcile(place.home, instance) == 0
    assert alone.reconcile(place.home, instance) == 1
    status = {run.run_id: run.status for run in instance.get_runs()}
    assert status[gone.run_id] == dg.DagsterRunStatus.FAILURE
    assert status[other.run_id] == status[waiting.run_id] == dg.DagsterRunStatus.STARTED


def test_runs_of_long_ago_are_forgotten_and_those_at_work_never(instance: dg.DagsterInstance) -> None:
    add_run(instance, "2023-01", dg.DagsterRunStatus.SUCCESS)
    add_run(instance, "2023-02", dg.DagsterRunStatus.STARTED)
    now = datetime.now(LONDON)
    assert forget_runs(instance, now - timedelta(days=400)) == 0
    assert forget_runs(instance, now + timedelta(days=1)) == 1
    assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.STARTED]


def test_two_runs_at_once_wait_for_each_other(
    place: Partnership, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alone, "PATIENCE", 0.1)
    run = add_run(instance, "2023-03", dg.DagsterRunStatus.STARTED)
    with run_lock(place.home, 0), pytest.raises(LedgerBusy), alone.alone(place.home, run, instance):
        pass
    with alone.alone(place.home, run, instance):
        assert [each.state for each in alone.outcomes(place.home)] == ["working"]
    assert alone.outcomes(place.home) == []


KILLED = """
import os, sys, threading, time
from pipelines import alone
from pipelines.intake.intake import Intake
Intake.take_agency = lambda *given: (print("working", flush=True), time.sleep(600))
from pipelines.orchestration.running import run
from pipelines.settings import settings
from pathlib import Path
run("refresh", "2023-03", settings(Path(sys.argv[1]), inbox=Path(sys.argv[2]), home=Path(sys.argv[3])))
"""


@pytest.mark.keeps("P11")
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
def test_a_run_that_was_killed_is_told_ended_and_never_blocks_the_next(
    place: Partnership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.orchestration.running import dagster_instance, run

    place.drop_police("2023-03", MISSING_MARCH)
    monkeypatch.setattr("pipelines.builds.steps.indicators", indicators)  # Dagster's steps are of all of them
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    given = [str(place.settings_file), str(place.inbox), str(place.folder / "home")]
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, *given], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )  # fmt: skip
    assert child.stdout is not None and child.stdout.readline() == "working\n"
    assert alone.is_working(place.home)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert [(each.job, each.partition, each.state) for each in alone.outcomes(place.home)] == [
        ("refresh", "2023-03", "gone")
    ]
    with dagster_instance() as instance:
        assert [each.status for each in instance.get_runs()] == [dg.DagsterRunStatus.STARTED]
    started = time.monotonic()
    run("refresh", "2023-03", place.home.settings)
    assert time.monotonic() - started < alone.PATIENCE
    with dagster_instance() as instance:
        states = sorted(each.status.value for each in instance.get_runs())
    assert states == ["FAILURE", "SUCCESS"]
    assert alone.outcomes(place.home) == []
    assert due_months(place.home) == []


def test_a_run_that_failed_is_told_in_its_own_words_until_it_goes_well(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.orchestration.running import run

    place.drop("2023-03/police/sheet.xlsx", workbook_bytes({"Domestic Abuse": DOMESTIC_ABUSE}))
    with monkeypatch.context() as broken:
        broken.setenv("PANDERA_VALIDATION_ENABLED", "False")
        with pytest.raises(Stopped):
            run("refresh", "2023-03", place.home.settings)
    (told,) = alone.outcomes(place.home)
    assert (told.job, told.partition, told.state) == ("refresh", "2023-03", "failed")
    assert told.words.startswith("Expected")
    assert defs.resolve_job_def("refresh") is not None
