"""The few processes that read suppliers' files, so that no file can end, hang or fill the process that decides.

Each reads one file at a time and serves until it dies. One that crashes, takes too long or asks for too much memory
costs its file a refusal and is started anew; the other files go on.
"""

import json
import os
import queue
import signal
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from pipelines.intake.child import CRASHED, TOO_LARGE
from pipelines.intake.reader_factory import Reader, ReaderFactory
from sources.preflight.refusal import UnreadableFile

if TYPE_CHECKING:
    from sources.reading import Book

TOO_SLOW = (
    "Expected a file that can be read within {seconds:.0f} seconds; found one that takes longer. "
    "Save it again, or send it in parts."
)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one file may cost: bytes of memory, seconds of processor, seconds on the wall. Only the last holds on
    Windows."""

    memory: int = 2_000_000_000
    processor: int = 60
    wall: float = 120.0


class Child:
    """One process that reads."""

    def __init__(self, factory: ReaderFactory, limits: Limits) -> None:
        self._factory = factory
        self._limits = limits
        self.reader: Reader | None = None

    def read(self, path: Path, name: str, password: str | None, *, is_census: bool = False) -> "Book":
        """The sheets of a file, or the modules of a census. Raises UnreadableFile with a sentence whatever the file
        does."""
        from pipelines.intake.wire import WireBroken, unpacked

        try:
            reader = self._started()
        except OSError:
            raise UnreadableFile(CRASHED.format(kind="")) from None
        late: list[bool] = []

        def kill() -> None:
            late.append(True)
            reader.kill()

        timer = Timer(self._limits.wall, kill)
        timer.start()
        try:
            asked = {"path": str(path), "name": name, "password": password, "is_census": is_census}
            _tell(reader, {**asked, "processor": self._limits.processor})
            return unpacked(reader.answer)
        except (OSError, WireBroken, ValueError):
            self.reader = None
            raise UnreadableFile(self._why(reader.end(), bool(late))) from None
        finally:
            timer.cancel()

    def stop(self) -> None:
        """End the process."""
        if self.reader is not None:
            self.reader.end()
            self.reader = None

    def _started(self) -> Reader:
        if self.reader is not None and self.reader.is_alive():
            return self.reader
        self.stop()
        self.reader = self._factory.reader()
        _tell(self.reader, {"memory": self._limits.memory})
        return self.reader

    def _why(self, code: int, is_late: bool) -> str:
        if is_late or code == -getattr(signal, "SIGXCPU", 0):
            return TOO_SLOW.format(seconds=self._limits.wall if is_late else self._limits.processor)
        return TOO_LARGE if code == -9 else CRASHED.format(kind="")


def _tell(reader: Reader, line: Mapping[str, object]) -> None:
    reader.ask(json.dumps(line).encode() + b"\n")


class Readers:
    """A few processes that read side by side."""

    def __init__(
        self, count: int | None = None, limits: Limits | None = None, factory: ReaderFactory | None = None
    ) -> None:
        count = count or min(2, os.cpu_count() or 1)
        self.factory = factory or ReaderFactory()
        self.all = [Child(self.factory, limits or Limits()) for _ in range(count)]
        self._children: queue.LifoQueue[Child] = queue.LifoQueue()
        for child in self.all:
            self._children.put(child)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="reading")
        self.owner = os.getpid()

    def start(self) -> None:
        """Let the processes make themselves ready."""
        self.factory.start()

    def read(
        self, path: Path, *, name: str = "", password: str | None = None, is_census: bool = False
    ) -> "Future[Book]":
        """The sheets of a file, or the modules of a census, as soon as a process has read it; a refusal is the future's
        exception."""
        return self._threads.submit(self._read, path, name, password, is_census)

    def stop(self) -> None:
        """End every process, after the file that it reads."""
        self._threads.shutdown()
        for child in self.all:
            child.stop()
        self.factory.stop()

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
