"""The command line: `scorecard`. It runs the same assets as the schedule."""

from importlib import import_module
from pkgutil import iter_modules

import typer

from pipelines import commands

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="From agencies' raw extracts to a safeguarding scorecard that can be trusted.",
)
for found in iter_modules(commands.__path__):
    command = getattr(import_module(f"{commands.__name__}.{found.name}"), found.name)
    app.command(name=found.name.rstrip("_").replace("_", "-"))(command)


if __name__ == "__main__":
    app()
