"""The command line: `scorecard`. It runs the same assets as the schedule."""

import atexit
import gc
import os
import sys
from importlib import import_module
from pkgutil import iter_modules

import typer

from pipelines import commands
from pipelines.cleaning import OBJECTS

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="From agencies' raw extracts to a safeguarding scorecard that can be trusted.",
)
for folder in iter_modules(commands.__path__, f"{commands.__name__}."):
    group = import_module(folder.name)
    for found in iter_modules(group.__path__):
        command = getattr(import_module(f"{folder.name}.{found.name}"), found.name)
        app.command(found.name.replace("_", "-"), rich_help_panel=group.__doc__)(command)


def main() -> None:
    """Run a command as a process of its own.

    Nearly all that a command makes lasts as long as it does, so Python looks for garbage seldom; and it ends at once,
    without Python's taking apart everything that was imported, which takes a second: what may be killed at any moment
    may leave so. Whatever was registered for the end is done.
    """
    gc.set_threshold(OBJECTS)
    try:
        app()
    except SystemExit as ended:
        if ended.code is not None and not isinstance(ended.code, int):
            raise
        atexit._run_exitfuncs()
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # nobody reads, or the disk is full: Python says so
            raise ended from None
        os._exit(ended.code or 0)


if __name__ == "__main__":
    main()
