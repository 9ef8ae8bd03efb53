"""Everything that Dagster loads, found from the files."""

import dagster as dg

from pipelines.orchestration.counting import core, figures, value
from pipelines.orchestration.landing import inboxes, landings
from pipelines.orchestration.normality import expectations
from pipelines.orchestration.partnership import Partnership
from pipelines.orchestration.publishing import drafts
from pipelines.orchestration.returning import returns
from pipelines.orchestration.reviewing import reviews
from pipelines.orchestration.schedules import (
    daily,
    draft,
    draft_watch,
    failure_watch,
    inbox_watch,
    monthly,
    refresh,
    watch,
)
from pipelines.status.watching import watches

defs = dg.Definitions(
    assets=[
        *inboxes(),
        *landings(),
        core(),
        figures(),
        value(),
        *reviews(),
        returns(),
        *drafts(),
        watches(),
    ],
    asset_checks=[expectations()],
    jobs=[refresh, draft, watch],
    schedules=[monthly, daily],
    sensors=[inbox_watch, draft_watch, failure_watch],
    resources={"partnership": Partnership()},
    executor=dg.in_process_executor,
)
