"""Benchmark: what a refresh costs beside a bare script that does the same reads, checks, counts and a workbook.

Writes `docs/performance.md` from a run on this machine. `--quick` measures only what the goals on ratios need and
ends with code 1 when a cost grew beyond what was reached before. Times are CPU seconds (user and system, children
included) beside seconds on the wall; ratios are of medians of interleaved runs, because other people may be using
the machine. Every line runs in a fresh process with nothing of the home or of Dagster kept from before, unless the
line says otherwise.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.benchmark.page import PAGE, page
from tests.benchmark.runs import Bench, judged


def main() -> None:
    """Measure, and write the page or judge the bounds."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="Only the bounds on ratios; writes no page.")
    parser.add_argument(
        "--inbox", type=Path, help="A made-up inbox of `scorecard sample`; made when not given."
    )
    parser.add_argument("--rounds", type=int, default=3, help="How often each line is measured.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        bench = Bench(Path(folder), given.inbox)
        results = bench.quick(given.rounds) if given.quick else bench.full(given.rounds)
    found = judged(results)
    for line in found.lines:
        print(f"{line.name:60} {line.value:8.2f}  goal {line.goal:.2f}")
    if not given.quick:
        PAGE.write_text(page(results), encoding="utf-8")
        print(f"Written: {PAGE.name}")
    print("Goals missed: " + ("; ".join(found.missed) or "none"))
    if found.grown:
        sys.exit("Expected no cost to grow; these did: " + "; ".join(found.grown))


if __name__ == "__main__":
    main()
