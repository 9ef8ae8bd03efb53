"""Processes that do a deed and are disturbed: at a named change of the file system, or at a moment.

A disturbance is the process's end, or an error of the system in the place of the change.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from pipelines.boundary import Stopped, value_free
from pipelines.progress import listening
from pipelines.settings import ROOT

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
KILL, LOOK = 0, -1
"""What is done at a change, where it is no error's number: end the process; nothing."""
SAID = "said.log"
"""What a disturbed process said, beside its home."""
PATIENCE = 180


def stage(event: str, given: tuple[Any, ...], folder: Path) -> str:
    """A name for a change: what is done, in which part of the folder, by which of our functions; empty for one
    elsewhere."""
    path = next(
        (Path(os.fsdecode(each)) for each in given if isinstance(each, str | bytes | os.PathLike)), None
    )
    if path is not None and not path.is_absolute() and isinstance(given[-1], int) and given[-1] > 2:
        with suppress(OSError):
            path = Path(os.readlink(f"/proc/self/fd/{given[-1]}")) / path
    if path is None or not path.is_relative_to(folder) or path.name == SAID:
        return ""
    parts = path.relative_to(folder).parts
    parts = parts[1:] if parts[:1] == ("home",) else parts
    part = "home" if not parts or parts[0].startswith(".") else parts[0]
    return f"{event.split('.')[-1]} {part} {path.suffix}".strip() + f" in {_ours()}"


def _ours() -> str:
    """The innermost function of ours that is at work."""
    frame = sys._getframe(1)
    places = (str(ROOT / "pipelines"), str(ROOT / "sources"), str(ROOT / "scorecards"))
    while frame is not None and not frame.f_code.co_filename.startswith(places):
        frame = frame.f_back  # type: ignore[assignment]
    return f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_name}" if frame else "a library"


def _is_change(event: str, given: tuple[Any, ...]) -> bool:
    if event == "open":
        mode = given[1]
        flags = given[2] if len(given) > 2 and isinstance(given[2], int) else 0
        return (isinstance(mode, str) and any(letter in mode for letter in "wax+")) or bool(
            flags & (os.O_WRONLY | os.O_RDWR)
        )
    return event in CHANGES


def _watched(name: str, folder: Path, at: int, how: int, log: Path | None, reads: bool) -> None:
    """Do a deed; be disturbed at change (or look, with `reads`) number `at`, or write every one of them down."""
    from tests.faults.deeds import DEEDS

    seen, found = 0, []
    said = os.open(folder / SAID, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)

    def disturb(what: str) -> None:
        nonlocal seen
        seen += 1
        found.append(what)
        if seen == at and how == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        elif seen == at and how != LOOK:
            raise OSError(how, os.strerror(how))

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if not (event == "open" and not _is_change(event, given) if reads else _is_change(event, given)):
            return
        if what := stage(event, given, folder):
            disturb(what)

    def tell(what: str) -> None:
        if not reads:
            disturb(f"at {what}")

    sys.addaudithook(watch)
    try:
        with listening(tell), value_free():
            DEEDS[name].do(folder)
    except Stopped as stopped:
        print(stopped, flush=True)
        os._exit(1)
    if log is not None:
        written = list(found)
        log.write_text("\n".join(written), encoding="utf-8")


def alone(name: str, folder: str) -> None:
    """Do a deed in this process, and end it without tidying up."""
    _watched(name, Path(folder), 0, LOOK, None, False)


def changes(name: str, folder: Path, log: Path, *, reads: bool = False) -> list[str]:
    """Every change that a deed makes, in order, by its stage; or every file that it opens to read."""
    process = started(_watched, name, folder, 0, LOOK, log, reads)
    process.join(PATIENCE)
    return log.read_text(encoding="utf-8").splitlines()


def disturbed_at(name: str, folder: Path, number: int, how: int = KILL, *, reads: bool = False) -> bool:
    """Do a deed in a process that is disturbed at a change; whether it was ended."""
    process = started(_watched, name, folder, number, how, None, reads)
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()
        process.join()
        raise TimeoutError(f"{name}, change {number}, error {how}: it hangs")
    return process.exitcode == -signal.SIGKILL


def killed_after(name: str, folder: Path, seconds: float) -> bool:
    """Do a deed in a process that is killed at a moment; whether it was still at work."""
    process = started(_watched, name, folder, 0, LOOK, None, False)
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
