"""`scorecard sample`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.console import plain, progress
from scorecards.period import Month


class Faults(StrEnum):
    """What a made-up partnership gets wrong."""

    none = "none"
    typical = "typical"


def sample(
    out: Annotated[
        Path, typer.Option("--out", help="The folder that becomes the inbox; with --census, the file.")
    ],
    first: Annotated[str, typer.Option("--from", help="The first reported month.")] = "2021-04",
    last: Annotated[str, typer.Option("--to", help="The last reported month.")] = "2023-03",
    seed: Annotated[int, typer.Option(help="The random seed; another seed makes other children.")] = 0,
    scale: Annotated[int, typer.Option(min=1, help="The number of authorities.")] = 1,
    faults: Annotated[Faults, typer.Option(help="Faults to plant in the files.")] = Faults.none,
    truth: Annotated[
        int, typer.Option(min=0, help="For how many extract months to write the right answers, too.")
    ] = 12,
    census: Annotated[
        int | None,
        typer.Option(
            min=2017, max=2026, help="Write one file instead: the children in need census of this year."
        ),
    ] = None,
) -> None:
    """Write a made-up partnership's inbox as its agencies would, or its children in need census."""
    if census is not None:
        _census(out, census, seed, scale)
        return
    from sources.synthetic.sample import write_sample

    with plain(), progress() as tell:
        write_sample(
            out,
            first=str(Month.parse(first)),
            last=str(Month.parse(last)),
            seed=seed,
            scale=scale,
            faults=faults.value,
            truth=truth,
            progress=tell,
        )
    typer.echo(f"Made-up extracts: {out}")


def _census(out: Path, year: int, seed: int, scale: int) -> None:
    from sources.synthetic.census_file import write_census

    with plain(), progress() as tell:
        children = write_census(out, year=year, seed=seed, scale=scale, progress=tell)
    typer.echo(f"Made-up census of {year} with {children:,} children: {out}")
