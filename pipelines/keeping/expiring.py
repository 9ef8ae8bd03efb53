"""What was written out for one person's question is gone again when the question is old: lists of records, and what was
found of a child. It can be made again while what it was made of is kept."""

import time
from collections.abc import Iterator
from pathlib import Path

from pipelines.audit import note
from pipelines.home import Home

DAYS = 31
"""For how many days it is kept; who needs it longer saves a copy where such records belong."""
_FOLDERS = (("lists",), ("restricted", "lists"), ("restricted", "found"))


def expire(home: Home) -> int:
    """Remove what is older than it may be; how many files. Every run begins with it."""
    over = list(_over(home, time.time() - DAYS * 86_400))
    for path in over:
        path.unlink(missing_ok=True)
    if over:
        note(home, "expired", files=len(over))
    return len(over)


def _over(home: Home, oldest: float) -> Iterator[Path]:
    for parts in _FOLDERS:
        for path in sorted(home.folder.joinpath(*parts).rglob("*")):
            if path.is_file() and path.lstat().st_mtime < oldest:
                yield path
