"""`scorecard explain`."""

import typer

from pipelines.console import AsJson, PeriodName, Ref, plain, with_home
from pipelines.home import Home


@with_home
def explain(
    place: Home,
    ref: Ref,
    period: PeriodName,
    as_json: AsJson = False,
) -> None:
    """Explain a figure: its definition, query, rows by file and checks."""
    from pipelines.questions.answers import explanation
    from pipelines.questions.telling import explained, explained_for_machines

    with plain():
        found = explanation(place, ref, period)
    typer.echo(explained_for_machines(found) if as_json else "\n".join(explained(found)))
