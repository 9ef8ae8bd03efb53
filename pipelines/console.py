"""What every command shares: its options, plain errors, a bar, and the way to a job."""

import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperArgument

from pipelines.boundary import Stopped, value_free
from pipelines.home import Home
from pipelines.settings import Settings
from pipelines.settings import settings as read_settings

SettingsFile = Annotated[
    Path | None, typer.Option("--settings", help="The partnership's settings, a partnership.toml.")
]
InboxFolder = Annotated[Path | None, typer.Option("--inbox", help="The folder that agencies' files go into.")]
HomeFolder = Annotated[
    Path | None, typer.Option("--home", help="The folder of the stored files, ledger, builds and outputs.")
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key", help="The file of the pseudonymisation key; by default next to the home."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]

BuiltMonth = Annotated[
    str | None,
    typer.Option("--month", help="The extract month, such as 2023-03; by default the newest built."),
]
QuarterName = Annotated[str, typer.Option("--quarter", help="The quarter, such as 2022-23-Q4.")]
Ref = Annotated[str, typer.Argument(metavar="REF", help="The indicator's reference, such as MH07.")]
PeriodName = Annotated[str, typer.Option("--period", help="Such as 2022-08, 2022-23-Q2 or 2022-23.")]
WindowName = Annotated[
    str | None, typer.Option("--window", help="month, quarter, year, year_to_date or rolling_12.")
]
OneCategory = Annotated[str | None, typer.Option("--breakdown", help="NAME=CATEGORY, such as ward=Central.")]
Delivery = Annotated[
    str, typer.Argument(help="The first letters of the delivery's id, as `scorecard status` shows it.")
]
References = Annotated[
    bool, typer.Option("--references", help="Real references instead of pseudonyms. Restricted role only.")
]
By = Annotated[str, typer.Option("--by", help="The name of the person who decides.")]
Reason = Annotated[str, typer.Option("--reason", help="Why. Kept in the ledger for ever: name no child.")]


_init = TyperArgument.__init__


def _init_with_help(argument: TyperArgument, **given: Any) -> None:
    """Click 8.5 empties the help that Typer below 0.26 has given an argument; a later Typer breaks Dagster's `dg`."""
    _init(argument, **given)
    argument.help = given.get("help")


TyperArgument.__init__ = _init_with_help  # type: ignore[assignment, method-assign]


def home_of(settings: Path | None, inbox: Path | None, home: Path | None, key: Path | None) -> Home:
    """The home that the common options name."""
    return Home(read_settings(settings, inbox=inbox, home=home, key=key))


def run_job(job: str, partition: str, settings: Settings) -> None:
    """Run a job of Dagster's for one partition, here and now."""
    # Assets are found from the settings that Dagster's side sees, so it has to see these before it is imported.
    before = os.environ.get("SCORECARD_SETTINGS")
    os.environ["SCORECARD_SETTINGS"] = str(settings.file)
    try:
        # Dagster takes seconds to import; only these commands wait for it.
        from pipelines.orchestration.running import run
    finally:
        del os.environ["SCORECARD_SETTINGS"]
        if before is not None:
            os.environ["SCORECARD_SETTINGS"] = before
    run(job, partition, settings)


def with_home(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose first argument is a home: at the command line the common options stand in its place."""
    own = inspect.signature(command)
    first, *rest = own.parameters.values()
    places = {"settings": SettingsFile, "inbox": InboxFolder, "home": HomeFolder, "key": KeyFile}
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in places.items()
    ]

    @wraps(command)
    def run(**given: Any) -> None:
        named = [given.pop(name) for name in places]
        with plain():
            place = home_of(*named)
        command(place, **given)

    said = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in rest]
    run.__signature__ = own.replace(parameters=[*said, *options])  # type: ignore[attr-defined]
    run.__annotations__ = {
        name: kind for name, kind in command.__annotations__.items() if name != first.name
    } | places
    return run


@contextmanager
def working() -> Iterator[None]:
    """Plain errors, and a bar that says what is being done."""
    with plain(), progress() as tell:
        from pipelines.progress import listening

        with listening(tell):
            yield


@contextmanager
def plain() -> Iterator[None]:
    """Errors as sentences on the error stream, with exit code 2."""
    try:
        with value_free():
            yield
    except Stopped as stopped:
        typer.echo(str(stopped), err=True)
        raise typer.Exit(2) from None


@contextmanager
def progress() -> Iterator[Callable[..., None]]:
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
