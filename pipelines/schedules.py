"""What runs without anyone: the month's refresh, and a look at the inbox."""

import json
from hashlib import sha256

import dagster as dg

from pipelines.boundary import value_free
from pipelines.inbox import dropped
from pipelines.partitions import extract_month
from pipelines.partnership import Partnership

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
monthly = dg.build_schedule_from_partitioned_job(
    refresh,
    name="monthly_refresh",
    description="Early on the 12th, when the month's files are due.",
    day_of_month=12,
    hour_of_day=6,
    minute_of_hour=0,
)


@dg.sensor(job=refresh, minimum_interval_seconds=120, description="Refreshes the months whose files changed.")
def inbox_watch(context: dg.SensorEvaluationContext, partnership: Partnership) -> dg.SensorResult:
    """One run for each month whose files, or those of a month before it, changed since the last look, once they have
    stopped changing: a late file of an earlier month brings the later ones up to date too."""
    with value_free():
        settings = partnership.place().settings
        now: dict[str, str] = {}
        mark = ""
        for file in dropped(settings.inbox, authority=settings.authority.code):
            facts = f"{mark}|{file.month}|{file.authority}|{file.agency}|{file.name}|{file.signature}"
            mark = now[str(file.month)] = sha256(facts.encode()).hexdigest()[:16]
    before = json.loads(context.cursor or '{"seen": {}, "run": {}}')
    settled = {month: mark for month, mark in now.items() if before["seen"].get(month) == mark}
    due = {month: mark for month, mark in settled.items() if before["run"].get(month) != mark}
    known = set(extract_month.get_partition_keys())
    requests = [
        dg.RunRequest(run_key=f"{month}:{mark}", partition_key=month)
        for month, mark in due.items()
        if month in known
    ]
    cursor = json.dumps({"seen": now, "run": {**before["run"], **due}}, sort_keys=True)
    return dg.SensorResult(run_requests=requests, cursor=cursor)
