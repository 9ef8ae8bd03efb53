"""After every refresh and once a day: the status page is written, and people are sent what they have to know."""

from datetime import UTC, datetime, timedelta

import dagster as dg

from pipelines.boundary import value_free
from pipelines.orchestration.partnership import Partnership
from pipelines.orchestration.returning import RETURNS

STATUS = dg.AssetKey("status")
"""The asset of the status page."""


def watches() -> dg.AssetsDefinition:
    """The step that writes the page and sends what is new. It is of no month: it says how things stand now."""

    @dg.asset(
        key=STATUS,
        deps=[RETURNS],
        group_name="status",
        kinds={"html"},
        description="What came, what is late, what waits for whom, what is out and what comes next.",
    )
    def write(context: dg.AssetExecutionContext, partnership: Partnership) -> dg.MaterializeResult[None]:
        from pipelines.alerts.told import tell_news
        from pipelines.status.status import status
        from pipelines.status.telling import write_status

        with value_free():
            home = partnership.place()
            messages = tell_news(home)
            found = status(home)
            write_status(home, found)
            oldest = datetime.now(UTC) - timedelta(days=home.settings.schedule.keep_days)
            forget_runs(context.instance, oldest)
        kinds = [task.kind for task in found.tasks]
        return dg.MaterializeResult(
            metadata={
                "code": found.code,
                "messages_sent": messages,
                **{f"tasks_{kind}": kinds.count(kind) for kind in sorted(set(kinds))},
            }
        )

    return write


def forget_runs(instance: dg.DagsterInstance, before: datetime) -> int:
    """Forget what Dagster keeps of runs that ended and began before a moment; how many, a hundred at the most. What was
    delivered, built and published is in the ledger, not there."""
    ended = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
    old = instance.get_runs(dg.RunsFilter(statuses=ended, created_before=before), limit=100)
    for run in old:
        instance.delete_run(run.run_id)
    return len(old)
