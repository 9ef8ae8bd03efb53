"""The engine called in one process, without Dagster: a month's files to one audience's workbook and page.

Run as `python -m tests.benchmark.engine MONTH`; settings, inbox and home come from the environment.
"""

import json
import sys

from tests.benchmark.stages import Stopwatch
from tests.benchmark.watched import stop_readers, watch_build, watch_intake, watch_publication


def main() -> None:
    """Do it and say what each stage took."""
    watch = Stopwatch()
    from pipelines.builds import Plan, Work
    from pipelines.home import Home
    from pipelines.intake.intake import Intake
    from pipelines.region.publication import publication_of
    from pipelines.settings import settings
    from scorecards.period import Month, Quarter
    from sources.catalogue import AGENCIES, sources

    watch_intake(watch)
    watch_build(watch)
    watch_publication(watch)
    for agency in AGENCIES:
        sources(agency)
    watch.turn("read")
    home, month = Home(settings()), Month.parse(sys.argv[1])
    home.open()
    with home.ledger.writing():
        intake = Intake(home)
        for agency in AGENCIES:
            intake.take_agency(agency, month)
    watch.turn("values")
    with home.ledger.writing():
        Work(Plan(home, month)).finish()
    watch.turn("outputs")
    publication_of(home, Quarter.ending(month, home.settings.year_start)).draft(["executive"])
    stop_readers(watch)
    print(json.dumps(watch.told()))


if __name__ == "__main__":
    main()
