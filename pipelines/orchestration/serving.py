"""Dagster's processes as this product starts them: on this machine only, and redacting what a step's error says."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from pipelines.boundary import Stopped
from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.settings import ROOT

HERE = "127.0.0.1"

TEMPLATE = ROOT / "pipelines" / "dagster.yaml"
"""What keeps records out of Dagster's own files; put where there is none."""


def command(program: str, *arguments: str) -> list[str]:
    """The command line of one of Dagster's programs, for this code and from its folder."""
    binary = Path(sys.executable).with_name(program)
    return [str(binary), *arguments, "-m", "pipelines.definitions", "-d", str(ROOT)]


def environment(home: Home) -> dict[str, str]:
    """What Dagster's processes are given: where everything is, and that errors are kept without their words.

    Raises Stopped without a DAGSTER_HOME, for what is kept nowhere cannot be shown.
    """
    chosen, folder = home.settings, os.environ.get("DAGSTER_HOME", "")
    if not folder:
        raise Stopped(
            "Expected DAGSTER_HOME to name the folder where runs are kept; found nothing. Set it, for example to "
            f"{chosen.home.parent / 'dagster'}."
        )
    return {
        **os.environ,
        "DAGSTER_HOME": str(Path(folder).resolve()),
        "DAGSTER_REDACT_USER_CODE_ERRORS": "1",
        "DO_NOT_TRACK": "1",
        "SCORECARD_SETTINGS": str(chosen.file),
        "SCORECARD_INBOX": str(chosen.inbox),
        "SCORECARD_HOME": str(chosen.home),
        "SCORECARD_KEY": str(chosen.key),
    }


def become(line: Iterable[str], given: dict[str, str]) -> None:
    """Turn this process into one of Dagster's, so that whoever started it can end it."""
    place_template(Path(given["DAGSTER_HOME"]))
    words = list(line)
    os.umask(0o077)
    if os.name == "nt":  # there a program cannot turn into another
        import subprocess

        sys.exit(subprocess.run(words, env=given, check=False).returncode)
    os.execve(words[0], words, given)


def place_template(folder: Path) -> None:
    """Make the folder of Dagster's files, with our settings where it has none."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / TEMPLATE.name).exists():
        write_whole(folder / TEMPLATE.name, TEMPLATE.read_bytes())
