"""What runs without anyone: the month's refresh, a look at the inbox, and a daily look for silence."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256

import dagster as dg

from pipelines.alone import reconcile
from pipelines.boundary import value_free
from pipelines.home import Home
from pipelines.inbox import decision_files, dropped
from pipelines.partitions import extract_month
from pipelines.partnership import Partnership
from pipelines.settings import settings
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


@dg.schedule(
    job=refresh,
    name="monthly_refresh",
    cron_schedule=f"0 {_SCHEDULE.hour} {_SCHEDULE.day} * *",
    execution_timezone="Europe/London",
    description="Once a month, when the month's files are due: every month that is due then, the oldest first.",
)
def monthly(
    context: dg.ScheduleEvaluationContext, partnership: Partnership
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """A run for every month that is due, however many ticks were missed before this one."""
    from pipelines.due import due_months

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
    minimum_interval_seconds=120,
    description="Refreshes the months for which something came, and ends runs whose process has gone.",
)
def inbox_watch(context: dg.SensorEvaluationContext, partnership: Partnership) -> dg.SensorResult:
    """A run for every month that is due once the inbox has stopped changing, the oldest first.

    The cursor is the inbox and ledger at the last look, and at the last look that found nothing due.
    """
    from pipelines.due import due_months

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


def _requests(instance: dg.DagsterInstance, due: Iterable[Month], cause: str) -> list[dg.RunRequest]:
    """A run for each month, unless one is under way or the same cause was tried often enough."""
    known = set(extract_month.get_partition_keys())
    found = []
    for month in (str(each) for each in due):
        asked = f"{month}:{cause}"
        under_way = dg.RunsFilter(
            job_name=refresh.name, statuses=_UNDER_WAY, tags={"dagster/partition": month}
        )
        tried = instance.get_runs_count(dg.RunsFilter(job_name=refresh.name, tags={_ASKED: asked}))
        if month in known and tried < _ATTEMPTS and not instance.get_runs_count(under_way):
            found.append(dg.RunRequest(run_key=f"{asked}:{tried}", partition_key=month, tags={_ASKED: asked}))
    return found


def _mark(home: Home) -> str:
    """The hash of what stands in the inbox and of the ledger's length: while it is the same, the same is due."""
    chosen = home.settings
    files = [
        *dropped(chosen.inbox, authority=chosen.authority.code),
        *decision_files(chosen.inbox, authority=chosen.authority.code),
    ]
    facts = [f"{each.month}|{each.authority}|{each.agency}|{each.name}|{each.signature}" for each in files]
    return sha256("\n".join([*facts, str(len(home.ledger.records))]).encode()).hexdigest()[:16]
