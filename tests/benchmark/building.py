"""A build from accepted rows, in one process: `python -m tests.benchmark.building MONTH`.

Settings, inbox and home come from the environment. Says what each stage took and how many rows were in force.
"""

import json
import sys

from tests.benchmark.stages import Stopwatch
from tests.benchmark.watched import watch_build


def main() -> None:
    """Load, core, indicators, checks, values."""
    watch = Stopwatch()
    from pipelines.builds import Plan, Work
    from pipelines.home import Home
    from pipelines.settings import settings
    from scorecards.period import Month

    watch_build(watch)
    watch.turn("load")
    home, month = Home(settings()), Month.parse(sys.argv[1])
    plan = Plan(home, month)
    lines = [(part.source, line) for part in plan.force for line in part.delivery.parts]
    rows = sum(line["accepted"] for source, line in lines if line["source"] == source)
    watch.turn("values")
    with home.ledger.writing():
        path = Work(plan).finish()
    print(json.dumps({"rows": rows, "bytes": path.stat().st_size, **watch.told()}))


if __name__ == "__main__":
    main()
