"""`scorecard review`."""

import json

import typer

from pipelines.console import AsJson, BuiltMonth, with_home, working
from pipelines.home import Home


@with_home
def review(
    place: Home,
    month: BuiltMonth = None,
    as_json: AsJson = False,
) -> None:
    """Write a month's review of issues if anything changed, and show where it is."""
    with working():
        from pipelines.audit import note
        from pipelines.builds import newest_month
        from pipelines.review.writing import write_review
        from scorecards.period import Month

        place.key()
        wanted = Month.parse(month) if month else newest_month(place)
        with place.ledger.writing():
            written = write_review(place, wanted)
        note(place, "review", month=str(wanted))
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "month": str(wanted),
                    "answer": written.answer,
                    "issues": written.counts,
                    "page": str(written.page),
                    "workbook": str(written.workbook),
                    "answers_refused": written.refused,
                }
            )
        )
        return
    counts = ", ".join(
        f"{count:,} {state.replace('_', ' ')}" for state, count in written.counts.items() if count
    )
    typer.echo(f"{wanted}  can it be published? {written.answer}. Issues: {counts or 'none'}.")
    for words in written.refused:
        typer.echo(f"  Answers not taken: {words}")
    typer.echo(f"  {written.page}\n  {written.workbook}")
