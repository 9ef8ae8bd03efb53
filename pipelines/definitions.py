"""Everything that Dagster loads, found from the files."""

import dagster as dg

from pipelines.counting import core, figures, value
from pipelines.landing import inboxes, landings
from pipelines.normality import expectations
from pipelines.partnership import Partnership
from pipelines.publishing import drafts
from pipelines.returning import returns
from pipelines.reviewing import reviews
from pipelines.schedules import (
    daily,
    draft,
    draft_watch,
    failure_watch,
    inbox_watch,
    monthly,
    refresh,
    watch,
)
from pipelines.watching import watches

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
