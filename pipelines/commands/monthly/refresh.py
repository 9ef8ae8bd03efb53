"""`scorecard refresh`."""

import json
import os
from typing import Annotated

import typer

from pipelines.boundary import Stopped
from pipelines.console import AsJson, run_job, with_home, working
from pipelines.home import Home
from scorecards.period import Month


@with_home
def refresh(
    place: Home,
    month: Annotated[
        str | None,
        typer.Option(help="The extract month, such as 2023-03; by default the newest in the inbox."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every month in the inbox.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take in new files and build the scorecard of a month.

    Exit code 0: built. 1: built, but an authority could not be built from what it delivered. 2: nothing was
    built.
    """
    from pipelines.guards import check_switches
    from pipelines.intake.children import readers
    from pipelines.intake.inbox import months

    with working():
        check_switches()
        place.key()
        found = months(place.settings.inbox, authority=place.settings.authority.code)
        found = [each for each in found if each >= place.settings.reported_from]
        wanted = [Month.parse(month)] if month else found if everything else found[-1:]
        if not wanted:
            raise Stopped(
                f"Expected folders such as 2023-03 in {place.settings.inbox}; found none from "
                f"{place.settings.reported_from} on. Drop files there, or name another inbox with --inbox."
            )
        if any(not (place.builds / str(each)).exists() for each in wanted):  # there is something to read
            readers().start()
        from pipelines.intake.ahead import reading_ahead
        from pipelines.intake.expecting import start
        from pipelines.intake.intake import awaited
        from pipelines.leftovers import finish_alone

        finish_alone(place)
        for each in wanted:
            if not _has_nothing_to_do(place, each):
                with reading_ahead(place, awaited(place, each)):
                    start(place, each)
                    run_job("refresh", str(each), place.settings)
    if not _tell_status(place, {str(each) for each in wanted}, as_json):
        raise typer.Exit(1)


def _has_nothing_to_do(place: Home, month: Month) -> bool:
    """Whether a refresh would change nothing and be kept nowhere; asking takes a fraction of Dagster's start."""
    from pipelines.builds import Plan
    from pipelines.intake.expecting import is_judged
    from pipelines.intake.intake import Intake
    from pipelines.restating.files import is_restated
    from pipelines.returns.packed import is_packed
    from pipelines.review.writing import is_reviewed

    is_kept = bool(os.environ.get("DAGSTER_HOME"))
    now = Home(place.settings)
    return (
        not is_kept
        and Plan(now, month).is_current
        and Intake(now).is_settled(month)
        and is_judged(now, month)
        and is_reviewed(now, month)
        and is_restated(now, month)
        and is_packed(now, month)
    )


def _tell_status(home: Home, only: set[str] | None, as_json: bool) -> bool:
    """Say how the months stand; whether every authority of them could be built as it delivered."""
    from pipelines.questions.answers import status as found
    from pipelines.questions.telling import standing

    fresh = Home(home.settings)  # the run wrote to the ledger since this one was read
    lines = found(fresh, only)
    if as_json:
        typer.echo(json.dumps([line.__dict__ for line in lines]))
    for line in () if as_json else lines:
        typer.echo("\n".join(standing(line)))
    if not lines and not as_json:
        typer.echo("Nothing was delivered or built yet.")
    return not any(line.left_out for line in lines)
