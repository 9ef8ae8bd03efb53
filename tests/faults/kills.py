"""Processes that do a month's work and are killed: at a named change of the file system, or at a moment."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from tests.faults import work

# A copy of this process would wait for ever for threads of Polars that are not in it.
_PROCESSES = get_context("spawn")

CHANGES = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.truncate",
    "shutil.rmtree",
    "shutil.copyfile",
}
"""The events of Python's own audit that change what is on the disk; opening for writing is one too."""


def stage(event: str, given: tuple[Any, ...], home: Path) -> str:
    """A name for a change: what is done, and in which part of the home."""
    path = next(
        (Path(os.fsdecode(each)) for each in given if isinstance(each, str | bytes | os.PathLike)), None
    )
    if path is None or not path.is_relative_to(home):
        return ""
    parts = path.relative_to(home).parts
    part = "home" if not parts or parts[0].startswith(".") else parts[0]
    return f"{event.split('.')[-1]} {part} {path.suffix}".strip()


def _is_change(event: str, given: tuple[Any, ...]) -> bool:
    if event == "open":
        mode = given[1]
        flags = given[2] if len(given) > 2 and isinstance(given[2], int) else 0
        return (isinstance(mode, str) and any(letter in mode for letter in "wax+")) or bool(
            flags & (os.O_WRONLY | os.O_RDWR)
        )
    return event in CHANGES


def _watched(folder: Path, at: int, log: Path | None) -> None:
    """Do the month's work; be killed at change number `at`, or write every change down."""
    home, seen = folder / "home", 0
    found: list[str] = []

    def watch(event: str, given: tuple[Any, ...]) -> None:
        nonlocal seen
        if not _is_change(event, given):
            return
        name = stage(event, given, home)
        if not name:
            return
        seen += 1
        found.append(name)
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    work.month(folder)
    if log is not None:
        written = list(found)
        log.write_text("\n".join(written), encoding="utf-8")


def changes(folder: Path, log: Path) -> list[str]:
    """Every change that a month's work makes, in order, by its stage."""
    process = started(_watched, folder, 0, log)
    process.join(120)
    return log.read_text(encoding="utf-8").splitlines()


def killed_at(folder: Path, number: int) -> bool:
    """Do the month's work in a process that is killed at a change; whether it was."""
    process = started(_watched, folder, number, None)
    process.join(120)
    return process.exitcode == -signal.SIGKILL


def killed_after(folder: Path, seconds: float) -> bool:
    """Do the month's work in a process that is killed at a moment; whether it was still at work."""
    process = started(_watched, folder, 0, None)
    process.join(seconds)
    was_at_work = process.is_alive()
    if was_at_work and process.pid is not None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    return was_at_work


def started(target: Callable[..., None], *given: Any) -> SpawnProcess:
    """A fresh process at work."""
    process = _PROCESSES.Process(target=target, args=given)
    process.start()
    return process
