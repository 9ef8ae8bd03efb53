"""The command line: `scorecard`. It runs the same assets as the schedule."""

import atexit
import gc
import os
import sys
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


def main() -> None:
    """Run a command as a process of its own.

    Nearly all that a command makes lasts as long as it does, so Python looks for garbage seldom; and it ends at once,
    without Python's taking apart everything that was imported, which takes a second: what may be killed at any moment
    may leave so. Whatever was registered for the end is done.
    """
    gc.set_threshold(50_000)
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
