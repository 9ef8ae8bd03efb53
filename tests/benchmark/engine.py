"""The engine called in one process, without Dagster: a month's files to one audience's workbook and page.

Run as `python -m tests.benchmark.engine MONTH`; inbox and home come from the environment. `--months MONTH` counts only
the SQL statements of a build.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.benchmark.clock import peak, reading


def main() -> None:
    """Do it and say the CPU seconds of each stage; those of the processes that read files are intake's."""
    laps = {"before": time.process_time()}
    from pipelines import publication
    from pipelines.builds import Plan, Work
    from pipelines.home import Home
    from pipelines.intake import Intake
    from pipelines.parsing import parsed  # noqa: F401 - imported on first use, which is no part of intake
    from pipelines.publication import Publication
    from pipelines.settings import settings
    from scorecards.period import Month, Quarter
    from sources.catalogue import AGENCIES, sources

    proofs = [0.0, 0.0]
    for proof in ("released", "refuse_unfit"):
        setattr(publication, proof, _timed(getattr(publication, proof), proofs))
    for agency in AGENCIES:
        sources(agency)
    laps["start-up"] = time.process_time()
    started = time.perf_counter()
    home, month = Home(settings()), Month.parse(sys.argv[1])
    home.open()
    with home.ledger.writing():
        intake = Intake(home)
        for agency in AGENCIES:
            intake.take_agency(agency, month)
    laps["intake"] = time.process_time()
    work = Work(Plan(home, month))
    work.make_core()
    laps["core"] = time.process_time()
    work.finish()
    laps["indicators"] = time.process_time()
    Publication(home, Quarter.ending(month, home.settings.year_start)).draft(["executive"])
    laps["outputs"] = time.process_time()
    wall = time.perf_counter() - started
    read = reading()
    laps = {name: lap + read * (name not in ("before", "start-up")) for name, lap in laps.items()}
    laps["outputs"] -= proofs[0]
    print(
        json.dumps(
            {"laps": laps, "proofs": proofs[0], "proofs_wall": proofs[1], "wall": wall, "peak": peak()}
        )
    )


def _timed(proof: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    """A proof before release, with its seconds (CPU, wall) counted apart: the bare script proves nothing of what it
    writes."""

    def timed(*given: Any, **named: Any) -> Any:
        before, began = _processor(), time.perf_counter()
        try:
            return proof(*given, **named)
        finally:
            spent[0] += _processor() - before
            spent[1] += time.perf_counter() - began

    return timed


def _processor() -> float:
    """CPU seconds of this process and of the ones that it waited for."""
    return time.process_time() + sum(os.times()[2:4])


if __name__ == "__main__":
    main()
