"""What runs without anyone: the month's refresh, looks at the inbox and for a quarter to draft, and a daily watch.

Nothing here publishes: what is drafted is signed for by people.
"""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256

import dagster as dg

from pipelines.alone import reconcile
from pipelines.boundary import value_free
from pipelines.home import Home
from pipelines.intake.inbox import decision_files, dropped
from pipelines.orchestration.partitions import extract_month
from pipelines.orchestration.partnership import Partnership
from pipelines.settings import settings
from pipelines.status.watching import STATUS
from scorecards.period import Month

_ASKED = "scorecard/asked"
_ATTEMPTS = 3
"""So often a month is tried from what stands in the inbox; then somebody has to look."""
_UNDER_WAY = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
_SCHEDULE = settings().schedule
_SCHEDULES = dg.DefaultScheduleStatus.RUNNING if _SCHEDULE.on else dg.DefaultScheduleStatus.STOPPED
_SENSORS = dg.DefaultSensorStatus.RUNNING if _SCHEDULE.on else dg.DefaultSensorStatus.STOPPED

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups("drafts"),
    description="Take in a month's files and build its scorecard.",
)
draft = dg.define_asset_job(
    "draft",
    selection=dg.AssetSelection.groups("drafts"),
    description="Write a quarter's workbooks and pages, for approval.",
)

watch = dg.define_asset_job(
    "watch",
    selection=dg.AssetSelection.assets(STATUS),
    description="Write the page of how everything stands, and tell whoever has to know what is new.",
)
daily = dg.ScheduleDefinition(
    job=watch,
    name="daily_watch",
    cron_schedule="0 7 * * *",
    execution_timezone="Europe/London",
    default_status=_SCHEDULES,
    description="Every morning: silence is noticed by nobody else.",
)


@dg.schedule(
    job=refresh,
    name="monthly_refresh",
    default_status=_SCHEDULES,
    cron_schedule=f"0 {_SCHEDULE.hour} {_SCHEDULE.day} * *",
    execution_timezone="Europe/London",
    description="Once a month, when the month's files are due: every month that is due then, the oldest first.",
)
def monthly(
    context: dg.ScheduleEvaluationContext, partnership: Partnership
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """A run for every month that is due, however many ticks were missed before this one."""
    from pipelines.status.due import due_months

    with value_free():
        home = partnership.place()
        reconcile(home, context.instance)
        due = due_months(home)
    requests = _requests(context.instance, due, f"{context.scheduled_execution_time:%Y-%m-%d}")
    yield from requests
    if not requests:
        yield dg.SkipReason("Every month is built from what is there, or under way.")


@dg.sensor(
    job=refresh,
    minimum_interval_seconds=60,
    default_status=_SENSORS,
    description="Refreshes the months for which something came, and ends runs whose process has gone.",
)
def inbox_watch(context: dg.SensorEvaluationContext, partnership: Partnership) -> dg.SensorResult:
    """A run for every month that is due once the inbox has stopped changing, the oldest first.

    The cursor is the inbox and ledger at the last look, and at the last look that found nothing due.
    """
    from pipelines.status.due import due_months

    with value_free():
        home = partnership.place()
        reconcile(home, context.instance)
        now = _mark(home)
        before = json.loads(context.cursor or "{}")
        is_still, is_idle = before.get("seen") == now, before.get("idle") == now
        due = due_months(home) if is_still and not is_idle else []
    cursor = {"seen": now, "idle": now if is_still and not due else before.get("idle", "")}
    requests = _requests(context.instance, due, now)
    return dg.SensorResult(run_requests=requests, cursor=json.dumps(cursor, sort_keys=True))


@dg.sensor(
    job=draft,
    minimum_interval_seconds=300,
    default_status=_SENSORS,
    description="Drafts the newest quarter when its last month is built, and again when that month is built anew.",
)
def draft_watch(
    context: dg.SensorEvaluationContext, partnership: Partnership
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """A run for the quarter that is to be drafted, once for every build of its last month."""
    from pipelines.builds import current
    from pipelines.status.due import due_draft

    with value_free():
        home = partnership.place()
        quarter = due_draft(home)
        build = (current(home, quarter.last_month) or {}).get("build") if quarter else None
    requests = _asked(context.instance, draft.name, str(quarter.first_month), str(build)) if quarter else []
    yield from requests
    if not requests:
        yield dg.SkipReason("The newest quarter is drafted from its last build, or under way.")


@dg.run_failure_sensor(
    monitored_jobs=[refresh, draft],
    default_status=_SENSORS,
    description="Tells whoever has to know that a run failed, or that its process has gone.",
)
def failure_watch(context: dg.RunFailureSensorContext, partnership: Partnership) -> None:
    """A message for every failure that was not told yet; and the page says so."""
    from pipelines.alerts.told import tell_news
    from pipelines.status.telling import write_status

    with value_free():
        home = partnership.place()
        tell_news(home)
        write_status(home)


def _requests(instance: dg.DagsterInstance, due: Iterable[Month], cause: str) -> list[dg.RunRequest]:
    """A run for each month that Dagster knows and that is not asked for already."""
    known = set(extract_month.get_partition_keys())
    return [
        each
        for month in map(str, due)
        if month in known
        for each in _asked(instance, refresh.name, month, cause)
    ]


def _asked(instance: dg.DagsterInstance, job: str, partition: str, cause: str) -> list[dg.RunRequest]:
    """One run, unless one is under way or the same cause was tried often enough."""
    asked = f"{partition}:{cause}"
    under_way = dg.RunsFilter(job_name=job, statuses=_UNDER_WAY, tags={"dagster/partition": partition})
    tried = instance.get_runs_count(dg.RunsFilter(job_name=job, tags={_ASKED: asked}))
    if tried >= _ATTEMPTS or instance.get_runs_count(under_way):
        return []
    return [dg.RunRequest(run_key=f"{asked}:{tried}", partition_key=partition, tags={_ASKED: asked})]


def _mark(home: Home) -> str:
    """The hash of what stands in the inbox and of the ledger's length: while it is the same, the same is due."""
    chosen = home.settings
    files = [
        *dropped(chosen.inbox, authority=chosen.authority.code),
        *decision_files(chosen.inbox, authority=chosen.authority.code),
    ]
    facts = [f"{each.month}|{each.authority}|{each.agency}|{each.name}|{each.signature}" for each in files]
    return sha256("\n".join([*facts, str(len(home.ledger.records))]).encode()).hexdigest()[:16]
