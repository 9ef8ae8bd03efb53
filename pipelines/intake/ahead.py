"""Reading ahead: what a run will take in is copied and read while Dagster is still being imported, which takes seconds.

Only the process that read ahead uses what it read, and only for a file that has not changed since. The copies have no
name on the disk: nothing is left of them when a run is killed.
"""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.home import Home
from pipelines.intake.children import readers
from pipelines.intake.inbox import Dropped
from pipelines.intake.staging import NotStaged, Staged, TooLarge, staged
from pipelines.settings import password

if TYPE_CHECKING:
    from sources.reading import Book

_MOST_BYTES, _MOST_FILES = 64_000_000, 200
"""What is read ahead at most, so that memory and open files do not grow with the inbox."""
_SETTLED = 1.0
"""Seconds without a change after which a file is no longer being written."""

Ahead = tuple[Staged, "Future[Book]"]
"""A private copy of a file, and its sheets."""

_going: dict[tuple[Path, Dropped], "Future[Ahead | None]"] = {}


@contextmanager
def reading_ahead(home: Home, files: Iterable[Dropped]) -> Iterator[None]:
    """Copy and read files in the order given while something else is done; what nobody asks for is thrown away."""
    import pipelines.intake.wire  # noqa: F401  (here, so that nothing is imported by two threads at a time)

    def copied(file: Dropped) -> Ahead | None:
        try:
            copy = staged(file.path, home.staging, is_nameless=True)
        except (NotStaged, TooLarge, OSError):
            return None  # whoever takes it in finds the same, and says so
        secret = password(home.settings, file.agency)
        return copy, readers().read(copy.path, name=file.name, password=secret)

    readers().start()
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as thread:
        try:
            _going.update({(home.folder, file): thread.submit(copied, file) for file in _few(files)})
            yield
        finally:
            for file in [each for folder, each in _going if folder == home.folder]:
                if (left := taken(home, file)) is not None:
                    left[0].discard()


def taken(home: Home, file: Dropped) -> Ahead | None:
    """What was read ahead of a file, which is then the caller's; None where nothing was, or not yet."""
    going = _going.pop((home.folder, file), None)
    return None if going is None or going.cancel() else going.result()


def _few(files: Iterable[Dropped]) -> Iterator[Dropped]:
    size, now = 0, time.time()
    for number, file in enumerate(files):
        size += file.size
        if number == _MOST_FILES or size > _MOST_BYTES:
            return
        if now - file.modified / 1e9 > _SETTLED:
            yield file
