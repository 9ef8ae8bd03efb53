"""The command line: `scorecard`. It runs the same assets as the schedule."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.boundary import Stopped, value_free
from pipelines.home import Home
from pipelines.progress import listening
from pipelines.settings import Settings
from pipelines.settings import settings as read_settings
from scorecards.period import Month, Quarter

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="From agencies' raw extracts to a safeguarding scorecard that can be trusted.",
)

SettingsFile = Annotated[Path | None, typer.Option("--settings", help="The partnership's TOML.")]
InboxFolder = Annotated[Path | None, typer.Option("--inbox", help="Where the agencies' files are dropped.")]
HomeFolder = Annotated[Path | None, typer.Option("--home", help="Store, ledger, builds and outputs.")]
KeyFile = Annotated[
    Path | None, typer.Option("--key", help="The partnership's key; beside the home by default.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer for a machine.")]


class Faults(StrEnum):
    """What a made-up partnership gets wrong."""

    none = "none"
    typical = "typical"


class Form(StrEnum):
    """How values are written."""

    csv = "csv"
    json = "json"
    parquet = "parquet"


@app.command()
def init(
    settings: SettingsFile = None, inbox: InboxFolder = None, home: HomeFolder = None, key: KeyFile = None
) -> None:
    """Set a home up once: its folders, its key and the first line of its ledger."""
    with _plain():
        place = _home(settings, inbox, home, key)
        made = place.open()
    words = "Set up" if made else "Already set up"
    typer.echo(f"{words}: {place.folder}\nThe key is {place.settings.key}. Keep a copy of it somewhere safe.")


@app.command()
def sample(
    out: Annotated[Path, typer.Option("--out", help="The folder that becomes the inbox.")],
    first: Annotated[str, typer.Option("--from", help="First reported month.")] = "2021-04",
    last: Annotated[str, typer.Option("--to", help="Last reported month.")] = "2023-03",
    seed: Annotated[int, typer.Option(help="Another seed, other lives.")] = 0,
    scale: Annotated[int, typer.Option(min=1, help="How many authorities.")] = 1,
    faults: Annotated[Faults, typer.Option(help="Faults to plant in the files.")] = Faults.none,
    truth: Annotated[int, typer.Option(min=0, help="Extract months whose answers are counted too.")] = 12,
) -> None:
    """Write a made-up partnership's inbox, as its agencies would."""
    from sources.synthetic.sample import write_sample

    with _plain(), _progress() as tell:
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


@app.command()
def refresh(
    month: Annotated[
        str | None, typer.Option(help="One extract month; the newest of the inbox by default.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every month of the inbox.")] = False,
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Take in what was dropped and build the scorecard of a month."""
    from pipelines.expecting import start
    from pipelines.inbox import months

    with _plain(), _progress() as tell:
        place = _home(settings, inbox, home, key)
        place.key()
        found = months(place.settings.inbox, authority=place.settings.authority.code)
        found = [each for each in found if each >= place.settings.reported_from]
        wanted = [Month.parse(month)] if month else found if everything else found[-1:]
        if not wanted:
            raise Stopped(
                f"Expected folders such as 2023-03 in {place.settings.inbox}; found none from "
                f"{place.settings.reported_from} on. Drop files there, or name another inbox with --inbox."
            )
        with listening(tell):
            for each in wanted:
                if not _has_nothing_to_do(place, each):
                    start(place, each)
                    _run("refresh", str(each), place.settings)
    _tell_status(place, {str(each) for each in wanted}, as_json)


@app.command()
def publish(
    quarter: Annotated[str, typer.Option(help="Such as 2022-23-Q4.")],
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Write a quarter's workbooks and pages for every audience."""
    with _plain(), _progress() as tell:
        place = _home(settings, inbox, home, key)
        place.key()
        wanted = Quarter.parse(quarter, place.settings.year_start)
        with listening(tell):
            _run("publish", str(wanted.first_month), place.settings)
        paths = sorted(path for path in (place.published / str(wanted)).glob("*/*") if path.is_file())
    typer.echo(json.dumps([str(path) for path in paths]) if as_json else "\n".join(map(str, paths)))


@app.command()
def values(
    form: Annotated[Form, typer.Option("--format", help="csv, json or parquet.")] = Form.csv,
    as_known: Annotated[
        str | None, typer.Option("--as-known", help="As the build of that month knew it.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="A file instead of the screen.")] = None,
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
) -> None:
    """Every figure in one long table. Not for circulation: nothing is withheld in it."""
    from pipelines.answers import values as found
    from pipelines.answers import write_values

    with _plain():
        place = _home(settings, inbox, home, key)
        text = write_values(found(place, Month.parse(as_known) if as_known else None), form.value, output)
    if text is not None:
        sys.stdout.write(text)


@app.command()
def explain(
    ref: Annotated[str, typer.Argument(help="Such as MH07.")],
    period: Annotated[str, typer.Option(help="Such as 2022-08, 2022-23-Q2 or 2022-23.")],
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """What a figure means and what it rests on: definition, query, rows by file, checks."""
    from pipelines.answers import explanation
    from pipelines.telling import explained, explained_for_machines

    with _plain():
        found = explanation(_home(settings, inbox, home, key), ref, period)
    typer.echo(explained_for_machines(found) if as_json else "\n".join(explained(found)))


@app.command()
def status(
    settings: SettingsFile = None,
    inbox: InboxFolder = None,
    home: HomeFolder = None,
    key: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """How every month stands. Ends with code 1 when the newest month of the inbox is not built from what is there."""
    with _plain():
        place = _home(settings, inbox, home, key)
        place.key()
    if not _tell_status(place, None, as_json):
        raise typer.Exit(1)


@app.command()
def demo(
    settings: SettingsFile = None, inbox: InboxFolder = None, home: HomeFolder = None, key: KeyFile = None
) -> None:
    """The whole way on the made-up partnership: its files, a refresh, and a quarter's workbook and page."""
    with _plain():
        place = _home(settings, inbox, home, key)
        if not place.settings.inbox.exists():
            sample(out=place.settings.inbox, faults=Faults.none, truth=0)
        place.open()
    common: dict[str, Any] = {"settings": settings, "inbox": inbox, "home": home, "key": key}
    refresh(**common)
    publish(quarter="2022-23-Q4", **common)
    page = place.published / "2022-23-Q4" / "executive"
    typer.echo(f"\nOpen these:\n{next(page.glob('*.xlsx'))}\n{next(page.glob('*.html'))}")


def _home(settings: Path | None, inbox: Path | None, home: Path | None, key: Path | None) -> Home:
    return Home(read_settings(settings, inbox=inbox, home=home, key=key))


def _has_nothing_to_do(place: Home, month: Month) -> bool:
    """Whether a refresh would change nothing and be kept nowhere; asking takes a fraction of Dagster's start."""
    from pipelines.builds import Plan
    from pipelines.expecting import is_judged
    from pipelines.intake import Intake

    is_kept = bool(os.environ.get("DAGSTER_HOME"))
    now = Home(place.settings)
    return (
        not is_kept
        and Plan(now, month).is_current
        and Intake(now).is_settled(month)
        and is_judged(now, month)
    )


def _run(job: str, partition: str, settings: Settings) -> None:
    # Assets are found from the settings that Dagster's side sees, so it has to see these before it is imported.
    before = os.environ.get("SCORECARD_SETTINGS")
    os.environ["SCORECARD_SETTINGS"] = str(settings.file)
    try:
        from pipelines.running import run  # Dagster takes seconds to import; only these commands wait for it
    finally:
        del os.environ["SCORECARD_SETTINGS"]
        if before is not None:
            os.environ["SCORECARD_SETTINGS"] = before
    run(job, partition, settings)


def _tell_status(home: Home, only: set[str] | None, as_json: bool) -> bool:
    """Say how the months stand; whether the newest one is built from what is there."""
    from pipelines.answers import status as found
    from pipelines.telling import standing

    fresh = Home(home.settings)  # the run wrote to the ledger since this one was read
    lines = [line for line in found(fresh) if only is None or line.month in only]
    if as_json:
        typer.echo(json.dumps([line.__dict__ for line in lines]))
    for line in () if as_json else lines:
        typer.echo("\n".join(standing(line)))
    if not lines and not as_json:
        typer.echo("Nothing was delivered or built yet.")
    return bool(lines) and lines[-1].is_up_to_date


@contextmanager
def _plain() -> Iterator[None]:
    """Errors as sentences on the error stream, with exit code 2."""
    try:
        with value_free():
            yield
    except Stopped as stopped:
        typer.echo(str(stopped), err=True)
        raise typer.Exit(2) from None


@contextmanager
def _progress() -> Iterator[Callable[..., None]]:
    """A bar that says what is being done and, where that is known, how far it has come, if somebody is watching."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda stage, part=None: None
        return
    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def tell(stage: str, part: float | None = None) -> None:
            bar.update(task, description=stage, total=None if part is None else 1.0, completed=part or 0.0)

        yield tell


if __name__ == "__main__":
    app()
