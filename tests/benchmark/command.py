"""The command line with a stopwatch around its stages: `python -m tests.benchmark.command refresh --month 2023-03`.

What is neither start-up nor a stage of ours is orchestration.
"""

import atexit
import json
import sys
from typing import Any

from tests.benchmark.stages import Stopwatch
from tests.benchmark.watched import (
    stop_readers,
    watch_build,
    watch_intake,
    watch_publication,
    watch_review,
)


def main() -> None:
    """Run the command as it is run, and say at its end what each stage took."""
    watch = Stopwatch()
    from pipelines.cli import main as command_line

    watch_intake(watch)
    watch_build(watch)
    if "publish" in sys.argv:
        watch_publication(watch)
    if "refresh" in sys.argv:
        watch_review(watch)
    _first_step(watch)
    atexit.register(_tell, watch)
    command_line()


def _tell(watch: Stopwatch) -> None:
    if "refresh" in sys.argv:
        stop_readers(watch)
    print(json.dumps(watch.told()))


def _first_step(watch: Stopwatch) -> None:
    """Everything before the first step's own work is start-up, and what no stage claims from then on orchestration."""
    from pipelines.orchestration.partnership import Partnership

    place, begun = Partnership.place, []

    def placed(self: Partnership) -> Any:
        if not begun:
            begun.append(True)
            watch.turn("orchestration")
        return place(self)

    Partnership.place = placed  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
