"""The few processes that read suppliers' files, so that no file can end, hang or fill the process that decides.

Each reads one file at a time and serves until it dies. One that crashes, takes too long or asks for too much memory
costs its file a refusal and is started anew; the other files go on.
"""

import json
import os
import queue
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from pipelines.child import CRASHED, TOO_LARGE
from pipelines.settings import ROOT
from sources.preflight.refusal import UnreadableFile

if TYPE_CHECKING:
    from sources.reading import Book

TOO_SLOW = (
    "Expected a file that can be read within {seconds:.0f} seconds; found one that takes longer. "
    "Save it again, or send it in parts."
)
_KEPT_FROM_THE_ENVIRONMENT = (
    "PATH",
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONPYCACHEPREFIX",
    "VIRTUAL_ENV",
)
"""What Python needs to start; nothing that could name a key, a password or a place."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one file may cost: bytes of memory, seconds of processor, seconds on the wall. Only the last holds on
    Windows."""

    memory: int = 2_000_000_000
    processor: int = 60
    wall: float = 120.0


class Child:
    """One process that reads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False

    def start(self) -> None:
        """Start the process where there is none; it makes itself ready while others work."""
        if self._process is not None and self._process.poll() is None:
            return
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.child"],
            cwd=ROOT,
            env=_environment(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what dies in there may say a record's values
        )
        self._is_ready = False
        self._tell({"memory": self._limits.memory})

    def read(self, path: Path, name: str, password: str | None, *, is_census: bool = False) -> "Book":
        """The sheets of a file, or the modules of a census. Raises UnreadableFile with a sentence whatever the file
        does."""
        from pipelines.wire import WireBroken, unpacked

        self.start()
        process = self._process
        assert process is not None and process.stdout is not None
        late: list[bool] = []

        def kill() -> None:
            late.append(True)
            process.kill()

        timer = Timer(self._limits.wall, kill)
        timer.start()
        try:
            if not self._is_ready:
                self._is_ready = process.stdout.readline() == b"ready\n"
            asked = {"path": str(path), "name": name, "password": password, "is_census": is_census}
            self._tell({**asked, "processor": self._limits.processor})
            return unpacked(process.stdout.read)
        except (OSError, WireBroken, ValueError):
            self.stop()
            raise UnreadableFile(self._why(process.returncode, bool(late))) from None
        finally:
            timer.cancel()

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was not yet written is not wanted any more
                        pipe.close()
            self._process = None

    def _why(self, code: int, is_late: bool) -> str:
        import signal

        if is_late or code == -getattr(signal, "SIGXCPU", 0):
            return TOO_SLOW.format(seconds=self._limits.wall if is_late else self._limits.processor)
        return TOO_LARGE if code == -9 else CRASHED.format(kind="")

    def _tell(self, line: Mapping[str, object]) -> None:
        assert self._process is not None and self._process.stdin is not None
        with suppress(OSError):  # it has died; the answer that does not come says so
            self._process.stdin.write(json.dumps(line).encode() + b"\n")
            self._process.stdin.flush()


class Readers:
    """A few processes that read side by side."""

    def __init__(self, count: int | None = None, limits: Limits | None = None) -> None:
        self._count = count or min(2, os.cpu_count() or 1)
        self._children: queue.LifoQueue[Child] = queue.LifoQueue()
        self._all = [Child(limits or Limits()) for _ in range(self._count)]
        for child in self._all:
            self._children.put(child)
        self._threads = ThreadPoolExecutor(self._count, thread_name_prefix="reading")
        self.owner = os.getpid()

    def start(self) -> None:
        """Let every process make itself ready."""
        for child in self._all:
            child.start()

    def read(
        self, path: Path, *, name: str = "", password: str | None = None, is_census: bool = False
    ) -> "Future[Book]":
        """The sheets of a file, or the modules of a census, as soon as a process has read it; a refusal is the future's
        exception."""
        return self._threads.submit(self._read, path, name, password, is_census)

    def stop(self) -> None:
        """End every process, after the file that it reads."""
        self._threads.shutdown()
        for child in self._all:
            child.stop()

    def _read(self, path: Path, name: str, password: str | None, is_census: bool) -> "Book":
        child = self._children.get()
        try:
            return child.read(path, name, password, is_census=is_census)
        finally:
            self._children.put(child)


_shared: list[Readers] = []


def readers() -> Readers:
    """The processes that everything in this process reads with, made where there are none."""
    if not _shared or _shared[-1].owner != os.getpid():
        _shared[:] = [Readers()]
    return _shared[-1]


def start() -> None:
    """Let the processes make themselves ready while other things are imported."""
    readers().start()


def _environment(here: Mapping[str, str]) -> dict[str, str]:
    kept = {name: here[name] for name in _KEPT_FROM_THE_ENVIRONMENT if name in here}
    return {**kept, "POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
