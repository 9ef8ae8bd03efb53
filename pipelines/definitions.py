"""Everything that Dagster loads, found from the files."""

import dagster as dg

from pipelines.counting import core, sections, value
from pipelines.landing import inboxes, landings
from pipelines.normality import expectations
from pipelines.partnership import Partnership
from pipelines.publishing import publications
from pipelines.returning import returns
from pipelines.reviewing import reviews
from pipelines.schedules import inbox_watch, monthly, publish, refresh

defs = dg.Definitions(
    assets=[*inboxes(), *landings(), core(), *sections(), value(), *reviews(), returns(), *publications()],
    asset_checks=[expectations()],
    jobs=[refresh, publish],
    schedules=[monthly],
    sensors=[inbox_watch],
    resources={"partnership": Partnership()},
    executor=dg.in_process_executor,
)
