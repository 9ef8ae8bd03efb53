"""`scorecard annex-a`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import AsJson, References, plain, with_home
from pipelines.home import Home


@with_home
def annex_a(
    place: Home,
    out: Annotated[Path, typer.Option("--out", help="The workbook to write.")],
    month: Annotated[
        str | None,
        typer.Option(
            help="The extract month, such as 2023-03; by default the newest built. The lists are as at its last day."
        ),
    ] = None,
    references: References = False,
    as_json: AsJson = False,
) -> None:
    """Write Ofsted's Annex A, eleven lists of children, from a build."""
    with plain():
        from pipelines import audit
        from pipelines.builds import newest_month
        from pipelines.files import write_whole
        from pipelines.statutory.annex_a import annex_a as lists_of
        from pipelines.statutory.annex_a import workbook
        from scorecards.period import Month

        of = Month.parse(month) if month else newest_month(place)
        written = lists_of(place, of, references=references)
        data = workbook(
            written, partnership=place.settings.name, month=of, is_made_up=place.settings.is_made_up
        )
        write_whole(out, data)
        counts = {str(each.annex_list.number): each.rows.height for each in written}
        audit.note(place, "annex-a exported", month=str(of), rows=sum(counts.values()), references=references)
    if as_json:
        typer.echo(json.dumps({"month": str(of), "rows": counts, "file": str(out)}))
        return
    typer.echo(", ".join(f"list {number}: {count:,}" for number, count in counts.items()))
    typer.echo(str(out))
