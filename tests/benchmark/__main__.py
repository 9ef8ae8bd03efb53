"""What the product costs: beside a bare script, beside what an analyst does today, and from one authority to a nation.

Each part measures, keeps its result in `docs/performance.json`, and writes `docs/performance.md` anew from all parts that
are kept there. Without a part: `authority`, `validation`, `files` and `build` at their default sizes (the nation's build of
150 authorities is a part of its own, `nation`, to be run alone). On two quiet processors, about:

  authority   9 min  one authority: the stage table, and most goals (--short --rounds 2: 4 min)
  validation  1 min  the rules of a million rows, with none, some and many broken
  files       6 min  the whole way from files at 3 and 5 authorities (1 is `authority`), the analyst beside
  build       5 min  the build from accepted rows at 1, 10 and 30 authorities
  nation     14 min  the same at 150: `build`, `bare` (the bare script), `change` (after one changed file), `limited` (with
                     DuckDB held to 1 GB); in steps with --lines, on a nation that stands (--at)
  page        0 min  only the page, from what is kept
  quick       2 min  what CI holds on to: ratios against what was reached; ends with code 1 when a cost grew

A nation of 150 that several steps share is made by `python -m tests.benchmark.nation FOLDER --authorities 150`, in 3
minutes; it and its builds need 25 GB. Scratch goes to the system's folder for temporary files (TMPDIR).

Times are CPU seconds (user and system, children included) and seconds on the wall; lines run in fresh processes, turn by
turn, and the quickest run counts, because other people may be using the machine and whatever they do only adds.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.benchmark.clock import ALONE
from tests.benchmark.goals import (
    Goal,
    analyst_goals,
    authority_goals,
    first_goals,
    scale_goals,
    validation_goals,
)
from tests.benchmark.growth import build, files, growth_of_builds, validation
from tests.benchmark.page import PAGE, PICTURE, page, picture
from tests.benchmark.parts import keep, kept
from tests.benchmark.runs import FULL, LONG, QUICK, SHORT, Bench

PARTS = ("authority", "validation", "files", "build", "nation", "page", "quick")
FILES, BUILDS, LARGEST = (3, 5), (1, 10, 30), 150
LINES = ("build", "bare", "change", "limited")
LIMIT = "1GB"


def main() -> None:
    """Measure, and write the page or judge the bounds."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmark",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="What to measure.")
    parser.add_argument("--quick", action="store_true", help="The same as the part `quick`.")
    parser.add_argument("--inbox", type=Path, help="A made-up inbox of one authority; made when not given.")
    parser.add_argument(
        "--rounds", type=int, default=3, help="How often each line of one authority is measured."
    )
    parser.add_argument("--short", action="store_true", help="Without the long lines of one authority.")
    parser.add_argument("--lines", nargs="+", help="Only these lines of `authority`, `build` or `nation`.")
    parser.add_argument(
        "--at", type=Path, help="A nation that `tests.benchmark.nation` made there; it is kept."
    )
    parser.add_argument(
        "--authorities", type=int, nargs="+", help="Other sizes for `files`, `build` or `nation`."
    )
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"Expected parts among {', '.join(PARTS)}; found {', '.join(sorted(unknown))}.")
    if given.quick or "quick" in given.parts:
        quick(given.inbox, min(given.rounds, 2))
        return
    for part in given.parts or ("authority", "validation", "files", "build"):
        measure(part, given)
    write()


def measure(part: str, given: argparse.Namespace) -> None:
    """Measure a part and keep it."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        match part:
            case "authority":
                lines = given.lines or (SHORT if given.short else FULL)
                bench = Bench(folder, given.inbox)
                found = bench.measured(given.rounds, lines)
                if f"analyst{ALONE}" in lines and (different := bench.disagreements()):
                    sys.exit(
                        f"Expected the analyst's figures to be ours; found {len(different)} that are not."
                    )
                keep(part, _beside(part, found) if given.lines else found)
            case "validation":
                keep(part, validation(folder, given.inbox, rows=1_000_000, rounds=3))
            case "files":
                for number in given.authorities or FILES:
                    keep(
                        f"files:{number}",
                        files(folder / str(number), number, with_analyst=number == FILES[-1]),
                    )
            case "build" | "nation":
                for number in given.authorities or (BUILDS if part == "build" else (LARGEST,)):
                    lines = given.lines or (LINES if number >= BUILDS[-1] else LINES[:2])
                    place = given.at or folder / str(number)
                    found = build(place, number, inbox=given.inbox, lines=lines, memory=LIMIT)
                    name = f"build:{number}"
                    keep(name, _beside(name, found) if given.lines else found)
                    if not given.at:
                        shutil.rmtree(place)


def _beside(name: str, found: dict[str, Any]) -> dict[str, Any]:
    """What was measured of some lines, beside what is kept of the others. How slow the machine was stays as it was told
    with these."""
    before = kept().get(name, {})
    told = {fact: before[fact] for fact in ("rounds", "slowness") if fact in before}
    return {**found, **told, "lines": {**before.get("lines", {}), **found["lines"]}}


def write() -> None:
    """The page and its picture from what is kept, and what was missed."""
    parts = kept()
    drawn = picture(parts)
    if drawn:
        PICTURE.write_text(drawn, encoding="utf-8")
    PAGE.write_text(page(parts), encoding="utf-8")
    print(f"Written: {PAGE.name}")
    goals = [*scale_goals(parts), *first_goals(parts)]
    show(goals)
    print("Goals missed: " + ("; ".join(goal.name for goal in goals if not goal.is_met) or "none"))


def quick(inbox: Path | None, rounds: int) -> None:
    """Only ratios, against what was reached; writes nothing."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        bench = Bench(folder, inbox)
        found = bench.measured(rounds, QUICK, once=LONG)
        goals = [*authority_goals(found), *analyst_goals(found)]
        goals += validation_goals(validation(folder, bench.inbox, rows=300_000, rounds=2, home=bench.warm))
        goals += growth_of_builds(folder / "few", bench.home)
        heavy = found["lines"]["definitions"]["told"]["heavy"]
        different = bench.disagreements()
    show(goals)
    grown = [f"{goal.name}: {goal.measured:.2f}, allowed {goal.allowed}" for goal in goals if goal.has_grown]
    if different:
        grown.append(f"{len(different)} of the analyst's figures are not ours, and so no comparison counts")
    if heavy:
        grown.append(f"Definitions import {', '.join(heavy)}")
    if grown:
        sys.exit("Expected no cost to grow; these did: " + "; ".join(grown))


def show(goals: Iterable[Goal]) -> None:
    """A line a goal."""
    for goal in goals:
        bound = "at least" if goal.at_least else "at most"
        print(
            f"{goal.name[:110]:112} {goal.measured:8.2f}  {bound} {goal.bound:g}{'' if goal.is_met else '  MISSED'}"
        )


if __name__ == "__main__":
    main()
