"""Everything that Dagster loads, found from the files."""

import dagster as dg

from pipelines.counting import core, sections, value
from pipelines.landing import inboxes, landings
from pipelines.normality import expectations
from pipelines.partnership import Partnership
from pipelines.publishing import drafts
from pipelines.returning import returns
from pipelines.reviewing import reviews
from pipelines.schedules import draft, inbox_watch, monthly, refresh

defs = dg.Definitions(
    assets=[*inboxes(), *landings(), core(), *sections(), value(), *reviews(), returns(), *drafts()],
    asset_checks=[expectations()],
    jobs=[refresh, draft],
    schedules=[monthly],
    sensors=[inbox_watch],
    resources={"partnership": Partnership()},
    executor=dg.in_process_executor,
)
