"""The command line with a stopwatch around its stages: `python -m tests.benchmark.command refresh --month 2023-03`.

What is neither start-up nor a stage of ours is orchestration.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.benchmark.clock import peak, reading


def _timed(owner: Any, name: str, stage: str, spent: dict[str, float]) -> None:
    """Count the CPU seconds of a method, without those of stages inside it."""
    method: Callable[..., Any] = getattr(owner, name)

    def timed(*given: Any, **named: Any) -> Any:
        before, inside = time.process_time(), sum(spent.values())
        try:
            return method(*given, **named)
        finally:
            spent[stage] += time.process_time() - before - (sum(spent.values()) - inside)

    setattr(owner, name, timed)


def main() -> None:
    """Run the command and say the CPU seconds of each stage."""
    from pipelines.builds import Work
    from pipelines.cli import app
    from pipelines.intake import Intake

    spent = dict.fromkeys(("intake", "core", "indicators", "review", "outputs"), 0.0)
    first: list[float] = []
    _timed(Intake, "take_agency", "intake", spent)
    _timed(Work, "make_core", "core", spent)
    _timed(Work, "count", "indicators", spent)
    _timed(Work, "finish", "indicators", spent)
    _publication(spent)
    if "refresh" in sys.argv:
        _review(spent)
    _first_step(first)
    if code := app(sys.argv[1:], standalone_mode=False):
        sys.exit(code)
    total = time.process_time()
    read = reading() if "refresh" in sys.argv else 0.0
    spent["intake"] += read
    total += read
    start = first[0] if first else total - sum(spent.values())
    print(
        json.dumps(
            {"start-up": start, **spent, "orchestration": total - start - sum(spent.values()), "peak": peak()}
        )
    )


def _publication(spent: dict[str, float]) -> None:
    if "publish" in sys.argv:
        from pipelines.publication import Publication

        _timed(Publication, "draft", "outputs", spent)


def _review(spent: dict[str, float]) -> None:
    """What the steps after the build write: the review, what goes back to suppliers, what was restated, and verdicts."""
    from pipelines import restating_files, return_packs
    from pipelines.review import writing

    _timed(writing, "write_review", "review", spent)
    _timed(writing, "reviewed_issues", "review", spent)
    _timed(return_packs, "write_packs", "review", spent)
    _timed(restating_files, "write_restatements", "review", spent)


def _first_step(first: list[float]) -> None:
    """Note when the first step's own work begins: everything before is start-up."""
    from pipelines.partnership import Partnership

    place = Partnership.place

    def placed(self: Partnership) -> Any:
        if not first:
            first.append(time.process_time())
        return place(self)

    Partnership.place = placed  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
