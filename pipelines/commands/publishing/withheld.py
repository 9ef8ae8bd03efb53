"""`scorecard withheld`."""

import json
from collections import Counter
from dataclasses import asdict

import typer

from pipelines.console import AsJson, QuarterName, plain, with_home
from pipelines.home import Home


@with_home
def withheld(
    place: Home,
    quarter: QuarterName,
    as_json: AsJson = False,
) -> None:
    """List what a published quarter withholds, why, and what can be shown instead. Names figures, never counts."""
    with plain():
        from pipelines.publication.releases import Releases
        from scorecards.disclosure.report import by_quarter_would_help

        lines = Releases(place).report(quarter)
        shown = Releases(place).last(quarter)
    if as_json:
        typer.echo(json.dumps([asdict(line) for line in lines]))
        return
    for line in lines:
        part = f", {line.breakdown} {line.category}" if line.breakdown else ""
        whose = f"{line.authority} " if line.authority else ""
        typer.echo(
            f"{whose}{line.indicator} {line.period_id}{part}: {line.kind}. {line.reason}. {line.instead}."
        )
    if shown is not None and (mostly := by_quarter_would_help(shown.rows)):
        typer.echo(
            f"More than half of the months are withheld of {', '.join(mostly)}. Name them in by_quarter of your "
            "audiences.toml and their trend is printed by quarter."
        )
    kinds = Counter(line.kind for line in lines)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    typer.echo(
        f"{len(lines)} figures withheld: {told}."
        if lines
        else "Nothing was published or withheld of this quarter."
    )
