"""What a derived thing was made from, in one short hash."""

import json
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any


def of_files(paths: Iterable[Path], *more: Any) -> str:
    """The hash of the files' names and contents and of anything else that JSON can say."""
    digest = sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        facts = path.stat()
        digest.update(_of_bytes(path, facts.st_mtime_ns, facts.st_size))
    digest.update(json.dumps(more, sort_keys=True, default=str).encode())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=4096)
def _of_bytes(path: Path, changed: int, size: int) -> bytes:
    """The hash of a file's contents, read once while it stays as it is."""
    return sha256(path.read_bytes()).digest()


def of_text(text: str) -> str:
    """Twelve hex characters that stand for a text."""
    return sha256(text.encode()).hexdigest()[:12]
