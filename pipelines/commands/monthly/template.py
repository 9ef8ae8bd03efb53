"""`scorecard template`."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.boundary import Stopped
from pipelines.console import SettingsFile, plain
from pipelines.files import write_whole
from pipelines.settings import settings as read_settings
from scorecards.period import Month, first_year_of
from sources.catalogue import AGENCIES, AGENCY_NAMES


def template(
    agency: Annotated[str, typer.Argument(help=f"One of {', '.join(AGENCIES)}.")],
    out: Annotated[Path | None, typer.Option(help="The workbook to write.")] = None,
    month: Annotated[
        str | None, typer.Option(help="For a yearly return: any month of its year, such as 2022-09.")
    ] = None,
    settings: SettingsFile = None,
) -> None:
    """Write the blank workbook of an agency's return: headings, drop-downs and what each column means."""
    with plain():
        if agency not in AGENCIES:
            raise Stopped(f"Expected one of {', '.join(AGENCIES)}; found another agency. Name one of these.")
        from schemas.table import table_name
        from scorecards.return_form.workbook import Form, form_workbook
        from sources.catalogue import sources

        chosen = read_settings(settings)
        asked = Month.parse(month) if month else chosen.reported_from
        first = Month(first_year_of(asked, chosen.year_start), chosen.year_start)
        form = Form(
            agency=AGENCY_NAMES[agency],
            partnership=chosen.name,
            tables=tuple(source.table for source in sources(agency)),
            cross_tabs=frozenset(
                table_name(source.table) for source in sources(agency) if source.unpivot is not None
            ),
            months=tuple(each.first_day for each in first.until(first.plus(11))),
            overlay=chosen.overlay,
        )
        path = out or Path(f"{agency}-return.xlsx")
        write_whole(path, form_workbook(form))
    typer.echo(str(path))
